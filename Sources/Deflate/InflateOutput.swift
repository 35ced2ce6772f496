/// What was decompressed so far, in memory for exactly as much as is expected.
@safe
struct InflateOutput {
  private let start: UnsafeMutablePointer<UInt8>?
  private let capacity: Int
  /// The bytes so far.
  private(set) var count = 0

  /// Begins to fill `memory`.
  init(filling memory: UnsafeMutableBufferPointer<UInt8>, capacity: Int) {
    unsafe start = memory.baseAddress
    self.capacity = min(capacity, memory.count)
  }

  /// How many bytes are still to come.
  @inline(__always) var missingCount: Int { capacity &- count }

  /// What to throw when more bytes come.
  var excess: InflateError { .excessOutput(expected: capacity) }

  /// Appends one byte; there must be room for it.
  @inline(__always)
  mutating func appendQuickly(_ byte: Int) {
    guard let start = unsafe start else { return }
    unsafe start[count] = UInt8(truncatingIfNeeded: byte)
    count &+= 1
  }

  /// Appends one byte.
  mutating func append(_ byte: Int) throws(InflateError) {
    guard missingCount > 0 else { throw excess }
    appendQuickly(byte)
  }

  /// Appends `bytes`.
  mutating func append(_ bytes: RawSpan) throws(InflateError) {
    guard bytes.byteCount <= missingCount else { throw excess }
    guard let start = unsafe start else { return }
    unsafe bytes.withUnsafeBytes { source in
      if let address = source.baseAddress {
        unsafe UnsafeMutableRawPointer(start + count).copyMemory(
          from: address, byteCount: source.count)
      }
    }
    count += bytes.byteCount
  }

  /// Appends `length` bytes, each a copy of the one `distance` before it.
  mutating func appendMatch(distance: Int, length: Int) throws(InflateError) {
    guard distance <= count else { throw .invalidDistance }
    guard length <= missingCount else { throw excess }
    guard let start = unsafe start else { return }
    let target = unsafe start + count
    let source = unsafe target - distance
    for index in 0..<length { unsafe target[index] = source[index] }
    count &+= length
  }

  /// The same where at least `length` + 8 bytes are still to come, some of which are overwritten.
  @inline(__always)
  mutating func appendMatchQuickly(distance: Int, length: Int) throws(InflateError) {
    guard distance <= count else { throw .invalidDistance }
    guard let start = unsafe start else { return }
    let target = unsafe UnsafeMutableRawPointer(start + count)
    let source = unsafe UnsafeRawPointer(target - distance)
    if distance >= 8 {
      var offset = 0
      repeat {
        let word = unsafe source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        unsafe target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
      } while offset < length
    } else if distance == 1 {
      let byte = unsafe source.load(as: UInt8.self)
      let word = UInt64(byte) &* 0x0101_0101_0101_0101
      var offset = 0
      repeat {
        unsafe target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        offset &+= 8
      } while offset < length
    } else {
      for offset in 0..<length {
        let byte = unsafe source.load(fromByteOffset: offset, as: UInt8.self)
        unsafe target.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
    }
    count &+= length
  }
}
