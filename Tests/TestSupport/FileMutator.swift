import Foundation

/// Changes files at random, as somebody does who looks for a reader's weak places.
///
/// The changes follow from the seed alone. Print ``SeededRandom/seed`` in a failure's message.
public struct FileMutator {
  /// Where the choices come from.
  public var random: SeededRandom

  /// Numbers that readers tend to get wrong.
  private static let numbers: [UInt64] = [
    0, 1, 2, 3, 4, 7, 8, 16, 63, 64, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000,
    0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 40, 1 << 60, 1 << 62,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max - 3, .max,
  ]

  /// Makes a mutator of changes that `seed` names.
  public init(_ seed: UInt64) {
    random = SeededRandom(seed)
  }

  /// How many files to try: the share of a usual run, or what `AUGNET_MUTATIONS` says.
  public static func count(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["AUGNET_MUTATIONS"].flatMap { Int($0) } ?? usual
  }

  /// `bytes` with one to four changes.
  ///
  /// - Parameter words: What the format is made of; some changes put one of them somewhere.
  public mutating func mutated(_ bytes: [UInt8], words: [[UInt8]] = []) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<random.integer(in: 1...4) { change(&bytes, words) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ words: [[UInt8]]) {
    guard !bytes.isEmpty else {
      bytes = [UInt8(random.integer(in: 0...255))]
      return
    }
    let place = random.integer(in: 0...bytes.count - 1)
    let length = min(random.integer(in: 1...16), bytes.count - place)
    switch random.integer(in: 0...9) {
    case 0...1: bytes[place] ^= 1 << UInt8(random.integer(in: 0...7))
    case 2: bytes[place] = UInt8(random.integer(in: 0...255))
    case 3...4: overwrite(&bytes, at: place)
    case 5: bytes.removeSubrange(place..<place + length)
    case 6: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    case 7:
      let other = random.integer(in: 0...bytes.count - length)
      let part = Array(bytes[place..<place + length])
      bytes.replaceSubrange(other..<other + length, with: part)
    case 8 where random.integer(in: 0...3) == 0: bytes.removeSubrange(place...)
    default:
      guard !words.isEmpty else { return overwrite(&bytes, at: place) }
      let word = random.element(of: words)
      // Over what is there, or between it.
      let end = random.integer(in: 0...1) == 0 ? place : min(place + word.count, bytes.count)
      bytes.replaceSubrange(place..<end, with: word)
    }
  }

  /// Writes a number of 1 to 8 bytes: a notable one, or the one that was there and a little more.
  private mutating func overwrite(_ bytes: inout [UInt8], at place: Int) {
    let size = min(1 << random.integer(in: 0...3), bytes.count - place)
    var number = random.element(of: Self.numbers)
    if random.integer(in: 0...1) == 0 {
      number = (0..<size).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
      number = number &+ UInt64(bitPattern: Int64(random.integer(in: -8...8)))
    }
    for index in 0..<size {
      bytes[place + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
    }
  }
}
