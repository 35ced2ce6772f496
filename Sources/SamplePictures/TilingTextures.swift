/// Tiles without gaps.
extension Texture {
  func checkersTone(at point: Point) -> Float {
    let tile = Tile(holding: point)
    return (tile.column &+ tile.row) & 1 == 0 ? 1 : 0
  }

  /// A wall in running bond.
  func bricksTone(at point: Point, _ variation: TextureVariation) -> Float {
    let height: Float = 0.62
    var scaled = Point(point.x / 1.35, point.y / height)
    if Int32(scaled.y.rounded(.down)) & 1 != 0 { scaled.x += 0.5 }
    let tile = Tile(holding: scaled)
    let inside = Point(fraction(scaled.x) * 1.35, fraction(scaled.y) * height)
    let joint = variation.between(0.12, 0.2)
    if inside.x < joint || inside.y < joint { return 1 }
    return 0.3 * tile.uniform(salt: variation.salt)
  }

  func honeycombTone(at point: Point, _ variation: TextureVariation) -> Float {
    let (center, tile) = hexagon(holding: point)
    let offset = point - center
    let toEdge = 0.5 - max(abs(offset.x), abs(offset.x) / 2 + abs(offset.y) * 0.866)
    if toEdge < variation.between(0.07, 0.13) { return 0 }
    return 1 - 0.3 * tile.uniform(salt: variation.salt)
  }

  /// Rows of overlapping discs; each has a dark rim and a darker root.
  func scalesTone(at point: Point, _ variation: TextureVariation) -> Float {
    let spacing: Float = 0.5
    let rim = variation.between(0.1, 0.17)
    // The discs of a later row lie below: the first that holds the point is on top.
    let firstRow = Int32((point.y / spacing).rounded(.down)) &- 1
    for row in firstRow...(firstRow &+ 2) {
      let shift: Float = row & 1 == 0 ? 0 : 0.5
      let column = (point.x - shift).rounded()
      let center = Point(column + shift, Float(row) * spacing)
      let distance = (point - center).length
      if distance < 0.58 {
        if distance > 0.58 - rim { return 0 }
        return 0.35 + 0.65 * distance / (0.58 - rim)
      }
    }
    return 0
  }

  /// The hexagon of a honeycomb with centres one unit apart that holds `point`.
  func hexagon(holding point: Point) -> (center: Point, tile: Tile) {
    let period = Point(1, 1.7320508)
    let even = (point / period).rounded(.toNearestOrAwayFromZero)
    let odd = (point / period - 0.5).rounded(.toNearestOrAwayFromZero)
    let evenCenter = even * period
    let oddCenter = (odd + 0.5) * period
    if (point - evenCenter).length < (point - oddCenter).length {
      return (evenCenter, Tile(column: Int32(even.x), row: 2 &* Int32(even.y)))
    }
    return (oddCenter, Tile(column: Int32(odd.x), row: 2 &* Int32(odd.y) &+ 1))
  }
}
