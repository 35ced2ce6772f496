extension KernelSet {
  /// The gradient of a convolution by its input: the transpose of ``convolve(_:input:weight:bias:output:)``.
  ///
  /// Input pixels whose coordinates leave the same remainders by the stride see the same taps. Each such
  /// class is one gathered product over the output's gradient.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - outputGradient: `[N, H_out, W_out, C_out]`.
  ///   - weight: `[KH, KW, C_in, C_out]`.
  ///   - inputGradient: `[N, H, W, C_in]`, overwritten.
  package func convolutionInputGradient(
    _ geometry: ConvolutionGeometry, outputGradient: UnsafePointer<Float>,
    weight: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    if let transforms = winogradTransforms(for: g, .inputGradient) {
      let plan = WinogradPlan(inputGradientOf: g, transforms)
      let tapCount = g.inputChannels * g.outputChannels
      unsafe BufferPool.shared.withFloats(winogradWeightCount(plan)) { weights in
        unsafe transformWinogradWeights(plan, into: weights) {
          unsafe MatrixOperand(
            weight + (8 - $0) * tapCount, rowStride: 1, columnStride: g.outputChannels)
        }
        unsafe WinogradConvolution(self, plan, weights: weights).run(
          outputGradient, epilogue: ConvolutionEpilogue(), output: inputGradient)
      }
      return
    }
    for classY in 0..<min(g.stride, g.inputHeight) {
      for classX in 0..<min(g.stride, g.inputWidth) {
        var plan = GatherPlan(
          batch: g.batch, height: (g.inputHeight - classY + g.stride - 1) / g.stride,
          width: (g.inputWidth - classX + g.stride - 1) / g.stride, sourceHeight: g.outputHeight,
          sourceWidth: g.outputWidth, sourceChannels: g.outputChannels, step: 1,
          runPixels: 1, targetHeight: g.inputHeight, targetWidth: g.inputWidth,
          targetChannels: g.inputChannels, targetStep: g.stride, targetOffset: (classY, classX))
        var windowTaps: [Int] = []
        for ky in 0..<g.kernelHeight where (classY + g.padding - ky) % g.stride == 0 {
          for kx in 0..<g.kernelWidth where (classX + g.padding - kx) % g.stride == 0 {
            plan.addTap(
              dy: (classY + g.padding - ky) / g.stride, dx: (classX + g.padding - kx) / g.stride)
            windowTaps.append(ky * g.kernelWidth + kx)
          }
        }
        let count = packedWeightCount(
          taps: windowTaps.count, depth: g.outputChannels, columns: g.inputChannels)
        unsafe BufferPool.shared.withFloats(count) { packed in
          unsafe packWeights(
            taps: windowTaps.count, depth: g.outputChannels, columns: g.inputChannels, into: packed
          ) {
            unsafe MatrixOperand(
              weight + windowTaps[$0] * g.inputChannels * g.outputChannels, rowStride: 1,
              columnStride: g.outputChannels)
          }
          unsafe GatheredProduct(
            kernels: self, plan: plan, source: outputGradient, weight: .packed(packed),
            target: inputGradient, epilogue: ConvolutionEpilogue()
          ).run()
        }
      }
    }
  }

  /// The gradient of a convolution by its weights.
  ///
  ///     weightGradient[ky, kx, i, o] = Σ over pixels of input(…)[i] · outputGradient(pixel)[o]
  ///
  /// A product over all pixels of [KH·KW·C_in × pixels] and [pixels × C_out]. The former is gathered from
  /// the input, a few megabytes at a time; a window of one pixel is a product of plain matrices.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C_in]`.
  ///   - outputGradient: `[N, H_out, W_out, C_out]`.
  ///   - weightGradient: `[KH, KW, C_in, C_out]`, overwritten.
  package func convolutionWeightGradient(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>, weightGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    if let transforms = winogradTransforms(for: g, .weightGradient) {
      unsafe WinogradWeightGradient(self, WinogradPlan(g, transforms)).run(
        input: input, outputGradient: outputGradient, weightGradient: weightGradient)
      return
    }
    let (windowCount, columns) = (g.taps * g.inputChannels, g.outputChannels)
    if g.taps == 1 && g.stride == 1 && g.padding == 0 {
      let sumCount = windowCount * columns
      if g.outputPixels > 0, 1...PointwiseWeightGradient.mostSums ~= sumCount {
        unsafe PointwiseWeightGradient(
          kernels: self, pixels: g.outputPixels, inputChannels: windowCount,
          outputChannels: columns
        ).run(
          input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        return
      }
      unsafe multiplyMatrices(
        rows: windowCount, columns: columns, depth: g.outputPixels,
        left: MatrixOperand(input, rowStride: 1, columnStride: g.inputChannels),
        right: MatrixOperand(outputGradient, rowStride: columns),
        result: weightGradient, resultStride: columns)
      return
    }
    guard windowCount > 0, g.outputPixels > 0, columns > 0 else {
      unsafe weightGradient.update(repeating: 0, count: windowCount * columns)
      return
    }
    let plan = GatherPlan(windowsOf: g)
    // Whole lines of pixels, of nearly equal number.
    let lines = plan.batch * plan.height
    let most = max(512, (1 << 20) / windowCount) / plan.width + 1
    let pieces = (lines + most - 1) / most
    let stride = Packing.rowStride(for: (lines + pieces - 1) / pieces * plan.width)
    unsafe BufferPool.shared.withFloats(windowCount * stride) { windows in
      for piece in 0..<pieces {
        let range = piece * lines / pieces..<(piece + 1) * lines / pieces
        Parallel.forEachPiece(of: range.count, size: max(1, 64 / plan.width)) { part in
          let start = range.lowerBound + part.lowerBound
          unsafe plan.transposeRuns(
            ofLines: start..<start + part.count, source: input,
            into: windows + part.lowerBound * plan.width, stride: stride, self)
        }
        let first = range.lowerBound * plan.width
        unsafe RowProduct(
          kernels: self, rows: windowCount, columns: columns, depth: range.count * plan.width,
          left: MatrixOperand(windows, rowStride: stride),
          right: MatrixOperand(outputGradient + first * columns, rowStride: columns),
          result: weightGradient, resultStride: columns, accumulates: piece > 0
        ).run()
      }
    }
  }
}
