import ImageCodecs

/// A picture with the lines of text that stand below it on a contact sheet.
public struct LabelledPicture: Sendable {
  /// The picture, of any size and colour model.
  public var image: Image
  /// The caption from top to bottom; lines too long for the cell lose their beginning.
  public var captionLines: [String]

  /// Makes a picture with a caption.
  public init(image: Image, captionLines: [String]) {
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
  canvas.fillRectangle(x: x, y: y, width: side, height: side, color: Ink.cell)
  let fitted = picture.image.fitted(intoSquareOf: side)
  canvas.draw(fitted, x: x + (side - fitted.width) / 2, y: y + (side - fitted.height) / 2)
  if framed {
    let frame = layout.frame
    canvas.strokeRectangle(
      x: x - frame - 1, y: y - frame - 1, width: side + 2 * frame + 2,
      height: side + 2 * frame + 2, thickness: frame, color: Ink.accent)
  }
  for (index, line) in picture.captionLines.enumerated() {
    let text = Canvas.fitted(line, width: Double(side), scale: layout.textScale)
    let width = Canvas.textWidth(text, scale: layout.textScale)
    canvas.drawText(
      text, x: Double(x) + ((Double(side) - width) / 2).rounded(),
      y: Double(y + side + layout.captionGap + index * layout.lineHeight),
      scale: layout.textScale, color: index == 0 ? Ink.text : Ink.secondaryText)
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
  let captionGap = 8
  let textScale: Double
  let titleScale: Double
  let lineHeight: Int
  private let columnGap = 12
  /// More room between the query and its results than between the results.
  private let queryGap = 28
  private let firstTop: Int
  private let rowHeight: Int

  init(rows: [[LabelledPicture]], title: String, cellSide: Int) {
    self.cellSide = cellSide
    margin = 16
    textScale = cellSide < 96 ? 1 : 1.25
    titleScale = 2
    lineHeight = Int((11 * textScale).rounded(.up))
    let columns = max(rows.map(\.count).max() ?? 0, 1)
    let captionLines = rows.joined().map(\.captionLines.count).max() ?? 0
    rowHeight =
      cellSide + rowGap + (captionLines == 0 ? 0 : captionGap + captionLines * lineHeight)
    firstTop = margin + frame + 1 + (title.isEmpty ? 0 : 26)
    width =
      2 * (margin + frame + 1) + columns * cellSide
      + (columns > 1 ? queryGap + (columns - 2) * columnGap : 0)
    height = firstTop + rows.count * rowHeight + margin + frame + 1 - (rows.isEmpty ? 0 : rowGap)
  }

  func top(ofRow row: Int) -> Int {
    firstTop + row * rowHeight
  }

  func left(ofColumn column: Int) -> Int {
    margin + frame + 1 + column * cellSide
      + (column > 0 ? queryGap + (column - 1) * columnGap : 0)
  }
}
