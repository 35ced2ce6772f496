import ImageCodecs

/// A picture with the lines of text that stand below it on a contact sheet, or the lines alone.
public struct LabelledPicture: Sendable {
  /// The picture, of any size and colour model; nil for a cell with nothing but its text.
  public var image: Image?
  /// The caption from top to bottom; lines too long for the cell are cut at spaces, and words too long
  /// for it lose their beginning.
  public var captionLines: [String]

  /// Makes a picture with a caption.
  public init(image: Image?, captionLines: [String]) {
    self.image = image
    self.captionLines = captionLines
  }
}

/// Draws rows of pictures: in each row the query in a frame, then what was found for it.
///
/// All cells are equal. Each picture is scaled to fit its cell and centred in it; opacity is
/// dropped, as the encoder sees the picture.
///
/// - Parameters:
///   - rows: Each row's query, followed by its results from left to right.
///   - title: A heading over the sheet; none if empty.
///   - cellSide: The longer side of a drawn picture in pixels; at least 16.
/// - Returns: The sheet, RGB; without rows one small blank picture with the title.
/// - Precondition: `cellSide` is in 16 ... 4096.
public func contactSheet(
  rows: [[LabelledPicture]], title: String = "", cellSide: Int = 112
) -> Image {
  precondition((16...4096).contains(cellSide), "a cell of \(cellSide) pixels")
  let layout = ContactSheetLayout(rows: rows, title: title, cellSide: cellSide)
  var canvas = Canvas(width: layout.width, height: layout.height)
  if !title.isEmpty {
    canvas.drawText(
      Canvas.fitted(
        title, width: Double(layout.width - 2 * layout.margin), scale: layout.titleScale),
      x: Double(layout.margin), y: Double(layout.margin), scale: layout.titleScale,
      color: Ink.text)
  }
  for (rowIndex, row) in rows.enumerated() {
    let top = layout.top(ofRow: rowIndex)
    if rowIndex > 0 {
      canvas.fillRectangle(
        x: layout.margin, y: top - layout.rowGap / 2, width: layout.width - 2 * layout.margin,
        height: 1, color: Ink.faintLine)
    }
    for (columnIndex, picture) in row.enumerated() {
      let left = layout.left(ofColumn: columnIndex)
      draw(picture, x: left, y: top, framed: columnIndex == 0, layout, on: &canvas)
    }
  }
  return canvas.image
}

private func draw(
  _ picture: LabelledPicture, x: Int, y: Int, framed: Bool, _ layout: ContactSheetLayout,
  on canvas: inout Canvas
) {
  let side = layout.cellSide
  let lines = layout.lines(of: picture)
  guard let image = picture.image else {
    drawLines(lines, x: x, y: y, isCentered: false, layout, on: &canvas)
    return
  }
  canvas.fillRectangle(x: x, y: y, width: side, height: side, color: Ink.cell)
  let fitted = image.fitted(intoSquareOf: side)
  canvas.draw(fitted, x: x + (side - fitted.width) / 2, y: y + (side - fitted.height) / 2)
  if framed {
    let frame = layout.frame
    canvas.strokeRectangle(
      x: x - frame - 1, y: y - frame - 1, width: side + 2 * frame + 2,
      height: side + 2 * frame + 2, thickness: frame, color: Ink.accent)
  }
  drawLines(
    lines, x: x, y: y + side + ContactSheetLayout.captionGap,
    // Lists are read along their left edge.
    isCentered: picture.captionLines.count <= 3, layout, on: &canvas)
}

private func drawLines(
  _ lines: [(text: String, isFirst: Bool)], x: Int, y: Int, isCentered: Bool,
  _ layout: ContactSheetLayout, on canvas: inout Canvas
) {
  for (index, line) in lines.enumerated() {
    let indent = Double(layout.cellSide) - Canvas.textWidth(line.text, scale: layout.textScale)
    canvas.drawText(
      line.text, x: Double(x) + (isCentered ? (indent / 2).rounded() : 0),
      y: Double(y + index * layout.lineHeight), scale: layout.textScale,
      color: line.isFirst ? Ink.text : Ink.secondaryText)
  }
}

/// Where everything stands on a contact sheet, in pixels.
struct ContactSheetLayout {
  let cellSide: Int
  let margin: Int
  let width: Int
  let height: Int
  let frame = 3
  let rowGap = 20
  static let captionGap = 8
  let textScale: Double
  let titleScale: Double
  let lineHeight: Int
  private let columnGap = 12
  /// More room between the query and its results than between the results.
  private let queryGap = 28
  private let tops: [Int]

  init(rows: [[LabelledPicture]], title: String, cellSide: Int) {
    self.cellSide = cellSide
    margin = 16
    textScale = cellSide < 96 ? 1 : 1.25
    titleScale = 2
    let (scale, lineHeight) = (textScale, Int((11 * textScale).rounded(.up)))
    self.lineHeight = lineHeight
    let columns = max(rows.map(\.count).max() ?? 0, 1)
    width =
      2 * (margin + frame + 1) + columns * cellSide
      + (columns > 1 ? queryGap + (columns - 2) * columnGap : 0)
    var tops = [margin + frame + 1 + (title.isEmpty ? 0 : 26)]
    for row in rows {
      let text = row.map { picture in
        let count = Self.lines(of: picture, width: cellSide, scale: scale).count
        return count * lineHeight
          + (picture.image == nil ? -cellSide : count == 0 ? 0 : Self.captionGap)
      }
      tops.append((tops.last ?? 0) + cellSide + rowGap + max(text.max() ?? 0, 0))
    }
    self.tops = tops
    height = (tops.last ?? 0) + margin + frame + 1 - (rows.isEmpty ? 0 : rowGap)
  }

  func top(ofRow row: Int) -> Int { tops[row] }

  func left(ofColumn column: Int) -> Int {
    margin + frame + 1 + column * cellSide
      + (column > 0 ? queryGap + (column - 1) * columnGap : 0)
  }

  /// The caption as it is drawn, and which lines belong to its first one.
  func lines(of picture: LabelledPicture) -> [(text: String, isFirst: Bool)] {
    Self.lines(of: picture, width: cellSide, scale: textScale)
  }

  private static func lines(
    of picture: LabelledPicture, width: Int, scale: Double
  ) -> [(text: String, isFirst: Bool)] {
    picture.captionLines.enumerated().flatMap { index, line in
      Canvas.wrapped(line, width: Double(width), scale: scale).map { ($0, index == 0) }
    }
  }
}
