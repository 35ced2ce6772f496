import Testing

@testable import Figures

struct TextTests {
  @Test func textStaysInItsBox() {
    let text = (32...126).map { String(UnicodeScalar($0)) }.joined()
    for scale in [1.0, 1.5, 2] {
      let width = Int(Canvas.textWidth(text, scale: scale).rounded(.up))
      let height = Int((Double(BitmapFont.rows) * scale).rounded(.up))
      var canvas = Canvas(width: width + 8, height: height + 8)
      canvas.drawText(text, x: 4, y: 4, scale: scale)
      for y in 0..<canvas.height {
        for x in 0..<canvas.width {
          let isInside = (3..<width + 5).contains(x) && (3..<height + 5).contains(y)
          if !isInside { #expect(canvas.pixel(x, y) == [255, 255, 255], "\(x), \(y)") }
        }
      }
    }
  }

  @Test func dotsAreInkAtScaleOne() {
    var canvas = Canvas(width: 8, height: 11)
    canvas.drawText("R", x: 1, y: 1)
    for row in 0..<9 {
      for column in 0..<5
      where BitmapFont.isSet(BitmapFont.glyph(for: "R"), column: column, row: row) {
        #expect(canvas.pixel(1 + column, 1 + row) == [0, 0, 0])
      }
    }
  }

  /// Text that runs upward is the same drawing turned to the left.
  @Test func upwardTextIsTurned() {
    var level = Canvas(width: 40, height: 20)
    level.drawText("fig 7", x: 3, y: 4, scale: 1.25)
    var upward = Canvas(width: 20, height: 40)
    let length = Canvas.textWidth("fig 7", scale: 1.25)
    upward.drawText(
      "fig 7", x: 4, y: 40 - 3 - length, scale: 1.25, direction: .upward)
    for y in 0..<20 {
      for x in 0..<40 {
        let difference = Int(level.pixel(x, y)[0]) - Int(upward.pixel(y, 39 - x)[0])
        #expect(abs(difference) <= 1, "\(x), \(y)")
      }
    }
  }

  @Test func longTextLosesItsBeginning() {
    #expect(Canvas.fitted("stars-07.png", width: 200, scale: 1) == "stars-07.png")
    #expect(Canvas.fitted("stars-07.png", width: 47, scale: 1) == "..07.png")
    #expect(Canvas.fitted("stars-07.png", width: 10, scale: 1) == "g")
    #expect(Canvas.fitted("stars", width: 0, scale: 1) == "")
    #expect(Canvas.textWidth("", scale: 2) == 0)
  }
}
