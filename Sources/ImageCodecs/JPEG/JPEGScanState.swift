/// How far a scan is decoded, and what happens where it is damaged.
///
/// What is made of a damaged scan, where that is accepted, follows libjpeg: bits that mean nothing are
/// read as if they did, since what follows them often makes sense again, and where bits are missing
/// nothing more is decoded until a restart marker says where the scan goes on.
struct JPEGScanState {
  var reader: JPEGBitReader
  /// Units before the next restart marker.
  var unitsLeft: Int
  /// Whether there are no more bits before the next restart marker.
  private(set) var isStarved = false
  /// The first damage.
  private(set) var damage: ImageDecodingError?
  private let restartInterval: Int
  private let acceptsDamage: Bool
  private var restartCount = 0

  init(reader: JPEGBitReader, restartInterval: Int, acceptsDamage: Bool) {
    self.reader = reader
    self.restartInterval = restartInterval
    self.acceptsDamage = acceptsDamage
    unitsLeft = restartInterval > 0 ? restartInterval : Int.max
  }

  /// Takes notice of what the reader met in the unit just decoded.
  @inline(never)
  mutating func takeDamage(_ file: Span<UInt8>) throws(ImageDecodingError) {
    try take(reader.failure(file))
    isStarved = reader.isExhausted
    reader.overlookConfusion()
  }

  private mutating func take(_ error: ImageDecodingError) throws(ImageDecodingError) {
    if !acceptsDamage { throw error }
    if damage == nil { damage = error }
  }

  /// Passes over the restart marker that is due.
  @inline(never)
  mutating func restart(_ file: Span<UInt8>) throws(ImageDecodingError) {
    let expected = restartCount & 7
    restartCount += 1
    unitsLeft = restartInterval
    isStarved = false
    do throws(ImageDecodingError) {
      var (marker, end) = try file.jpegMarker(from: reader.position)
      if marker == JPEGMarker.firstRestart + UInt8(expected) {
        reader = JPEGBitReader(position: end)
        return
      }
      try take(
        .malformed(
          format: .jpeg, offset: end - 2,
          reason: "restart marker \(expected) was to come, not marker \(marker)"))
      while let distance = Self.distance(of: marker, from: expected) {
        switch distance {
        case 1, 2:
          // The marker that was to come is lost, and with it what follows it.
          (reader, isStarved) = (JPEGBitReader(position: end - 2), true)
          return
        case -2, -1:
          (marker, end) = try file.jpegMarker(from: end)
        default:
          reader = JPEGBitReader(position: end)
          return
        }
      }
      // The scan is over.
      (reader, isStarved) = (JPEGBitReader(position: end - 2), true)
    } catch {
      // There are no more markers. They are not looked for again.
      (reader, isStarved) = (JPEGBitReader(position: file.count), true)
      try take(error)
    }
  }

  /// How many markers later than number `expected` a restart marker comes, from −2 to 5; of what is
  /// no marker of JPEG −1, and of other markers `nil`.
  private static func distance(of marker: UInt8, from expected: Int) -> Int? {
    if marker < 0xC0 { return -1 }
    guard marker & 0xF8 == JPEGMarker.firstRestart else { return nil }
    let distance = (Int(marker) - expected) & 7
    return distance > 5 ? distance - 8 : distance
  }
}
