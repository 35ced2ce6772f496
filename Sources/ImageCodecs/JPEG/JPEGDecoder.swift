import Kernels

/// Decodes JPEG files (ITU-T T.81): baseline, extended sequential and progressive frames with
/// Huffman codes and 8 bits a sample.
///
/// Samples are as libjpeg gives them with its accurate integer transform and its triangle filter
/// for components that are sampled at half the rate. Pictures in CMYK become RGB as in Pillow, which
/// takes the inks for inverted, as Adobe's programs write them. Colour profiles are not applied.
///
/// Bytes that belong to no segment are passed over. A progressive file may end before its scans have
/// told every bit of every coefficient, and any file may lack the marker at its end, but each
/// component has to come.
struct JPEGDecoder: ~Copyable {
  private var huffmanTables = JPEGHuffmanTables()
  /// Factors in zigzag order.
  private var quantizationTables = [[Int16]?](repeating: nil, count: 4)
  private var restartInterval = 0
  private var frame: JPEGFrame?
  private var colors = JPEGColorTags()
  private var orientation = PictureOrientation.upright
  /// Where the next segment is looked for.
  private var position = 2
  /// The factors of each component since its first scan.
  private var factors: [[Int16]] = []
  private var samples: [UInt8] = []
  private var coefficients: [Int16] = []
  /// How precisely the coefficients of each component are known.
  private var precisions: [JPEGPrecision] = []
  /// The last row of units that the last scan of a progressive frame told something of.
  private var lastRow = 0
  /// The first damage to a scan.
  private var damage: ImageDecodingError?
  private var scanCount = 0
  /// Coefficients that scans of a progressive frame have passed over.
  private var visitCount = 0

  /// Far more than any encoder writes, as a bound on the work that a small file can ask for.
  private static let maximumScanCount = 500

  /// Decodes `file`, which begins with the marker of a JPEG image.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    var decoder = JPEGDecoder()
    do throws(ImageDecodingError) {
      try decoder.readSegments(file, options: options)
    } catch {
      // Without a scan there is no part of the picture.
      guard options.acceptsDamage, decoder.scanCount > 0 else { throw error }
      if decoder.damage == nil { decoder.damage = error }
    }
    guard let frame = decoder.frame else {
      throw .malformed(format: .jpeg, offset: 2, reason: "there is no frame header")
    }
    if !decoder.coefficients.isEmpty {
      decoder.smoothCoefficients(frame)
      decoder.samples = decoder.transformedCoefficients(frame)
    }
    if decoder.samples.isEmpty {
      decoder.samples = [UInt8](repeating: 128, count: frame.storedSampleCount)
    }
    let image = decoder.colors.image(of: frame, samples: decoder.samples.span)
    return DecodedPicture(
      image: options.appliesOrientation ? decoder.orientation.upright(image) : image,
      format: .jpeg, storedWidth: frame.fullWidth, storedHeight: frame.fullHeight,
      damage: decoder.damage)
  }

  /// Reads until all components are decoded, of a progressive frame until its end.
  private mutating func readSegments(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) {
    position = 2
    while true {
      let marker: UInt8
      let end: Int
      do throws(ImageDecodingError) {
        (marker, end) = try file.jpegMarker(from: position)
      } catch {
        // Only the marker at the end is missing.
        if !precisions.isEmpty, precisions.allSatisfy(\.isWhole) { return }
        throw error
      }
      position = end
      if marker == JPEGMarker.endOfImage {
        guard frame != nil, factors.allSatisfy({ !$0.isEmpty }) else {
          throw .malformed(
            format: .jpeg, offset: end - 2, reason: "the image ends before all of it has come")
        }
        return
      }
      if JPEGMarker.standsAlone(marker) { continue }
      let contents = try file.jpegSegment(of: marker, at: end)
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
        try readScan(file, contents, acceptsDamage: options.acceptsDamage)
        if let frame, !frame.isProgressive, factors.allSatisfy({ !$0.isEmpty }) { return }
      case JPEGMarker.exif:
        orientation = PictureOrientation(exif: file, contents) ?? orientation
      default:
        if JPEGMarker.isStartOfFrame(marker) {
          try readFrame(file, contents, marker, options)
        } else {
          colors.read(file, contents, marker: marker)
        }
      }
    }
  }

  private mutating func readFrame(
    _ file: Span<UInt8>, _ contents: Range<Int>, _ marker: UInt8, _ options: DecodingOptions
  ) throws(ImageDecodingError) {
    guard frame == nil else {
      throw .malformed(
        format: .jpeg, offset: contents.lowerBound, reason: "there is a second frame")
    }
    var frame = try JPEGFrame(
      file, contents: contents, marker: marker, options: options)
    if let shortSide = options.minimumShortSide { frame.scale(toShortSide: shortSide) }
    self.frame = frame
    factors = [[Int16]](repeating: [], count: frame.components.count)
    if frame.isProgressive {
      precisions = [JPEGPrecision](repeating: JPEGPrecision(), count: frame.components.count)
    }
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

  /// Decodes a scan.
  private mutating func readScan(
    _ file: Span<UInt8>, _ contents: Range<Int>, acceptsDamage: Bool
  ) throws(ImageDecodingError) {
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
        factors[selected.index] = JPEGZigzag.naturalOrder(of: table)
      } else if !frame.isProgressive {
        throw refuse("a component comes twice")
      }
    }
    huffmanTables.defineMissing()
    let places = try scan.places(frame, tables: huffmanTables, storesAll: frame.isProgressive)
    var state = scan.beginning(restartInterval: restartInterval, acceptsDamage: acceptsDamage)
    if frame.isProgressive {
      lastRow = try readProgressive(scan, of: frame, file, places, &state)
    } else {
      try readSequential(scan, of: frame, file, places, &state)
    }
    position = state.reader.position
    if damage == nil { damage = state.damage }
  }

  /// Returns the last row of units of which the scan told something.
  private mutating func readProgressive(
    _ scan: JPEGScan, of frame: JPEGFrame, _ file: Span<UInt8>, _ places: [JPEGBlockPlace],
    _ state: inout JPEGScanState
  ) throws(ImageDecodingError) -> Int {
    let (columns, rows) = scan.units(of: frame)
    visitCount +=
      columns * rows * places.count * (scan.spectralEnd - scan.spectralStart + 1)
    // A coefficient has at most 14 bits, each of which is told once.
    if visitCount > 14 * 64 * frame.storedBlockCount {
      throw .malformed(
        format: .jpeg, offset: scan.dataOffset, reason: "scans tell the same bits again")
    }
    for index in precisions.indices { precisions[index].advance(by: scan, component: index) }
    if coefficients.isEmpty {
      coefficients = [Int16](repeating: 0, count: frame.storedBlockCount * 64)
    }
    // Rows of blocks of a single component in a row of units.
    let height =
      scan.components.count > 1 ? 1 : frame.components[scan.components[0].index].verticalSampling
    var decoder = JPEGProgressiveDecoder(scan)
    let tables = huffmanTables.entries
    var lastRow = lastRow
    var target = coefficients.mutableSpan
    for row in 0..<rows {
      if !state.isStarved { lastRow = row / height }
      try scan.decode(
        row: row, columns: columns, file, places: places, tables: tables.span, state: &state,
        with: &decoder, into: &target)
      if !state.isStarved { lastRow = row / height }
    }
    return lastRow
  }

  private mutating func readSequential(
    _ scan: JPEGScan, of frame: JPEGFrame, _ file: Span<UInt8>, _ places: [JPEGBlockPlace],
    _ state: inout JPEGScanState
  ) throws(ImageDecodingError) {
    if samples.isEmpty { samples = [UInt8](repeating: 128, count: frame.storedSampleCount) }
    let (columns, rows) = scan.units(of: frame)
    let components = scan.components.map { frame.components[$0.index] }
    let blockRows = components.map { components.count == 1 ? 1 : $0.verticalSampling }
    let blockCount = zip(components, blockRows).reduce(0) { $0 + $1.0.storedBlockColumns * $1.1 }
    var coefficients = [Int16](repeating: 0, count: blockCount * 64)
    var target = coefficients.mutableSpan
    let factors = scan.components.map { self.factors[$0.index] }
    let tables = huffmanTables.entries
    var decoder = JPEGSequentialDecoder()
    var output = samples.mutableSpan
    for row in 0..<rows {
      try scan.decode(
        row: row, columns: columns, file, places: places, tables: tables.span, state: &state,
        with: &decoder, into: &target)
      var first = 0
      for (index, component) in components.enumerated() {
        for blockRow in row * blockRows[index]..<(row + 1) * blockRows[index] {
          let next = first + component.storedBlockColumns * 64
          component.transform(
            target.span.extracting(first..<next), times: factors[index], row: blockRow,
            into: &output)
          first = next
        }
      }
      for index in target.indices { target[index] = 0 }
    }
  }

  /// Fills in what the scans of a progressive frame have left open.
  private mutating func smoothCoefficients(_ frame: JPEGFrame) {
    let smoothing = JPEGBlockSmoothing(
      frame, precisions: precisions, factors: factors, lastRow: lastRow)
    var target = coefficients.mutableSpan
    smoothing?.fill(&target)
  }

  /// Turns the coefficients of a progressive frame into samples.
  private func transformedCoefficients(_ frame: JPEGFrame) -> [UInt8] {
    let coefficients = coefficients.span
    var samples = [UInt8](repeating: 128, count: frame.storedSampleCount)
    var output = samples.mutableSpan
    for (index, component) in frame.components.enumerated() where !factors[index].isEmpty {
      for row in 0..<component.storedBlockRows {
        let first = (component.firstBlock + row * component.storedBlockColumns) * 64
        component.transform(
          coefficients.extracting(first..<first + component.storedBlockColumns * 64),
          times: factors[index], row: row, into: &output)
      }
    }
    return samples
  }
}

extension JPEGFrame.Component {
  /// Turns a row of blocks into samples.
  func transform(
    _ coefficients: Span<Int16>, times factors: [Int16], row: Int,
    into samples: inout MutableSpan<UInt8>
  ) {
    guard let scale = BlockScale(rawValue: blockSize) else { return }
    KernelSet.current.inverseTransform(
      coefficients, times: factors.span, scale: scale, into: &samples,
      at: firstSample + row * blockSize * stride, stride: stride)
  }
}
