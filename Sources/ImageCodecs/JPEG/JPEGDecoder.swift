/// Decodes JPEG files (ITU-T T.81): baseline, extended sequential and progressive frames with
/// Huffman codes and 8 bits a sample.
///
/// Samples are as libjpeg gives them with its accurate integer transform and its triangle filter
/// for components that are sampled at half the rate. Pictures in CMYK become RGB as in Pillow, which
/// takes the inks for inverted, as Adobe's programs write them. Colour profiles are not applied.
struct JPEGDecoder: ~Copyable {
  private var huffmanTables = JPEGHuffmanTables()
  /// Factors in zigzag order.
  private var quantizationTables = [[Int16]?](repeating: nil, count: 4)
  private var restartInterval = 0
  private var frame: JPEGFrame?
  private var colors = JPEGColorTags()
  private var orientation = PictureOrientation.upright
  /// The factors of each component since its first scan.
  private var factors: [[Int16]] = []
  private var samples: [UInt8] = []
  private var coefficients: [Int16] = []
  private var scanCount = 0

  /// Far more than any encoder writes, as a bound on the work that a small file can ask for.
  private static let maximumScanCount = 500

  /// Decodes `file`, which begins with the marker of a JPEG image.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    var decoder = JPEGDecoder()
    let frame = try decoder.readSegments(file, limits: options.limits)
    if frame.isProgressive { decoder.transformCoefficients(frame) }
    let image = try decoder.colors.image(of: frame, samples: decoder.samples.span)
    return DecodedPicture(
      image: options.appliesOrientation ? decoder.orientation.upright(image) : image,
      format: .jpeg, storedWidth: frame.width, storedHeight: frame.height)
  }

  /// Reads until all components are decoded, of a progressive frame until its end.
  private mutating func readSegments(
    _ file: Span<UInt8>, limits: DecodingLimits
  ) throws(ImageDecodingError) -> JPEGFrame {
    var position = 2
    while true {
      let (marker, end) = try file.jpegMarker(from: position)
      position = end
      if marker == JPEGMarker.endOfImage {
        guard let frame, factors.allSatisfy({ !$0.isEmpty }) else {
          throw .malformed(
            format: .jpeg, offset: end - 2, reason: "the image ends before all of it has come")
        }
        return frame
      }
      if JPEGMarker.standsAlone(marker) { continue }
      let contents = try file.jpegSegment(at: end)
      position = contents.upperBound
      switch marker {
      case JPEGMarker.huffmanTables: try huffmanTables.read(file, contents)
      case JPEGMarker.quantizationTables: try readQuantizationTables(file, contents)
      case JPEGMarker.restartInterval:
        guard contents.count == 2 else {
          throw .malformed(
            format: .jpeg, offset: end, reason: "the restart interval is not two bytes")
        }
        restartInterval = file.bigEndianHalfWord(at: contents.lowerBound)
      case JPEGMarker.arithmeticConditioning:
        throw .unsupportedFormat(name: "JPEG with arithmetic coding")
      case JPEGMarker.startOfScan:
        position = try readScan(file, contents)
        if let frame, !frame.isProgressive, factors.allSatisfy({ !$0.isEmpty }) { return frame }
      case JPEGMarker.exif:
        orientation = PictureOrientation(exif: file, contents) ?? orientation
      default:
        if JPEGMarker.isStartOfFrame(marker) {
          try readFrame(file, contents, marker, limits)
        } else {
          colors.read(file, contents, marker: marker)
        }
      }
    }
  }

  private mutating func readFrame(
    _ file: Span<UInt8>, _ contents: Range<Int>, _ marker: UInt8, _ limits: DecodingLimits
  ) throws(ImageDecodingError) {
    guard frame == nil else {
      throw .malformed(
        format: .jpeg, offset: contents.lowerBound, reason: "there is a second frame")
    }
    let frame = try JPEGFrame(file, contents: contents, marker: marker, limits: limits)
    self.frame = frame
    factors = [[Int16]](repeating: [], count: frame.components.count)
  }

  private mutating func readQuantizationTables(
    _ file: Span<UInt8>, _ contents: Range<Int>
  ) throws(ImageDecodingError) {
    var position = contents.lowerBound
    while position < contents.upperBound {
      let number = Int(file[position] & 15)
      let bytesPerFactor = file[position] >> 4 == 0 ? 1 : 2
      guard number < 4, file[position] >> 4 < 2,
        contents.upperBound - position > 64 * bytesPerFactor
      else {
        throw .malformed(
          format: .jpeg, offset: position, reason: "a quantization table is too short or unknown")
      }
      let first = position + 1
      quantizationTables[number] = (0..<64).map { index in
        Int16(
          truncatingIfNeeded: bytesPerFactor == 1
            ? Int(file[first + index]) : file.bigEndianHalfWord(at: first + 2 * index))
      }
      position = first + 64 * bytesPerFactor
    }
  }

  /// Decodes a scan, and tells where it ends.
  private mutating func readScan(
    _ file: Span<UInt8>, _ contents: Range<Int>
  ) throws(ImageDecodingError) -> Int {
    let start = contents.lowerBound
    func refuse(_ reason: String) -> ImageDecodingError {
      .malformed(format: .jpeg, offset: start, reason: reason)
    }
    guard let frame else { throw refuse("a scan comes before the frame header") }
    scanCount += 1
    if scanCount > Self.maximumScanCount { throw refuse("there are too many scans") }
    let scan = try JPEGScan(file, contents: contents, frame: frame)
    for selected in scan.components {
      if factors[selected.index].isEmpty {
        let number = frame.components[selected.index].quantizationTable
        guard let table = quantizationTables[number] else {
          throw refuse("there is no quantization table \(number)")
        }
        factors[selected.index] = table
      } else if !frame.isProgressive {
        throw refuse("a component comes twice")
      }
    }
    huffmanTables.defineMissing()
    let tables = huffmanTables
    let restartInterval = restartInterval
    let selectedFactors = scan.components.flatMap { factors[$0.index] }
    let places = try scan.places(
      frame, tables: tables, storesRows: !frame.isProgressive)
    if frame.isProgressive {
      if coefficients.isEmpty {
        coefficients = [Int16](repeating: 0, count: frame.storedBlockCount * 64)
      }
      var decoder = JPEGProgressiveDecoder(scan)
      var target = coefficients.mutableSpan
      return try scan.decode(
        file, frame: frame, places: places, tables: tables,
        factors: selectedFactors, restartInterval: restartInterval, with: &decoder, into: &target)
    }
    if samples.isEmpty { samples = [UInt8](repeating: 0, count: frame.storedBlockCount * 64) }
    var decoder = JPEGSequentialDecoder()
    var target = samples.mutableSpan
    return try scan.decode(
      file, frame: frame, places: places, tables: tables,
      factors: selectedFactors, restartInterval: restartInterval, with: &decoder, into: &target)
  }

  /// Turns the coefficients of a progressive frame, which are complete, into samples.
  private mutating func transformCoefficients(_ frame: JPEGFrame) {
    var samples = [UInt8](repeating: 0, count: frame.storedBlockCount * 64)
    for (index, component) in frame.components.enumerated() {
      Self.transform(component, coefficients, factors: factors[index], into: &samples)
    }
    self.samples = samples
  }

  private static func transform(
    _ component: JPEGFrame.Component, _ coefficients: [Int16], factors: [Int16],
    into samples: inout [UInt8]
  ) {
    var samples = samples.mutableSpan
    let coefficients = coefficients.span
    var factorBlock = JPEGBlock()
    for place in 0..<64 { factorBlock[JPEGBlock.naturalOrder[place]] = factors[place] }
    for row in 0..<component.storedBlockRows {
      for column in 0..<component.storedBlockColumns {
        let number = component.firstBlock + row * component.storedBlockColumns + column
        let block = JPEGBlock(
          coefficients.extracting(number * 64..<number * 64 + 64), times: factorBlock)
        samples.writeBlock(
          JPEGInverseTransform.samples(of: block),
          at: component.firstBlock * 64 + row * 8 * component.stride + column * 8,
          stride: component.stride)
      }
    }
  }
}
