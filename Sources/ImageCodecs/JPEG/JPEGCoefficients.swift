import Kernels

/// An image as quantised cosine coefficients, as libjpeg's encoder makes them.
struct JPEGCoefficients {
  /// One plane.
  struct Plane {
    /// Samples that belong to the image.
    let width: Int
    let height: Int
    /// Whether there is a sample for four pixels.
    let isHalved: Bool
    /// Factors in natural order.
    let factors: [Int16]
    /// `[blockRows][blockColumns][8][8]`, in natural order.
    var blocks: [Int16] = []

    var blockColumns: Int { (width + 7) / 8 }
    var blockRows: Int { (height + 7) / 8 }
  }

  let width: Int
  let height: Int
  /// Luma, and if the image has colours Cb and Cr.
  var planes: [Plane]

  /// Transforms and quantises an image; opacity is dropped.
  init(_ image: Image, quality: Int, subsampling: JPEGSubsampling) {
    (width, height) = (image.width, image.height)
    let hasColors = image.channelCount >= 3
    let isHalved = hasColors && subsampling == .quarter
    let luma = JPEGQuantizationTable.factors(isChrominance: false, quality: quality)
    let chroma = JPEGQuantizationTable.factors(isChrominance: true, quality: quality)
    planes = [Plane(width: width, height: height, isHalved: false, factors: luma)]
    if hasColors {
      let plane = Plane(
        width: isHalved ? (width + 1) / 2 : width, height: isHalved ? (height + 1) / 2 : height,
        isHalved: isHalved, factors: chroma)
      planes += [plane, plane]
    }
    let rows = JPEGSampleRows(image)
    for index in planes.indices {
      let samples = isHalved && index > 0 ? rows.halved(rows.planes[index]) : rows.planes[index]
      planes[index].blocks = Self.blocks(
        planes[index], samples, stride: isHalved && index > 0 ? rows.stride / 2 : rows.stride)
    }
  }

  /// Whether chroma has one sample for four pixels.
  var isHalved: Bool { planes.contains { $0.isHalved } }

  /// The pixels that a decoder makes of these coefficients.
  func image() -> Image {
    let frame = JPEGFrame(self)
    var samples = [UInt8](repeating: 0, count: frame.storedSampleCount)
    var output = samples.mutableSpan
    for (plane, component) in zip(planes, frame.components) {
      for row in 0..<plane.blockRows {
        let first = row * plane.blockColumns * 64
        component.transform(
          plane.blocks.span.extracting(first..<first + plane.blockColumns * 64),
          times: plane.factors, row: row, into: &output)
      }
    }
    return JPEGColorTags.image(
      of: frame, conversion: planes.count == 1 ? .gray : .yCbCr, samples: samples.span)
  }

  private static func blocks(_ plane: Plane, _ samples: [UInt8], stride: Int) -> [Int16] {
    let rowLength = plane.blockColumns * 64
    var blocks = [Int16](repeating: 0, count: plane.blockRows * rowLength)
    var target = blocks.mutableSpan
    for row in 0..<plane.blockRows {
      KernelSet.current.forwardTransform(
        samples.span, at: row * 8 * stride, stride: stride, over: plane.factors.span,
        into: &target, range: row * rowLength..<(row + 1) * rowLength)
    }
    return blocks
  }
}

/// Planes of luma and chroma of an image, continued to whole blocks as in libjpeg.
struct JPEGSampleRows {
  /// Each `[rows][stride]`.
  private(set) var planes: [[UInt8]] = []
  /// A multiple of 16, so that half of it is whole blocks.
  let stride: Int
  private let height: Int
  private let rowCount: Int

  /// Converts the pixels.
  init(_ image: Image) {
    stride = (image.width + 15) / 16 * 16
    rowCount = (image.height + 15) / 16 * 16
    height = image.height
    let channels = image.channelCount
    planes = [[UInt8]](
      repeating: [UInt8](repeating: 0, count: stride * rowCount), count: channels >= 3 ? 3 : 1)
    let (width, stride) = (image.width, stride)
    if channels >= 3 {
      let pixels = channels == 3 ? image : image.convertedToRGB()
      var (first, second, third) = (planes[0], planes[1], planes[2])
      var luma = first.mutableSpan
      var blueness = second.mutableSpan
      var redness = third.mutableSpan
      let source = pixels.samples.span
      for row in 0..<height {
        KernelSet.current.planes(
          of: source.extracting(row * width * 3..<(row + 1) * width * 3), luma: &luma,
          blueness: &blueness, redness: &redness, at: row * stride)
      }
      planes = [first, second, third]
    } else {
      for row in 0..<height {
        for column in 0..<width {
          planes[0][row * stride + column] = image.samples[(row * width + column) * channels]
        }
      }
    }
    for index in planes.indices { extend(&planes[index], width: width) }
  }

  /// Repeats the last sample of each row, and the last row.
  private func extend(_ plane: inout [UInt8], width: Int) {
    var samples = plane.mutableSpan
    for row in 0..<rowCount {
      let start = row * stride
      if row < height {
        for column in width..<stride { samples[start + column] = samples[start + width - 1] }
      } else {
        for column in 0..<stride { samples[start + column] = samples[start - stride + column] }
      }
    }
  }

  /// Means of squares; beyond the image's last the last row of means is repeated.
  func halved(_ plane: [UInt8]) -> [UInt8] {
    let half = stride / 2
    var result = [UInt8](repeating: 0, count: half * rowCount / 2)
    var target = result.mutableSpan
    let source = plane.span
    for row in 0..<rowCount / 2 {
      let upper = min(row, (height - 1) / 2) * 2 * stride
      KernelSet.current.halveRows(
        half, upper: source.extracting(upper..<upper + stride),
        lower: source.extracting(upper + stride..<upper + 2 * stride), into: &target,
        at: row * half)
    }
    return result
  }
}
