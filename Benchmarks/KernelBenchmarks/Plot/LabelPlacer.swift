/// Finds places for short texts beside points, so that none covers another.
struct LabelPlacer {
  /// A part of the picture that is taken.
  struct Box: Equatable {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func contains(_ other: Box) -> Bool {
      left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
    }
  }

  /// Where labels may be.
  let area: Box
  private(set) var taken: [Box] = []

  init(area: Box) {
    self.area = area
  }

  /// Keeps labels away from a circle.
  mutating func avoid(_ point: PlotPoint, radius: Double) {
    taken.append(
      Box(
        left: point.x - radius, top: point.y - radius, right: point.x + radius,
        bottom: point.y + radius))
  }

  /// The width of a text, generously.
  static func width(of text: String, size: Double) -> Double { 0.62 * size * Double(text.count) }

  /// Takes the place of a text whose baseline ends at `end`, whatever is there; gives its start.
  mutating func reserve(_ text: String, size: Double, endingAt end: PlotPoint) -> PlotPoint {
    let start = PlotPoint(x: end.x - Self.width(of: text, size: size), y: end.y)
    taken.append(Box(left: start.x, top: end.y - size, right: end.x, bottom: end.y + 0.2 * size))
    return start
  }

  /// The baseline's start of a label near `point`; nil if all places are taken.
  mutating func place(_ text: String, size: Double, near point: PlotPoint) -> PlotPoint? {
    let (width, height) = (Self.width(of: text, size: size), size)
    for distance in [5.0, 11, 18] {
      let centers = [
        (distance + width / 2, 0.0), (-distance - width / 2, 0), (0, -distance - height / 2),
        (0, distance + height / 2), (distance + width / 2, -distance),
        (distance + width / 2, distance), (-distance - width / 2, -distance),
        (-distance - width / 2, distance),
      ]
      for (x, y) in centers {
        let box = Box(
          left: point.x + x - width / 2, top: point.y + y - height / 2,
          right: point.x + x + width / 2, bottom: point.y + y + height / 2)
        guard area.contains(box), !taken.contains(where: box.overlaps) else { continue }
        taken.append(box)
        // Digits and capitals fill the upper four fifths of a line.
        return PlotPoint(x: box.left, y: box.bottom - 0.15 * size)
      }
    }
    return nil
  }
}
