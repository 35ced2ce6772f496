/// A picture as Scalable Vector Graphics, put together element by element.
struct SVGDocument {
  let width: Double
  let height: Double
  private var body = ""

  /// An empty picture, white.
  init(width: Double, height: Double) {
    self.width = width
    self.height = height
    add("rect", [("width", number(width)), ("height", number(height)), ("fill", "white")])
  }

  /// The whole document.
  var text: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
    viewBox="0 0 \(number(width)) \(number(height))" font-family="Helvetica, Arial, sans-serif">
    \(body)</svg>

    """
  }

  /// Adds an element; `title` is what a reader sees who points at it.
  mutating func add(
    _ name: String, _ attributes: [(String, String)], content: String = "", title: String? = nil
  ) {
    let attributes = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
    let titled = title.map { "<title>\(Self.escaped($0))</title>" } ?? ""
    let inside = titled + Self.escaped(content)
    body +=
      inside.isEmpty ? "<\(name)\(attributes)/>\n" : "<\(name)\(attributes)>\(inside)</\(name)>\n"
  }

  /// Adds a straight line.
  mutating func addLine(
    from start: PlotPoint, to end: PlotPoint, color: String, width: Double = 1,
    dashes: String? = nil
  ) {
    var attributes = [
      ("x1", number(start.x)), ("y1", number(start.y)), ("x2", number(end.x)),
      ("y2", number(end.y)), ("stroke", color), ("stroke-width", number(width)),
    ]
    if let dashes { attributes.append(("stroke-dasharray", dashes)) }
    add("line", attributes)
  }

  /// Where a text begins, has its middle, or ends.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// Adds text whose baseline begins, is centred or ends at a point.
  mutating func addText(
    _ text: String, at point: PlotPoint, size: Double = 11, color: String = "#222222",
    anchor: Anchor = .start, isBold: Bool = false, hasHalo: Bool = false, rotation: Double = 0
  ) {
    var attributes = [
      ("x", number(point.x)), ("y", number(point.y)), ("font-size", number(size)),
      ("fill", color), ("text-anchor", anchor.rawValue),
    ]
    if hasHalo {
      // Lines that cross the text end just before it.
      attributes += [("stroke", "white"), ("stroke-width", "2.5"), ("paint-order", "stroke")]
    }
    if isBold { attributes.append(("font-weight", "bold")) }
    if rotation != 0 {
      let center = "\(number(point.x)) \(number(point.y))"
      attributes.append(("transform", "rotate(\(number(rotation)) \(center))"))
    }
    add("text", attributes, content: text)
  }

  /// `text` with the characters that mean something in XML replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      // XML has no other control characters.
      case _ where scalar.value < 0x20: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func number(_ value: Double) -> String { NumberText.fixed(value, digits: 1) }
}

/// A place in a picture, from the left and from the top.
struct PlotPoint: Equatable {
  var x: Double
  var y: Double
}
