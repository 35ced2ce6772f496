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
  ///   - input: `[N, H, W, C_in]`; faster with three bytes behind them, if pixels are no multiple of four.
  ///   - residual: `[N, H_out, W_out, C_out]`.
  ///   - output: `[N, H_out, W_out, C_out]`; may be `residual`.
  package func convolve(
    _ geometry: ConvolutionGeometry, _ convolution: ByteConvolution, input: Part, residual: Part?,
    output: Part
  ) {
    let g = geometry
    let outputCount = g.outputPixels * g.outputChannels
    let inputCount = g.batch * g.inputHeight * g.inputWidth * g.inputChannels
    let source = unsafe bytes(input, holding: inputCount)
    let target = unsafe bytes(output, holding: outputCount)
    let addend = unsafe residual.map { unsafe UnsafePointer(bytes($0, holding: outputCount)) }
    unsafe convolution.run(
      g, input: source, hasRoom: Self.elements(ofBytes: inputCount + 3) <= input.count,
      residual: addend, output: target)
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

  /// Has the pictures of a batch written, rounded to bytes, several at once.
  ///
  /// - Parameters:
  ///   - pictures: `[N, H, W, 3]`, without their borders.
  ///   - border: Rows and columns of zero points around each picture.
  ///   - quantizations: What the bytes of the three channels stand for.
  ///   - part: Gets `[N, H + 2·border, W + 2·border, 3]`.
  ///   - body: Gets the picture's number and its elements, all of which it writes; from one row to the next are
  ///     `rowPitch` elements.
  package func writeBytePictures(
    _ pictures: Shape, border: Int, _ quantizations: [ByteQuantization], to part: Part,
    _ body: (_ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int) -> Void
  ) {
    let target = unsafe BytePictures(pictures, border: border, quantizations) {
      unsafe bytes(part, holding: $0)
    }
    let count = pictures[1] * pictures[2] * 3
    Parallel.forEach(pictures[0]) { picture in
      unsafe BufferPool.shared.withFloats(count) { numbers in
        let elements = unsafe UnsafeMutableBufferPointer(start: numbers, count: count)
        var span = unsafe MutableSpan(_unsafeElements: elements)
        body(picture, &span, pictures[2] * 3)
        unsafe target.write(numbers, picture: picture)
      }
    }
  }

  /// Rounds pictures `[N, H, W, 3]` to a part; see
  /// ``writeBytePictures(_:border:_:to:_:)``.
  package func writeBytePictures(
    _ pictures: Tensor, border: Int, _ quantizations: [ByteQuantization], to part: Part
  ) {
    let shape = pictures.shape
    let target = unsafe BytePictures(shape, border: border, quantizations) {
      unsafe bytes(part, holding: $0)
    }
    unsafe pictures.withUnsafePointer { numbers in
      Parallel.forEach(shape[0]) { picture in
        unsafe target.write(
          numbers + picture * shape[1] * shape[2] * 3, picture: picture)
      }
    }
  }
}

/// Pictures of bytes in memory, with their borders.
@safe
private struct BytePictures {
  private let height: Int
  private let width: Int
  private let border: Int
  private let scales: SIMD3<Float>
  private let zeroPoints: SIMD3<Float>
  private let start: UnsafeMutablePointer<UInt8>

  private static let channels = 3
  private static let rowsAPiece = 16

  /// Describes pictures; `memory` gives the place of so many bytes.
  init(
    _ pictures: Shape, border: Int, _ quantizations: [ByteQuantization],
    _ memory: (Int) -> UnsafeMutablePointer<UInt8>
  ) {
    precondition(pictures.rank == 4 && pictures[3] == 3 && quantizations.count == 3)
    (height, width, self.border) = (pictures[1], pictures[2], border)
    let steps = quantizations.map(\.step)
    scales = SIMD3(1 / steps[0], 1 / steps[1], 1 / steps[2])
    let zeros = quantizations.map { Float($0.zeroPoint) }
    zeroPoints = SIMD3(zeros[0], zeros[1], zeros[2])
    unsafe start = memory(
      pictures[0] * (height + 2 * border) * (width + 2 * border) * Self.channels)
  }

  /// Writes one picture with its border.
  func write(_ numbers: UnsafePointer<Float>, picture: Int) {
    let rowSize = (width + 2 * border) * Self.channels
    let target = unsafe start + picture * (height + 2 * border) * rowSize
    Parallel.forEachPiece(of: height + 2 * border, size: Self.rowsAPiece) { rows in
      for row in rows {
        let line = unsafe target + row * rowSize
        guard row >= border && row < border + height else {
          unsafe fill(line, width + 2 * border)
          continue
        }
        unsafe fill(line, border)
        unsafe KernelSet.roundPixels(
          width, numbers + (row - border) * width * 3, scales: scales, offsets: zeroPoints,
          line + border * Self.channels)
        unsafe fill(line + (border + width) * Self.channels, border)
      }
    }
  }

  /// Fills pixels with zero points.
  private func fill(_ line: UnsafeMutablePointer<UInt8>, _ pixels: Int) {
    let pixel = SIMD3<UInt8>(zeroPoints)
    for index in 0..<pixels * Self.channels { unsafe line[index] = pixel[index % Self.channels] }
  }
}
