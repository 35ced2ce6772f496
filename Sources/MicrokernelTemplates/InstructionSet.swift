/// What a template asks of an instruction set: its widest vector and its way to multiply and add.
///
/// A marker type conforms to it in each `Microkernels…` target. Templates are generic over the marker,
/// so that every specialisation has a name of its own and no instruction set's code can take another's
/// place at link time.
public protocol InstructionSet {
  /// The widest vector of floats one register holds.
  associatedtype Vector: SIMD where Vector.Scalar == Float

  /// `sum` + `a` × `b`, lane by lane: rounded once where the set fuses the two, twice where it cannot.
  static func multiplyAdd(_ a: Vector, _ b: Vector, _ sum: Vector) -> Vector

  /// The greater of `least` and `a`, lane by lane; `a` where it is not a number.
  static func atLeast(_ least: Vector, _ a: Vector) -> Vector

  /// `sum` + `a` × `b` on sixteen lanes.
  static func lanesMultiplyAdd(_ a: Lanes, _ b: Lanes, _ sum: Lanes) -> Lanes

  /// Sixteen integers as floats, correctly rounded.
  static func lanes(_ integers: SIMD16<Int32>) -> Lanes

  /// √x on sixteen lanes, correctly rounded.
  static func lanesSquareRoot(_ x: Lanes) -> Lanes

  /// The lesser of two on sixteen lanes; `a` where they are equal or one is not a number.
  ///
  /// This, ``greater`` and ``chosen`` are one instruction a register. `replacing(with:where:)` of the standard
  /// library is a loop, and where a kernel has many of them the compiler stops to inline what it calls.
  static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes

  /// The greater of two on sixteen lanes; `a` where they are equal or one is not a number.
  static func greater(_ a: Lanes, _ b: Lanes) -> Lanes

  /// `b` in the lanes of the mask and `a` in the others.
  static func chosen(_ a: Lanes, _ b: Lanes, where mask: LaneMask) -> Lanes

  /// The nearest integers, halves to the even one, of sixteen lanes within ±2²¹, kept within a byte.
  static func bytes(nearestTo x: Lanes) -> SIMD16<UInt8>

  /// Whether ``weightedSums(_:_:_:_:)`` can be used.
  static var shufflesBytes: Bool { get }

  /// Of sixteen samples in another order four sums of four products.
  ///
  /// The first eight are multiplied by `near`, two weights of 16 bits in turn, the others by `far`; sum
  /// number `i` is of the samples 2i, 2i + 1, 2i + 8 and 2i + 9.
  static func weightedSums(
    _ samples: SIMD16<UInt8>, _ order: SIMD16<UInt8>, _ near: Int32, _ far: Int32
  ) -> SIMD4<Int32>

  /// Vector registers there are.
  static var registerCount: Int { get }

  /// Two 4 × 4 matrices, side by side in the halves of four rows, each transposed.
  static func transposedQuads(
    _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>)
}

extension InstructionSet {
  /// Few sets can.
  @inlinable @inline(__always)
  public static var shufflesBytes: Bool { false }

  /// Not for sets that cannot bring bytes into another order.
  @inlinable @inline(__always)
  public static func weightedSums(
    _ samples: SIMD16<UInt8>, _ order: SIMD16<UInt8>, _ near: Int32, _ far: Int32
  ) -> SIMD4<Int32> { .zero }

  /// The lesser of two, where the set has nothing better.
  @inlinable @inline(__always)
  public static func lesser(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

  /// The greater of two, where the set has nothing better.
  @inlinable @inline(__always)
  public static func greater(_ a: Lanes, _ b: Lanes) -> Lanes {
    a.replacing(with: b, where: b .> a)
  }

  /// One of two, where the set has nothing better.
  @inlinable @inline(__always)
  public static func chosen(_ a: Lanes, _ b: Lanes, where mask: LaneMask) -> Lanes {
    a.replacing(with: b, where: mask)
  }
}

/// Sixteen floats, the unit of all element-wise kernels whatever the registers' width.
///
/// Since every instruction set works on the same sixteen lanes, a sum over lanes is the same tree
/// everywhere, and its bits are the same too.
public typealias Lanes = SIMD16<Float>

/// Which of sixteen lanes.
public typealias LaneMask = SIMDMask<SIMD16<Int32>>

/// Lanes in ``Lanes``.
@inlinable @inline(__always)
public var laneCount: Int { 16 }

/// Calls `body` for each run of sixteen out of `count`, the last one perhaps shorter.
@inlinable @inline(__always)
func forEachRun(_ count: Int, _ body: (_ index: Int, _ count: Int) -> Void) {
  var index = 0
  while index < count {
    body(index, min(laneCount, count - index))
    index += laneCount
  }
}

extension UnsafePointer where Pointee == Float {
  /// The `count` ≤ 16 floats from `index` on; the lanes beyond are `filler`.
  @inlinable @inline(__always)
  func lanes(_ index: Int, _ count: Int, filler: Float = 0) -> Lanes {
    if count == laneCount {
      return unsafe UnsafeRawPointer(self + index).loadUnaligned(as: Lanes.self)
    }
    // Through memory in one go: a vector changed lane by lane is stored and loaded at every lane.
    var lanes = Lanes(repeating: filler)
    unsafe withUnsafeMutableBytes(of: &lanes) { bytes in
      if let target = bytes.baseAddress {
        for lane in 0..<count {
          unsafe target.storeBytes(of: self[index + lane], toByteOffset: 4 &* lane, as: Float.self)
        }
      }
    }
    return lanes
  }
}

extension UnsafeMutablePointer where Pointee == Float {
  /// Stores the first `count` ≤ 16 lanes from `index` on.
  @inlinable @inline(__always)
  func store(_ lanes: Lanes, _ index: Int, _ count: Int) {
    if count == laneCount {
      unsafe UnsafeMutableRawPointer(self + index).storeBytes(of: lanes, as: Lanes.self)
    } else {
      unsafe withUnsafeBytes(of: lanes) { bytes in
        if let source = bytes.baseAddress {
          for lane in 0..<count {
            unsafe self[index + lane] = source.load(fromByteOffset: 4 &* lane, as: Float.self)
          }
        }
      }
    }
  }
}

extension SIMD16 where Scalar == Float {
  /// The sum of the lanes, as a fixed tree: halves added to halves.
  @inlinable @inline(__always)
  func treeSum() -> Float {
    // Cut as memory is: `lowHalf` copies lane by lane.
    let (a, b) = unsafe unsafeBitCast(self, to: (SIMD8<Float>, SIMD8<Float>).self)
    let (c, d) = unsafe unsafeBitCast(a + b, to: (SIMD4<Float>, SIMD4<Float>).self)
    let (e, f) = unsafe unsafeBitCast(c + d, to: (SIMD2<Float>, SIMD2<Float>).self)
    let two = e + f
    return two.x + two.y
  }
}
