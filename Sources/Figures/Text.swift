extension Canvas {
  /// Which way text runs.
  public enum TextDirection: Sendable {
    /// From left to right.
    case rightward
    /// From bottom to top, turned to the left, as beside an axis.
    case upward
  }

  /// Draws one line of text.
  ///
  /// The dots of the built-in typeface are joined by a round pen, so that any scale is smooth.
  /// Characters that the typeface lacks appear as question marks.
  ///
  /// - Parameters:
  ///   - text: The characters.
  ///   - x: Where the text's box begins on the left.
  ///   - y: Where it begins at the top.
  ///   - scale: Pixels a dot; a capital is 7 dots tall.
  ///   - color: The pen's colour.
  ///   - direction: Which way the text runs.
  public mutating func drawText(
    _ text: String, x: Double, y: Double, scale: Double = 1, color: Color = .black,
    direction: TextDirection = .rightward
  ) {
    var stroke = Stroke(width: width, height: height, thickness: scale)
    let length = Canvas.textWidth(text, scale: scale)
    for (index, character) in text.enumerated() {
      let indent = Double(index * BitmapFont.advance)
      for (start, end) in Canvas.penStrokes(of: BitmapFont.glyph(for: character)) {
        let ends = [start, end].map { dot in
          let along = (indent + Double(dot.column) + 0.5) * scale
          let down = (Double(dot.row) + 0.5) * scale
          return direction == .rightward
            ? Position(x: x + along, y: y + down)
            : Position(x: x + down, y: y + length - along)
        }
        stroke.addSegment(from: ends[0], to: ends[1])
      }
    }
    draw(stroke, color: color, opacity: 1)
  }

  /// The width of a line of text in pixels.
  public static func textWidth(_ text: String, scale: Double = 1) -> Double {
    Double(max(text.count * BitmapFont.advance - 1, 0)) * scale
  }

  /// The height of a capital in pixels.
  public static func textHeight(scale: Double = 1) -> Double {
    Double(BitmapFont.capitalHeight) * scale
  }

  /// The lines that join a glyph's neighbouring dots; a dot on its own is a line of no length.
  static func penStrokes(
    of glyph: UInt64
  ) -> [(start: (column: Int, row: Int), end: (column: Int, row: Int))] {
    var strokes: [(start: (column: Int, row: Int), end: (column: Int, row: Int))] = []
    func isSet(_ column: Int, _ row: Int) -> Bool {
      BitmapFont.isSet(glyph, column: column, row: row)
    }
    for row in 0..<BitmapFont.rows {
      for column in 0..<BitmapFont.columns where isSet(column, row) {
        strokes.append(((column, row), (column, row)))
        for step in [-1, 0, 1] where isSet(column + step, row + 1) {
          // A diagonal is drawn only where no corner joins the two dots already.
          let hasCorner = isSet(column + step, row) || isSet(column, row + 1)
          if step != 0 && hasCorner { continue }
          strokes.append(((column, row), (column + step, row + 1)))
        }
        if isSet(column + 1, row) { strokes.append(((column, row), (column + 1, row))) }
      }
    }
    return strokes
  }

  /// The text in lines no wider than `width`, cut at spaces; lines after the first are indented by a space.
  ///
  /// A word that is too long for a line keeps its end, see ``fitted``.
  static func wrapped(_ text: String, width: Double, scale: Double) -> [String] {
    let most = Int((width / scale + 1) / Double(BitmapFont.advance))
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: Character(" ")) {
      let longer = line + (line.isEmpty || line == " " ? "" : " ") + word
      if longer.count <= most || line.isEmpty || line == " " {
        line = longer
      } else {
        lines.append(line)
        line = " " + word
      }
    }
    return (lines + [line]).map { fitted($0, width: width, scale: scale) }
  }

  /// The text, or its end after two dots if it is wider than `width` pixels.
  ///
  /// The end is kept because that is where file names differ.
  static func fitted(_ text: String, width: Double, scale: Double) -> String {
    let most = Int((width / scale + 1) / Double(BitmapFont.advance))
    if text.count <= most { return text }
    return most <= 2 ? String(text.suffix(max(most, 0))) : ".." + text.suffix(most - 2)
  }
}
