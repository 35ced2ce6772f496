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
      unsafe inputGradientByWinograd(
        g, transforms, outputGradient: outputGradient, weight: weight,
        inputGradient: inputGradient)
      return
    }
    for classY in 0..<min(g.stride, g.inputHeight) {
      for classX in 0..<min(g.stride, g.inputWidth) {
        var plan = GatherPlan(
          batch: g.batch, height: (g.inputHeight - classY + g.stride - 1) / g.stride,
          width: (g.inputWidth - classX + g.stride - 1) / g.stride, sourceHeight: g.outputHeight,
          sourceWidth: g.outputWidth, sourceChannels: g.outputChannels, step: 1, taps: [],
          depth: g.outputChannels, targetHeight: g.inputHeight, targetWidth: g.inputWidth,
          targetChannels: g.inputChannels, targetStep: g.stride, targetOffset: (classY, classX))
        var windowTaps: [Int] = []
        for ky in 0..<g.kernelHeight where (classY + g.padding - ky) % g.stride == 0 {
          for kx in 0..<g.kernelWidth where (classX + g.padding - kx) % g.stride == 0 {
            plan.taps.append(
              ((classY + g.padding - ky) / g.stride, (classX + g.padding - kx) / g.stride))
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
          unsafe run(
            plan, source: outputGradient, weight: packed, target: inputGradient,
            accumulates: false)
        }
      }
    }
  }

  /// The gradient of a convolution by its weights.
  ///
  ///     weightGradient[ky, kx, i, o] = Σ over pixels of input(…)[i] · outputGradient(pixel)[o]
  ///
  /// A product over all pixels of [C_out × pixels] and [pixels × KH·KW·C_in], the latter gathered from the
  /// input while it is packed.
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
    let windowCount = g.taps * g.inputChannels
    unsafe BufferPool.shared.withFloats(windowCount * g.outputChannels) { transposed in
      let product = unsafe BlockedProduct(
        self, rows: g.outputChannels, columns: windowCount, depth: g.outputPixels,
        result: transposed, resultStride: windowCount, accumulates: false)
      let (tileRows, tileColumns) = unsafe (product.tile.rows, product.tile.columns)
      let gradient = unsafe MatrixOperand(
        outputGradient, rowStride: 1, columnStride: g.outputChannels)
      unsafe product.run { panels, pixels, target, stride in
        unsafe Packing.pack(
          panels: panels, width: tileRows, of: g.outputChannels, depth: pixels, source: gradient,
          target, stride)
      } packRight: { panels, pixels, target, stride in
        for panel in panels {
          let first = panel * tileColumns
          unsafe gatherWindows(
            g, input, elements: first..<min(first + tileColumns, windowCount), pixels: pixels,
            width: tileColumns, target + (panel - panels.lowerBound) * stride)
        }
      }
      // [C_out, KH·KW·C_in] back to [KH·KW·C_in, C_out].
      Parallel.forEachPiece(of: windowCount, size: 64) { piece in
        for element in piece {
          for channel in 0..<g.outputChannels {
            unsafe weightGradient[element * g.outputChannels + channel] =
              transposed[channel * windowCount + element]
          }
        }
      }
    }
  }

  /// Packs the given elements of each pixel's window: `[pixels][width]`, zeros outside the input.
  private func gatherWindows(
    _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>, elements: Range<Int>,
    pixels: Range<Int>, width: Int, _ panel: UnsafeMutablePointer<Float>
  ) {
    if elements.count < width { unsafe panel.update(repeating: 0, count: pixels.count * width) }
    var element = elements.lowerBound
    while element < elements.upperBound {
      // The channels of one tap that fall into this panel.
      let (tap, channel) = element.quotientAndRemainder(dividingBy: g.inputChannels)
      let count = min(g.inputChannels - channel, elements.upperBound - element)
      unsafe gather(
        g, input + channel, tap: tap, count: count, pixels: pixels, width: width,
        panel + (element - elements.lowerBound))
      element += count
    }
  }

  /// Packs `count` channels of the input pixels that one tap sees, an output row at a time.
  private func gather(
    _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>, tap: Int, count: Int,
    pixels: Range<Int>, width: Int, _ panel: UnsafeMutablePointer<Float>
  ) {
    let (ky, kx) = tap.quotientAndRemainder(dividingBy: g.kernelWidth)
    // Where on an output row the tap is inside the input.
    let shift = kx - g.padding
    let firstInside = shift < 0 ? (-shift + g.stride - 1) / g.stride : 0
    let endInside = max(firstInside, (g.inputWidth - shift + g.stride - 1) / g.stride)
    var target = unsafe panel
    var pixel = pixels.lowerBound
    while pixel < pixels.upperBound {
      let (line, start) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
      let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
      let end = min(g.outputWidth, start + pixels.upperBound - pixel)
      let sourceY = y * g.stride + ky - g.padding
      let isInside = sourceY >= 0 && sourceY < g.inputHeight
      let row =
        unsafe input
        + (picture * g.inputHeight + sourceY) * g.inputWidth * g.inputChannels
      for x in start..<end {
        if isInside && x >= firstInside && x < endInside {
          unsafe Packing.copy(row + (x * g.stride + shift) * g.inputChannels, to: target, count)
        } else {
          unsafe target.update(repeating: 0, count: count)
        }
        unsafe target += width
      }
      pixel += end - start
    }
  }
}
