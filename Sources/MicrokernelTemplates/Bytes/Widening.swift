/// The signature of ``Widening``'s kernels.
public typealias WidenBytesFunction =
  @convention(c) (
    _ count: Int, _ source: UnsafePointer<UInt8>, _ target: UnsafeMutableRawPointer
  ) -> Void

/// Makes words of bytes, for sets that do not multiply bytes.
@safe
public struct WideningKernels: @unchecked Sendable {
  /// See ``Widening/unsigned(_:_:_:)``.
  public let unsigned: WidenBytesFunction
  /// See ``Widening/signed(_:_:_:)``.
  public let signed: WidenBytesFunction

  /// Lists the two.
  @inlinable
  public init(unsigned: @escaping WidenBytesFunction, signed: @escaping WidenBytesFunction) {
    unsafe self.unsigned = unsigned
    unsafe self.signed = signed
  }
}

/// Kernels that make 16-bit words of bytes.
@frozen
public enum Widening<Set: WordInstructionSet> {
  /// Makes words of unsigned bytes; an odd number of them is followed by a word of 0.
  ///
  /// - Parameters:
  ///   - count: How many bytes.
  ///   - source: Where they are.
  ///   - target: Where the words go, elsewhere.
  @inlinable @inline(__always)
  public static func unsigned(
    _ count: Int, _ source: UnsafePointer<UInt8>, _ target: UnsafeMutableRawPointer
  ) {
    unsafe widen(count, source, target, { unsafe Set.wordsOfUnsigned($0) }) { Int16($0) }
  }

  /// Makes words of signed bytes, like ``unsigned(_:_:_:)``.
  @inlinable @inline(__always)
  public static func signed(
    _ count: Int, _ source: UnsafePointer<UInt8>, _ target: UnsafeMutableRawPointer
  ) {
    unsafe widen(count, source, target, { unsafe Set.wordsOfSigned($0) }) {
      Int16(Int8(bitPattern: $0))
    }
  }

  @inlinable @inline(__always)
  static func widen(
    _ count: Int, _ source: UnsafePointer<UInt8>, _ target: UnsafeMutableRawPointer,
    _ words: (UnsafeRawPointer) -> Set.Sums, _ word: (UInt8) -> Int16
  ) {
    let width = 2 &* Set.Sums.scalarCount
    if count & 1 == 1 { unsafe target.storeBytes(of: 0, toByteOffset: 2 &* count, as: Int16.self) }
    guard count >= width else {
      for index in 0..<count {
        unsafe target.storeBytes(
          of: word(source[index]), toByteOffset: 2 &* index, as: Int16.self)
      }
      return
    }
    var index = 0
    while index &+ 4 &* width <= count {
      for part in 0..<4 { unsafe store(words, source, target, index &+ part &* width) }
      index &+= 4 &* width
    }
    while index < count {
      // The last ones once more rather than fewer.
      index = min(index, count &- width)
      unsafe store(words, source, target, index)
      index &+= width
    }
  }

  /// One register's words.
  @inlinable @inline(__always)
  static func store(
    _ words: (UnsafeRawPointer) -> Set.Sums, _ source: UnsafePointer<UInt8>,
    _ target: UnsafeMutableRawPointer, _ index: Int
  ) {
    unsafe target.storeBytes(
      of: words(UnsafeRawPointer(source + index)), toByteOffset: 2 &* index, as: Set.Sums.self)
  }
}
