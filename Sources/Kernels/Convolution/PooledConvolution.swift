import CPUFeatures

extension KernelSet {
  /// Convolves and takes the maximum over windows of the result, which is never whole in memory.
  ///
  /// A thread convolves a band of rows, small enough for its second-level cache, and pools it while it is
  /// there. Rows that two bands need are computed twice, with the same bits.
  ///
  /// - Parameters:
  ///   - geometry: A convolution without padding that ``convolutionPacking(_:)`` calls 0.
  ///   - pooling: What follows.
  ///   - input: `[N, H, W, C_in]`.
  ///   - packedWeight: What ``packConvolutionWeights(_:weights:into:)`` made.
  ///   - bias: `[C_out]`, or nil for none.
  ///   - rectified: Whether negative results become 0 before they are pooled.
  ///   - output: `[N, H_out, W_out, C_out]` of `pooling`.
  package func convolveAndPool(
    _ geometry: ConvolutionGeometry, _ pooling: PoolingGeometry, input: UnsafePointer<Float>,
    packedWeight: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rectified: Bool,
    output: UnsafeMutablePointer<Float>
  ) {
    let (g, p) = (geometry, pooling)
    precondition(g.padding == 0 && convolutionPacking(g) == 0, "bands are convolved directly")
    precondition(
      p.batch == g.batch && p.inputHeight == g.outputHeight && p.inputWidth == g.outputWidth
        && p.channels == g.outputChannels, "the pooling does not take the convolution's output")
    let plan = PoolingPlan.forward(p)
    let bands = Self.bands(p)
    let rowCount = g.outputWidth * g.outputChannels
    let epilogue = unsafe ConvolutionEpilogue(bias: bias, isRectified: rectified)
    Parallel.forEach(g.batch * bands) { task in
      let (picture, band) = task.quotientAndRemainder(dividingBy: bands)
      let pooled = band * p.outputHeight / bands..<(band + 1) * p.outputHeight / bands
      let first = max(0, pooled.lowerBound * p.stride - p.padding)
      let end = min(p.inputHeight, (pooled.upperBound - 1) * p.stride - p.padding + p.window)
      let part = ConvolutionGeometry(
        batch: 1, inputHeight: (end - first - 1) * g.stride + g.kernelHeight,
        inputWidth: g.inputWidth, inputChannels: g.inputChannels,
        outputChannels: g.outputChannels, kernelHeight: g.kernelHeight, kernelWidth: g.kernelWidth,
        stride: g.stride, padding: 0)
      let source =
        unsafe input
        + (picture * g.inputHeight + first * g.stride) * g.inputWidth * g.inputChannels
      unsafe BufferPool.shared.withFloats((end - first) * rowCount) { convolved in
        unsafe convolve(part, source, .packed(packedWeight), epilogue, convolved)
        unsafe poolMaximum(
          plan, p, rows: pooled, input: convolved, firstInputRow: first,
          output: output + picture * p.outputPixels * p.channels)
      }
    }
  }

  /// How many bands a picture is cut into: at least so many that a band's convolved rows take half of a
  /// second-level cache, and of those the number with which the threads are done first.
  private static func bands(_ p: PoolingGeometry) -> Int {
    let bytesARow = max(1, p.inputWidth * p.channels * MemoryLayout<Float>.stride)
    let room = CacheSizes.current.level2 / 2 / bytesARow
    let least = (p.outputHeight - 1) / max(1, (room - p.window) / p.stride + 1) + 1
    let threads = Parallel.threadCount
    func convolvedRowsAThread(_ bands: Int) -> Int {
      let pooledRows = (p.outputHeight + bands - 1) / bands
      let rounds = (p.batch * bands + threads - 1) / threads
      return rounds * ((pooledRows - 1) * p.stride + p.window)
    }
    return (least..<least + threads).min { convolvedRowsAThread($0) < convolvedRowsAThread($1) }
      ?? least
  }
}
