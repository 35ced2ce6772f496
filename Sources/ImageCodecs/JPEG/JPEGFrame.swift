import Kernels

/// What the header of a frame says: the size, and how each component is sampled.
struct JPEGFrame {
  /// One plane of the image.
  struct Component {
    let identifier: UInt8
    /// Blocks of a component in each direction in an interleaved unit of the scan.
    let horizontalSampling: Int
    let verticalSampling: Int
    let quantizationTable: Int
    /// Samples that a block becomes in each direction: 8, or fewer in a smaller scale.
    var blockSize = 8
    /// Samples that belong to the image.
    var width = 0
    var height = 0
    /// Blocks that hold them.
    var blockColumns = 0
    var blockRows = 0
    /// Blocks stored, a multiple of the sampling.
    var storedBlockColumns = 0
    var storedBlockRows = 0
    /// The number of blocks stored for the components before.
    var firstBlock = 0

    /// The number of samples stored for the components before.
    var firstSample = 0

    /// The distance from a row of samples to the next.
    var stride: Int { storedBlockColumns * blockSize }
    /// Samples stored.
    var sampleCount: Int { stride * storedBlockRows * blockSize }
  }

  let isProgressive: Bool
  /// Pixels of the image in full size.
  let fullWidth: Int
  let fullHeight: Int
  /// Pixels of the image as it is delivered.
  private(set) var width: Int
  private(set) var height: Int
  private(set) var components: [Component]
  let horizontalSampling: Int
  let verticalSampling: Int
  /// Interleaved units of a scan of several components.
  let unitColumns: Int
  let unitRows: Int
  /// Blocks of all components, as stored.
  let storedBlockCount: Int

  /// Reads the contents of the segment of the start-of-frame `marker`.
  init(
    _ file: Span<UInt8>, contents: Range<Int>, marker: UInt8, options: DecodingOptions
  ) throws(ImageDecodingError) {
    isProgressive = try Self.isProgressive(marker)
    let start = contents.lowerBound
    func refuse(_ reason: String) -> ImageDecodingError {
      .malformed(format: .jpeg, offset: start, reason: reason)
    }
    guard contents.count >= 6 else { throw refuse("the frame header is too short") }
    let precision = file[start]
    if precision != 8 { throw .unsupportedFormat(name: "JPEG of \(precision) bits a sample") }
    height = file.bigEndianHalfWord(at: start + 1)
    width = file.bigEndianHalfWord(at: start + 3)
    let count = Int(file[start + 5])
    guard width > 0 else { throw refuse("the image is 0 pixels wide") }
    if height == 0 {
      height = try file.jpegHeight(after: contents.upperBound)
      guard height > 0 else { throw refuse("the image is 0 pixels high") }
    }
    (fullWidth, fullHeight) = (width, height)
    guard contents.count == 6 + 3 * count, count > 0 else {
      throw refuse("the frame header does not fit its \(count) components")
    }
    guard count == 1 || count == 3 || count == 4 else {
      throw .unsupportedFormat(name: "JPEG of \(count) components")
    }
    _ = try options.limits.pixelCount(width: width, height: height, encodedByteCount: file.count)

    components = []
    for index in 0..<count {
      let offset = start + 6 + 3 * index
      let component = Component(
        identifier: file[offset], horizontalSampling: Int(file[offset + 1] >> 4),
        verticalSampling: Int(file[offset + 1] & 15), quantizationTable: Int(file[offset + 2]))
      guard (1...4).contains(component.horizontalSampling),
        (1...4).contains(component.verticalSampling)
      else { throw refuse("a sampling factor is not from 1 to 4") }
      guard component.quantizationTable < 4 else { throw refuse("there is no such table") }
      components.append(component)
    }
    let horizontal = components.reduce(1) { max($0, $1.horizontalSampling) }
    let vertical = components.reduce(1) { max($0, $1.verticalSampling) }
    horizontalSampling = horizontal
    verticalSampling = vertical
    unitColumns = (width + 8 * horizontal - 1) / (8 * horizontal)
    unitRows = (height + 8 * vertical - 1) / (8 * vertical)
    var blockCount = 0
    var codedBlockCount = 0
    for index in components.indices {
      var component = components[index]
      guard horizontal % component.horizontalSampling == 0,
        vertical % component.verticalSampling == 0
      else { throw .unsupportedFormat(name: "JPEG with components sampled in broken ratios") }
      component.width = (width * component.horizontalSampling + horizontal - 1) / horizontal
      component.height = (height * component.verticalSampling + vertical - 1) / vertical
      component.blockColumns = (component.width + 7) / 8
      component.blockRows = (component.height + 7) / 8
      component.storedBlockColumns = unitColumns * component.horizontalSampling
      component.storedBlockRows = unitRows * component.verticalSampling
      component.firstBlock = blockCount
      component.firstSample = blockCount * 64
      blockCount += component.storedBlockColumns * component.storedBlockRows
      codedBlockCount += component.blockColumns * component.blockRows
      components[index] = component
    }
    storedBlockCount = blockCount
    // Each block takes at least a bit, and a sequential one two.
    let bits = isProgressive ? 1 : 2
    let neededBytes = (codedBlockCount * bits + 7) / 8
    guard options.acceptsDamage || neededBytes <= file.count - start else {
      throw .truncated(
        format: .jpeg, offset: contents.upperBound, expectedBytes: neededBytes,
        availableBytes: file.count - contents.upperBound)
    }
    if isProgressive {
      try options.limits.checkWorkingMemory(byteCount: blockCount * 64 * MemoryLayout<Int16>.size)
    }
  }

  /// Samples stored for all components.
  var storedSampleCount: Int { components.reduce(0) { $0 + $1.sampleCount } }

  /// The frame of an image that was not read from a file.
  init(_ image: JPEGCoefficients) {
    isProgressive = false
    (fullWidth, fullHeight) = (image.width, image.height)
    (width, height) = (image.width, image.height)
    let side = image.isHalved ? 2 : 1
    (horizontalSampling, verticalSampling) = (side, side)
    (unitColumns, unitRows) = (0, 0)
    components = []
    var blockCount = 0
    for (index, plane) in image.planes.enumerated() {
      let sampling = plane.isHalved ? 1 : side
      var component = Component(
        identifier: UInt8(truncatingIfNeeded: index), horizontalSampling: sampling,
        verticalSampling: sampling, quantizationTable: 0)
      (component.width, component.height) = (plane.width, plane.height)
      (component.blockColumns, component.blockRows) = (plane.blockColumns, plane.blockRows)
      component.storedBlockColumns = plane.blockColumns
      component.storedBlockRows = plane.blockRows
      component.firstBlock = blockCount
      component.firstSample = blockCount * 64
      blockCount += plane.blockColumns * plane.blockRows
      components.append(component)
    }
    storedBlockCount = blockCount
  }

  /// The scale of the image.
  var scale: BlockScale {
    BlockScale(rawValue: components.reduce(8) { min($0, $1.blockSize) }) ?? .full
  }

  /// Chooses the smallest scale whose short side is still at least `shortSide`.
  ///
  /// As in libjpeg, a component with fewer samples is scaled less where that brings it to the
  /// image's size.
  mutating func scale(toShortSide shortSide: Int) {
    let (fullWidth, fullHeight) = (fullWidth, fullHeight)
    func pixels(_ side: Int, _ size: Int) -> Int { (side * size + 7) / 8 }
    let size = [1, 2, 4].first { pixels(min(fullWidth, fullHeight), $0) >= shortSide } ?? 8
    if size == 8 { return }
    (width, height) = (pixels(fullWidth, size), pixels(fullHeight, size))
    var first = 0
    for index in components.indices {
      let ratio = (
        horizontalSampling / components[index].horizontalSampling,
        verticalSampling / components[index].verticalSampling
      )
      var factor = 1
      while size * factor < 8, ratio.0 % (2 * factor) == 0, ratio.1 % (2 * factor) == 0 {
        factor *= 2
      }
      let component = components[index]
      let blockSize = size * factor
      components[index].blockSize = blockSize
      components[index].width = Self.quotient(
        fullWidth * component.horizontalSampling * blockSize, 8 * horizontalSampling)
      components[index].height = Self.quotient(
        fullHeight * component.verticalSampling * blockSize, 8 * verticalSampling)
      components[index].firstSample = first
      first += components[index].sampleCount
    }
  }

  /// How much larger than the component's plane the image is in each direction.
  func expansion(of component: Component) -> (horizontal: Int, vertical: Int) {
    (
      horizontalSampling * scale.rawValue / (component.horizontalSampling * component.blockSize),
      verticalSampling * scale.rawValue / (component.verticalSampling * component.blockSize)
    )
  }

  private static func quotient(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }

  /// Whether the kind of frame is progressive; throws if it is of a kind not decoded here.
  private static func isProgressive(_ marker: UInt8) throws(ImageDecodingError) -> Bool {
    switch marker {
    case 0xC0, 0xC1: return false
    case 0xC2: return true
    case 0xC3: throw .unsupportedFormat(name: "Lossless JPEG")
    case 0xC5, 0xC6, 0xC7: throw .unsupportedFormat(name: "Hierarchical JPEG")
    case 0xC9, 0xCA: throw .unsupportedFormat(name: "JPEG with arithmetic coding")
    default: throw .unsupportedFormat(name: "Lossless or hierarchical JPEG, arithmetically coded")
    }
  }
}
