import ImageCodecs

/// An RGB picture to draw on: rectangles, smooth lines, text and other pictures.
///
/// Coordinates are pixels from the upper left corner; whatever lies outside the canvas is cut off.
public struct Canvas: Sendable {
  /// What has been drawn so far, RGB.
  public private(set) var image: Image

  /// Pixels in a row.
  public var width: Int { image.width }

  /// Rows.
  public var height: Int { image.height }

  /// Makes a canvas of one colour.
  ///
  /// - Precondition: `width` and `height` are at least 1.
  public init(width: Int, height: Int, background: Color = .white) {
    image = Image(width: width, height: height, colorModel: .rgb)
    fillRectangle(x: 0, y: 0, width: width, height: height, color: background)
  }

  /// Fills a rectangle.
  public mutating func fillRectangle(x: Int, y: Int, width: Int, height: Int, color: Color) {
    let columns = clamped(x, x + width, to: self.width)
    for row in clamped(y, y + height, to: self.height) {
      for column in columns { blend(color, 1, column: column, row: row) }
    }
  }

  /// Draws the frame of a rectangle, inside of it.
  public mutating func strokeRectangle(
    x: Int, y: Int, width: Int, height: Int, thickness: Int = 1, color: Color
  ) {
    fillRectangle(x: x, y: y, width: width, height: thickness, color: color)
    fillRectangle(
      x: x, y: y + height - thickness, width: width, height: thickness, color: color)
    let sides = height - 2 * thickness
    fillRectangle(x: x, y: y + thickness, width: thickness, height: sides, color: color)
    fillRectangle(
      x: x + width - thickness, y: y + thickness, width: thickness, height: sides, color: color)
  }

  /// Copies a picture onto the canvas, its upper left corner at (`x`, `y`); opacity is dropped.
  public mutating func draw(_ picture: Image, x: Int, y: Int) {
    let source = picture.convertedToRGB()
    let columns = clamped(x, x + source.width, to: width)
    for row in clamped(y, y + source.height, to: height) {
      for column in columns {
        let from = ((row - y) * source.width + column - x) * 3
        let to = (row * width + column) * 3
        for channel in 0..<3 { image.samples[to + channel] = source.samples[from + channel] }
      }
    }
  }

  /// Draws a line with round ends and smooth edges.
  public mutating func drawLine(
    from start: Position, to end: Position, thickness: Double = 1, color: Color,
    opacity: Double = 1
  ) {
    drawPath([start, end], thickness: thickness, color: color, opacity: opacity)
  }

  /// Draws lines from each position to the next, joined round, as one stroke of even opacity.
  ///
  /// Positions which are not finite or lie more than a million pixels off are left out, and the
  /// stroke has a gap there.
  public mutating func drawPath(
    _ positions: [Position], thickness: Double = 1, color: Color, opacity: Double = 1
  ) {
    var stroke = Stroke(width: width, height: height, thickness: thickness)
    for index in positions.indices {
      // A position on its own between gaps leaves a dot.
      stroke.addSegment(from: positions[index], to: positions[index])
      if index + 1 < positions.count {
        stroke.addSegment(from: positions[index], to: positions[index + 1])
      }
    }
    draw(stroke, color: color, opacity: opacity)
  }

  mutating func draw(_ stroke: Stroke, color: Color, opacity: Double) {
    for row in stroke.touchedRows {
      for column in stroke.touchedColumns {
        let coverage = stroke.coverage[row * width + column]
        if coverage > 0 { blend(color, coverage * opacity, column: column, row: row) }
      }
    }
  }

  private mutating func blend(_ color: Color, _ opacity: Double, column: Int, row: Int) {
    let first = (row * width + column) * 3
    let components = SIMD3<Double>(
      Double(color.red), Double(color.green), Double(color.blue))
    for channel in 0..<3 {
      let below = Double(image.samples[first + channel])
      let mixed = below + (components[channel] - below) * min(max(opacity, 0), 1)
      image.samples[first + channel] = UInt8(mixed.rounded())
    }
  }

  private func clamped(_ start: Int, _ end: Int, to limit: Int) -> Range<Int> {
    let lower = min(max(start, 0), limit)
    return lower..<max(lower, min(end, limit))
  }
}

extension Canvas {
  /// Red, green and blue, 8 bits each.
  public struct Color: Sendable, Hashable {
    /// The red component.
    public var red: UInt8
    /// The green component.
    public var green: UInt8
    /// The blue component.
    public var blue: UInt8

    /// Makes a colour of its components.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
      self.red = red
      self.green = green
      self.blue = blue
    }

    /// Makes a grey.
    public init(gray: UInt8) {
      self.init(red: gray, green: gray, blue: gray)
    }

    /// White.
    public static let white = Color(gray: 255)

    /// Black.
    public static let black = Color(gray: 0)
  }

  /// A place on the canvas in pixels; the centre of the first pixel is (0.5, 0.5).
  public struct Position: Sendable, Hashable {
    /// Pixels from the left edge.
    public var x: Double
    /// Pixels from the upper edge.
    public var y: Double

    /// Makes a position of its distances from the left and the upper edge.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }
}
