#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Motifs strewn over a plain ground.
extension Texture {
  /// Dark spots on a light ground; the stars are light on a dark one.
  func dotsTone(at point: Point, _ variation: TextureVariation) -> Float {
    let center = hexagon(holding: point).center
    return (point - center).length < variation.between(0.24, 0.36) ? 0 : 1
  }

  /// Stars of five points, each turned its own way.
  func starsTone(at point: Point, _ variation: TextureVariation) -> Float {
    let (center, tile) = hexagon(holding: point)
    let turn = 2 * Float.pi * tile.uniform(salt: variation.salt)
    let offset = (point - center).rotated(byRadians: turn)
    // Fold the plane to half a point of the star: its edge is then one straight line.
    let sector = 2 * Float.pi / 5
    let folded = abs(fraction(offset.angle / sector + 0.5) - 0.5) * sector
    let radius = variation.between(0.42, 0.52)
    let tip = Point(radius, 0)
    let notch = Point(cos(sector / 2), sin(sector / 2)) * (0.4 * radius)
    let edge = notch - tip
    let place = Point(cos(folded), sin(folded)) * offset.length - tip
    return edge.x * place.y - edge.y * place.x > 0 ? 1 : 0
  }
}
