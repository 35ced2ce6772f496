import Kernels

/// Operations on activations of bytes. A part that holds bytes has one element for every four of them.
extension Arena {
  /// Elements that `count` bytes take.
  package static func elements(ofBytes count: Int) -> Int { (count + 3) / 4 }

  /// Where a part of `count` bytes at least begins.
  private func bytes(_ part: Part, holding count: Int) -> UnsafeMutablePointer<UInt8> {
    let elements = unsafe pointer(part, holding: Self.elements(ofBytes: count))
    return unsafe UnsafeMutableRawPointer(elements).assumingMemoryBound(to: UInt8.self)
  }

  /// A convolution and what follows it.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C_in]`.
  ///   - residual: `[N, H_out, W_out, C_out]`.
  ///   - output: `[N, H_out, W_out, C_out]`.
  package func convolve(
    _ geometry: ConvolutionGeometry, _ convolution: ByteConvolution, input: Part, residual: Part?,
    output: Part
  ) {
    let g = geometry
    let outputCount = g.outputPixels * g.outputChannels
    let source = unsafe bytes(
      input, holding: g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let target = unsafe bytes(output, holding: outputCount)
    let addend = unsafe residual.map { unsafe UnsafePointer(bytes($0, holding: outputCount)) }
    unsafe convolution.run(g, input: source, residual: addend, output: target)
  }

  /// The maximum over windows, `[N, H, W, C]` to `[N, H_out, W_out, C]`.
  package func poolByteMaximum(
    _ geometry: PoolingGeometry, kernels: KernelSet, input: Part, output: Part
  ) {
    let source = unsafe bytes(input, holding: geometry.inputShape.count)
    let target = unsafe bytes(output, holding: geometry.outputShape.count)
    unsafe kernels.poolMaximum(geometry, input: source, output: target)
  }

  /// The mean over windows, `[N, H, W, C]` to `[N, H_out, W_out, C]`.
  package func poolByteAverage(
    _ geometry: PoolingGeometry, zeroPoint: UInt8, kernels: KernelSet, input: Part, output: Part
  ) {
    let source = unsafe bytes(input, holding: geometry.inputShape.count)
    let target = unsafe bytes(output, holding: geometry.outputShape.count)
    unsafe kernels.poolAverage(geometry, input: source, zeroPoint: zeroPoint, output: target)
  }

  /// The mean over height and width, bytes `[N, pixels, C]` to numbers `[N, C]`.
  package func poolGlobalAverage(
    batch: Int, pixels: Int, channels: Int, _ quantization: ByteQuantization, kernels: KernelSet,
    input: Part, output: Part
  ) {
    let source = unsafe bytes(input, holding: batch * pixels * channels)
    let target = unsafe pointer(output, holding: batch * channels)
    unsafe kernels.poolGlobalAverage(
      batch: batch, pixels: pixels, channels: channels, input: source, step: quantization.step,
      zeroPoint: quantization.zeroPoint, output: target)
  }

  /// Has the rows of pictures rounded to bytes, several pictures at once.
  ///
  /// - Parameters:
  ///   - pictures: `[N, H, W, C]`, without their borders.
  ///   - border: Rows and columns of zero points around each picture.
  ///   - quantizations: What the bytes of each channel stand for.
  ///   - pitch: Bytes of a pixel, at least C; those behind a pixel's C stay 0.
  ///   - part: Gets `[N, H + 2·border, W + 2·border, pitch]`.
  ///   - body: Calls its last argument once for each row of the picture, with the row's number and elements.
  package func writeBytePictures(
    _ pictures: Shape, border: Int, _ quantizations: [ByteQuantization], pitch: Int, to part: Part,
    _ body: (
      _ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int
    ) -> Void
  ) {
    precondition(
      pictures.rank == 4 && pictures[3] == quantizations.count && pitch >= pictures[3])
    let (height, width, channels) = (pictures[1], pictures[2], pictures[3])
    let rowSize = (width + 2 * border) * pitch
    let size = (height + 2 * border) * rowSize
    let start = unsafe bytes(part, holding: pictures[0] * size)
    let scales = quantizations.map { 1 / $0.step }
    let zeroPoints = quantizations.map { Float($0.zeroPoint) }
    let borderPixel =
      quantizations.map(\.zeroPoint) + [UInt8](repeating: 0, count: pitch - channels)
    Parallel.forEach(pictures[0]) { picture in
      let target = unsafe start + picture * size
      unsafe Self.fill(target, size: size, with: borderPixel)
      let count = height * width * channels
      unsafe BufferPool.shared.withFloats(count) { numbers in
        let elements = unsafe UnsafeMutableBufferPointer(start: numbers, count: count)
        var span = unsafe MutableSpan(_unsafeElements: elements)
        body(picture, &span, width * channels)
        for y in 0..<height {
          unsafe KernelSet.current.roundToBytes(
            pixels: width, channels: channels, numbers + y * width * channels, scales: scales,
            offsets: zeroPoints, target + (y + border) * rowSize + border * pitch, pitch: pitch)
        }
      }
    }
  }

  private static func fill(
    _ target: UnsafeMutablePointer<UInt8>, size: Int, with pixel: [UInt8]
  ) {
    for index in 0..<size { unsafe target[index] = pixel[index % pixel.count] }
  }
}
