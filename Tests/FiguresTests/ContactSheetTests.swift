import ImageCodecs
import Testing

@testable import Figures

struct ContactSheetTests {
  private func picture(_ shade: UInt8, _ lines: [String] = ["1", "0.5"]) -> LabelledPicture {
    LabelledPicture(
      image: Image(width: 30, height: 20, colorModel: .gray, filledWith: shade),
      captionLines: lines)
  }

  @Test func theSheetHoldsItsCells() {
    let rows = [[picture(1), picture(2), picture(3)], [picture(4)]]
    let layout = ContactSheetLayout(rows: rows, title: "", cellSide: 60)
    let sheet = contactSheet(rows: rows, cellSide: 60)
    #expect(sheet.width == layout.width && sheet.height == layout.height)
    #expect(layout.left(ofColumn: 2) + 60 + layout.margin <= sheet.width)
    #expect(layout.top(ofRow: 1) + 60 + layout.margin <= sheet.height)
    #expect(layout.top(ofRow: 1) - layout.top(ofRow: 0) > 60 + 2 * layout.lineHeight)
    #expect(sheet == contactSheet(rows: rows, cellSide: 60))
  }

  @Test func picturesStandInTheMiddleOfTheirCells() {
    let rows = [[picture(10), picture(20)], [picture(30), picture(40)]]
    let layout = ContactSheetLayout(rows: rows, title: "Title", cellSide: 60)
    let sheet = contactSheet(rows: rows, title: "Title", cellSide: 60)
    func shade(_ row: Int, _ column: Int, _ x: Int, _ y: Int) -> UInt8 {
      let (left, top) = (layout.left(ofColumn: column), layout.top(ofRow: row))
      return sheet.samples[((top + y) * sheet.width + left + x) * 3]
    }
    for row in 0..<2 {
      for column in 0..<2 {
        let expected = UInt8(10 * (2 * row + column + 1))
        // Scaled to 60 × 40, ten rows from the cell's top.
        #expect(shade(row, column, 30, 30) == expected)
        #expect(shade(row, column, 0, 10) == expected)
        #expect(shade(row, column, 59, 49) == expected)
        #expect(shade(row, column, 30, 9) == Ink.cell.red)
        #expect(shade(row, column, 30, 50) == Ink.cell.red)
      }
      #expect(shade(row, 0, -2, 30) == Ink.accent.red)
      #expect(shade(row, 1, -2, 30) == 255)
    }
  }

  @Test func anEmptySheetIsAPictureToo() {
    #expect(contactSheet(rows: []).width > 100)
    #expect(contactSheet(rows: [[]], title: "Nothing was found").height > 40)
    let bare = contactSheet(rows: [[picture(1, [])]], cellSide: 16)
    #expect(bare.width == bare.height)
  }

  @Test func longCaptionsGoOnInTheNextLine() {
    // Sixteen characters and a half are as wide as the cell.
    func lines(_ text: String) -> [String] { Canvas.wrapped(text, width: 98, scale: 1) }
    #expect(lines("crop 0.91 at 0.53, 0.01") == ["crop 0.91 at", " 0.53, 0.01"])
    #expect(lines("short") == ["short"])
    #expect(lines("") == [""])
    #expect(lines("a  b") == ["a b"])
    #expect(lines("0123456789abcdefgh") == ["..456789abcdefgh"])
    #expect(lines("x 0123456789abcdefgh y") == ["x", "..456789abcdefgh", " y"])
    let rows = [[picture(1, ["crop 0.91 at 0.53, 0.01"])], [picture(2, ["short"])]]
    let layout = ContactSheetLayout(rows: rows, title: "", cellSide: 98)
    #expect(layout.lines(of: rows[0][0]).map(\.text).joined() == "crop 0.91 at 0.53, 0.01")
    #expect(layout.lines(of: rows[0][0]).allSatisfy { $0.isFirst })
    // A row is as tall as its own captions.
    #expect(
      layout.top(ofRow: 1) - layout.top(ofRow: 0) - layout.lineHeight
        == layout.height - layout.top(ofRow: 1) - layout.margin - layout.frame - 1 + layout.rowGap)
  }

  @Test func textsStandWithoutAPictureToo() {
    let text = LabelledPicture(
      image: nil, captionLines: (0..<20).map { "line \($0)" })
    let rows = [[text, picture(5)]]
    let layout = ContactSheetLayout(rows: rows, title: "", cellSide: 60)
    #expect(layout.height > 20 * layout.lineHeight)
    let sheet = contactSheet(rows: rows, cellSide: 60)
    // Neither a frame nor a cell.
    let (left, top) = (layout.left(ofColumn: 0), layout.top(ofRow: 0))
    let corner = ((top - 2) * sheet.width + left - 2) * 3
    #expect(sheet.samples[corner] == 255)
    let shades = (top..<top + 20 * layout.lineHeight).map { y in
      sheet.samples[(y * sheet.width + left + 1) * 3..<(y * sheet.width + left + 30) * 3].min()
    }
    #expect(shades.last != nil && shades.contains { $0 == Ink.text.red })
  }

  @Test func longCaptionsStayInTheirCells() {
    let rows = [[picture(1, [String(repeating: "m", count: 99)]), picture(2, [])]]
    let layout = ContactSheetLayout(rows: rows, title: "", cellSide: 60)
    let sheet = contactSheet(rows: rows, cellSide: 60)
    let bottom = layout.top(ofRow: 0) + 60 + layout.frame + 1
    for y in bottom..<sheet.height {
      for x in layout.left(ofColumn: 0) + 61..<sheet.width {
        #expect(sheet.samples[(y * sheet.width + x) * 3] == 255)
      }
    }
  }
}
