#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import RandomNumbers

/// A point or a displacement of the plane.
typealias Point = SIMD2<Float>

extension Point {
  /// The distance from the origin.
  var length: Float { (x * x + y * y).squareRoot() }

  /// The angle from the first axis, in radians, from −π to π.
  var angle: Float { atan2(y, x) }

  /// This point turned about the origin.
  func rotated(byRadians angle: Float) -> Point {
    let cosine = cos(angle)
    let sine = sin(angle)
    return Point(cosine * x - sine * y, sine * x + cosine * y)
  }

  /// The scalar product.
  func dot(_ other: Point) -> Float { x * other.x + y * other.y }
}

/// The part of `x` after the last whole number, 0 ..< 1.
func fraction(_ x: Float) -> Float { x - floor(x) }

/// The wave of straight flanks with period 1: 0 at whole numbers, 1 halfway between them.
func triangleWave(_ x: Float) -> Float { 1 - abs(2 * fraction(x) - 1) }

/// Whole numbers that name a tile of the plane.
struct Tile: Equatable {
  var column: Int32
  var row: Int32

  /// The unit square that holds `point`.
  init(holding point: Point) {
    column = Int32(floor(point.x))
    row = Int32(floor(point.y))
  }

  init(column: Int32, row: Int32) {
    self.column = column
    self.row = row
  }

  /// A number in 0 ..< 1 that this tile always has in the pattern named by `salt`.
  func uniform(_ index: Int = 0, salt: UInt32) -> Float {
    CounterRandom(
      seed: UInt64(salt), UInt32(bitPattern: column), UInt32(bitPattern: row)
    ).uniform(index)
  }
}
