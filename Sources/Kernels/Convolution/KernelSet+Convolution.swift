extension KernelSet {
  /// Convolves a batch of pictures.
  ///
  ///     output(n, y, x)[o] = bias[o] + Σ over ky, kx, i of
  ///         input(n, y·stride + ky − padding, x·stride + kx − padding)[i] · weight[ky, kx, i, o]
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C_in]`.
  ///   - weight: `[KH, KW, C_in, C_out]`.
  ///   - bias: `[C_out]`, or nil for none.
  ///   - output: `[N, H_out, W_out, C_out]`.
  package func convolve(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    if let transforms = winogradTransforms(for: g, .forward) {
      unsafe convolveByWinograd(
        g, transforms, input: input, weight: weight, epilogue: ConvolutionEpilogue(bias: bias),
        output: output)
      return
    }
    if let bias = unsafe bias {
      unsafe fillRows(g.outputPixels, g.outputChannels, with: bias, output)
    }
    let accumulates = unsafe bias != nil
    // A pixel of few channels makes runs too short for the inner loop. Then a tap is a whole row of the
    // window, contiguous in a copy of the input that has its border of zeros written out.
    let takesRows = g.inputChannels * g.kernelWidth <= 32 && g.kernelWidth > 1
    let taps = takesRows ? g.kernelHeight : g.taps
    let depth = takesRows ? g.kernelWidth * g.inputChannels : g.inputChannels
    let weightCount = packedWeightCount(taps: taps, depth: depth, columns: g.outputChannels)
    let (paddedHeight, paddedWidth) = (
      g.inputHeight + 2 * g.padding, g.inputWidth + 2 * g.padding
    )
    let paddedCount = takesRows ? g.batch * paddedHeight * paddedWidth * g.inputChannels : 0
    var plan = GatherPlan(
      batch: g.batch, height: g.outputHeight, width: g.outputWidth,
      sourceHeight: takesRows ? paddedHeight : g.inputHeight,
      sourceWidth: takesRows ? paddedWidth : g.inputWidth, sourceChannels: g.inputChannels,
      step: g.stride, taps: [], depth: depth, targetHeight: g.outputHeight,
      targetWidth: g.outputWidth, targetChannels: g.outputChannels, targetStep: 1,
      targetOffset: (0, 0))
    for ky in 0..<g.kernelHeight {
      if takesRows {
        plan.taps.append((ky, 0))
      } else {
        for kx in 0..<g.kernelWidth { plan.taps.append((ky - g.padding, kx - g.padding)) }
      }
    }
    unsafe BufferPool.shared.withFloats(weightCount + paddedCount) { floats in
      unsafe packWeights(taps: taps, depth: depth, columns: g.outputChannels, into: floats) {
        unsafe MatrixOperand(
          weight + $0 * depth * g.outputChannels, rowStride: g.outputChannels)
      }
      var source = unsafe input
      if takesRows {
        let padded = unsafe floats + weightCount
        unsafe pad(g, input, into: padded)
        unsafe source = UnsafePointer(padded)
      }
      unsafe run(plan, source: source, weight: floats, target: output, accumulates: accumulates)
    }
  }

  /// Copies pictures into ones with a border of zeros.
  private func pad(
    _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>,
    into padded: UnsafeMutablePointer<Float>
  ) {
    let row = g.inputWidth * g.inputChannels
    let border = g.padding * g.inputChannels
    let paddedRow = row + 2 * border
    let paddedHeight = g.inputHeight + 2 * g.padding
    Parallel.forEachPiece(of: g.batch * paddedHeight, size: 64) { piece in
      for line in piece {
        let (picture, y) = line.quotientAndRemainder(dividingBy: paddedHeight)
        let target = unsafe padded + line * paddedRow
        let sourceY = y - g.padding
        guard sourceY >= 0, sourceY < g.inputHeight else {
          unsafe target.update(repeating: 0, count: paddedRow)
          continue
        }
        unsafe target.update(repeating: 0, count: border)
        unsafe (target + border).update(
          from: input + (picture * g.inputHeight + sourceY) * row, count: row)
        unsafe (target + border + row).update(repeating: 0, count: border)
      }
    }
  }
}
