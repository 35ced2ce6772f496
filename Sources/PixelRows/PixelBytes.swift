/// The bytes of a pixel as lanes of a vector, with room for what an addition carries.
protocol PixelBytes {
  associatedtype Lanes: SIMD<Int16>
  /// Bytes of a pixel; there may be more lanes, whose values have no meaning.
  static var count: Int { get }
  /// Reads a pixel, and possibly a byte or two of the next one.
  static func load(_ bytes: UnsafeRawPointer) -> Lanes
  /// Writes a pixel of values below 256, and possibly a byte or two of the next one.
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer)
  /// Reads a pixel that may be the last one.
  static func loadExactly(_ bytes: UnsafeRawPointer) -> Lanes
  /// Writes a pixel that may be the last one.
  static func storeExactly(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer)
}

extension PixelBytes {
  @inline(__always)
  static func loadExactly(_ bytes: UnsafeRawPointer) -> Lanes { unsafe load(bytes) }

  @inline(__always)
  static func storeExactly(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe store(lanes, to: bytes)
  }
}

/// Grey of 8 bits, or several pixels in a byte.
enum OneByte: PixelBytes {
  typealias Lanes = SIMD2<Int16>
  static var count: Int { 1 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(Int16(unsafe bytes.load(as: UInt8.self)), 0)
  }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe bytes.storeBytes(of: UInt8(truncatingIfNeeded: lanes[0]), as: UInt8.self)
  }
}

/// Grey with opacity, or grey of 16 bits.
enum TwoBytes: PixelBytes {
  typealias Lanes = SIMD2<Int16>
  static var count: Int { 2 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(truncatingIfNeeded: unsafe bytes.loadUnaligned(as: SIMD2<UInt8>.self))
  }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe bytes.storeBytes(of: SIMD2<UInt8>(truncatingIfNeeded: lanes), as: SIMD2<UInt8>.self)
  }
}

/// Red, green, blue.
enum ThreeBytes: PixelBytes {
  typealias Lanes = SIMD4<Int16>
  static var count: Int { 3 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes { unsafe FourBytes.load(bytes) }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe FourBytes.store(lanes, to: bytes)
  }

  @inline(__always)
  static func loadExactly(_ bytes: UnsafeRawPointer) -> Lanes {
    let pair = unsafe TwoBytes.load(bytes)
    return Lanes(pair[0], pair[1], Int16(unsafe bytes.load(fromByteOffset: 2, as: UInt8.self)), 0)
  }

  @inline(__always)
  static func storeExactly(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe TwoBytes.store(lanes.lowHalf, to: bytes)
    unsafe bytes.storeBytes(
      of: UInt8(truncatingIfNeeded: lanes[2]), toByteOffset: 2, as: UInt8.self)
  }
}

/// Red, green, blue, opacity, or grey and opacity of 16 bits.
enum FourBytes: PixelBytes {
  typealias Lanes = SIMD4<Int16>
  static var count: Int { 4 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(truncatingIfNeeded: unsafe bytes.loadUnaligned(as: SIMD4<UInt8>.self))
  }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe bytes.storeBytes(of: SIMD4<UInt8>(truncatingIfNeeded: lanes), as: SIMD4<UInt8>.self)
  }
}

/// Red, green, blue of 16 bits.
enum SixBytes: PixelBytes {
  typealias Lanes = SIMD8<Int16>
  static var count: Int { 6 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes { unsafe EightBytes.load(bytes) }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe EightBytes.store(lanes, to: bytes)
  }

  @inline(__always)
  static func loadExactly(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(
      lowHalf: unsafe FourBytes.load(bytes),
      highHalf: SIMD4(lowHalf: unsafe TwoBytes.load(bytes + 4), highHalf: .zero))
  }

  @inline(__always)
  static func storeExactly(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe FourBytes.store(lanes.lowHalf, to: bytes)
    unsafe TwoBytes.store(lanes.highHalf.lowHalf, to: bytes + 4)
  }
}

/// Red, green, blue, opacity of 16 bits.
enum EightBytes: PixelBytes {
  typealias Lanes = SIMD8<Int16>
  static var count: Int { 8 }

  @inline(__always)
  static func load(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(truncatingIfNeeded: unsafe bytes.loadUnaligned(as: SIMD8<UInt8>.self))
  }

  @inline(__always)
  static func store(_ lanes: Lanes, to bytes: UnsafeMutableRawPointer) {
    unsafe bytes.storeBytes(of: SIMD8<UInt8>(truncatingIfNeeded: lanes), as: SIMD8<UInt8>.self)
  }
}
