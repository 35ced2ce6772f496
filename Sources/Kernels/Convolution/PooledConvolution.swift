extension KernelSet {
  /// Convolves and takes the maximum over windows of the result, which is never whole in memory.
  ///
  /// A thread convolves line after line of a band and pools them while they are in its nearer caches; it keeps
  /// no more lines than a window meets. Lines that two bands need are computed twice, with the same bits. What is
  /// negative becomes 0 after pooling, where fewer numbers are left, which is the same.
  ///
  /// - Parameters:
  ///   - geometry: A convolution that ``convolvesLines(_:)`` calls good.
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
    precondition(convolvesLines(g), "a convolution that is not made of lines")
    precondition(
      p.batch == g.batch && p.inputHeight == g.outputHeight && p.inputWidth == g.outputWidth
        && p.channels == g.outputChannels, "the pooling does not take the convolution's output")
    let bands = Self.bands(p)
    Parallel.forEach(g.batch * bands) { task in
      let (picture, band) = task.quotientAndRemainder(dividingBy: bands)
      let rows = band * p.outputHeight / bands..<(band + 1) * p.outputHeight / bands
      let source = unsafe input + picture * g.inputHeight * g.inputWidth * g.inputChannels
      let target = unsafe output + picture * p.outputPixels * p.channels
      if FilteredLines.takes(g, self) {
        unsafe FilteredLines.with(
          self, g, input: source, packedWeight: packedWeight, bias: bias
        ) { unsafe pool(&$0, p, rows, rectified: rectified, output: target) }
      } else {
        unsafe ConvolvedLines.with(
          self, g, input: source, packedWeight: packedWeight, bias: bias
        ) { unsafe pool(&$0, p, rows, rectified: rectified, output: target) }
      }
    }
  }

  /// Pools some rows of a picture whose lines are made as they are needed.
  private func pool(
    _ convolved: inout some LineGroups, _ p: PoolingGeometry, _ rows: Range<Int>, rectified: Bool,
    output: UnsafeMutablePointer<Float>
  ) {
    let plan = PoolingPlan.forward(p, rows: rows)
    let size = type(of: convolved).linesAGroup
    // As many groups as a window can meet.
    let kept = ((p.window + size - 2) / size + 1) * size
    let lineCount = p.inputWidth * p.channels
    unsafe BufferPool.shared.withFloats(kept * lineCount) { room in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: size
      ) { lines in
        guard let lines = lines.baseAddress else { return }
        var next = 0
        for row in rows {
          let top = row * p.stride - p.padding
          next = max(next, max(top, 0) / size)
          while next * size < min(p.inputHeight, top + p.window) {
            // In the place of a group that no window needs any more.
            let first = next * size % kept
            for index in 0..<size {
              unsafe (lines + index).initialize(to: room + (first + index) * lineCount)
            }
            unsafe convolved.write(group: next, to: lines)
            next += 1
          }
          unsafe poolMaximum(
            plan, p, line: row - rows.lowerBound, rectified: rectified, output: output
          ) { pixel in
            let (y, x) = pixel.quotientAndRemainder(dividingBy: p.inputWidth)
            return unsafe UnsafePointer(room + y % kept * lineCount + x * p.channels)
          }
        }
      }
    }
  }

  /// How many bands a picture is cut into: the number with which the threads are done first.
  private static func bands(_ p: PoolingGeometry) -> Int {
    let threads = Parallel.threadCount
    func linesAThread(_ bands: Int) -> Int {
      let pooledRows = (p.outputHeight + bands - 1) / bands
      let rounds = (p.batch * bands + threads - 1) / threads
      return rounds * ((pooledRows - 1) * p.stride + p.window)
    }
    return (1...max(1, threads)).min { linesAThread($0) < linesAThread($1) } ?? 1
  }
}
