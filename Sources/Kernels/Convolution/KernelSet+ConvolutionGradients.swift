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
    let windowCount = g.taps * g.inputChannels
    let tileRows = unsafe microkernels.packedTile.rows
    let tileColumns = unsafe microkernels.packedTile.columns
    unsafe BufferPool.shared.withFloats(windowCount * g.outputChannels) { transposed in
      let product = unsafe BlockedProduct(
        rows: g.outputChannels, columns: windowCount, depth: g.outputPixels, result: transposed,
        resultStride: windowCount, accumulates: false)
      unsafe product.run(self) { panel, pixels, target in
        let channel = panel * tileRows
        unsafe Packing.pack(
          panel: target, width: tileRows, count: min(tileRows, g.outputChannels - channel),
          depth: pixels.count,
          source: outputGradient + pixels.lowerBound * g.outputChannels + channel,
          neighbourStride: 1, depthStride: g.outputChannels)
      } packRight: { panel, pixels, target in
        let first = panel * tileColumns
        unsafe gatherWindows(
          g, input, elements: first..<min(first + tileColumns, windowCount), pixels: pixels,
          width: tileColumns, target)
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
      let (ky, kx) = tap.quotientAndRemainder(dividingBy: g.kernelWidth)
      let column = unsafe panel + (element - elements.lowerBound)
      var (picture, inside) = pixels.lowerBound.quotientAndRemainder(
        dividingBy: g.outputHeight * g.outputWidth)
      var (y, x) = inside.quotientAndRemainder(dividingBy: g.outputWidth)
      inside = 0
      for pixel in 0..<pixels.count {
        let sourceY = y * g.stride + ky - g.padding
        let sourceX = x * g.stride + kx - g.padding
        let target = unsafe column + pixel * width
        if sourceY >= 0, sourceY < g.inputHeight, sourceX >= 0, sourceX < g.inputWidth {
          let place = (picture * g.inputHeight + sourceY) * g.inputWidth + sourceX
          let source = unsafe input + place * g.inputChannels + channel
          for index in 0..<count { unsafe target[index] = source[index] }
        } else {
          for index in 0..<count { unsafe target[index] = 0 }
        }
        x += 1
        if x == g.outputWidth {
          x = 0
          y += 1
          if y == g.outputHeight {
            y = 0
            picture += 1
          }
        }
      }
      element += count
    }
  }
}
