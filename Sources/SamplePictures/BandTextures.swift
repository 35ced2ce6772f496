#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Straight, bent and round bands.
extension Texture {
  func stripesTone(at point: Point, _ variation: TextureVariation) -> Float {
    fraction(point.x) < variation.between(0.35, 0.6) ? 1 : 0
  }

  func zigzagTone(at point: Point, _ variation: TextureVariation) -> Float {
    fraction(point.y + 0.9 * triangleWave(0.55 * point.x)) < variation.between(0.35, 0.6) ? 1 : 0
  }

  /// Ripples around a point: soft where the other bands are sharp.
  func ringsTone(at point: Point) -> Float {
    0.5 + 0.5 * cos(2 * .pi * point.length)
  }

  func raysTone(at point: Point, _ variation: TextureVariation) -> Float {
    let count: Float = 16
    return fraction(count * point.angle / (2 * .pi)) < variation.between(0.4, 0.6) ? 1 : 0
  }

  /// Broad bands with a fine line beside each, crossing at right angles like cloth.
  func plaidTone(at point: Point, _ variation: TextureVariation) -> Float {
    func band(_ position: Float) -> Float {
      let place = fraction(position)
      if place < variation.between(0.35, 0.5) { return 0.5 }
      return abs(place - 0.72) < 0.05 ? 0.5 : 0
    }
    return band(point.x) + band(point.y)
  }

  /// Quarter circles around two opposite corners of every tile, joined to winding paths of two
  /// rails.
  ///
  /// Source: Smith, "The Tiling Patterns of Sebastien Truchet" (Leonardo, 1987).
  func mazeTone(at point: Point, _ variation: TextureVariation) -> Float {
    let tile = Tile(holding: point)
    var inside = Point(fraction(point.x), fraction(point.y))
    if tile.uniform(salt: variation.salt) < 0.5 { inside.x = 1 - inside.x }
    let toCorner = min(inside.length, (inside - 1).length)
    let fromMiddle = abs(toCorner - 0.5)
    return fromMiddle < variation.between(0.2, 0.26) && fromMiddle > 0.09 ? 1 : 0
  }
}
