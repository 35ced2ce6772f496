import Testing

@testable import Figures

struct BitmapFontTests {
  private let characters = (32...126).map { Character(UnicodeScalar($0)) }

  @Test func everyCharacterHasAGlyphOfItsOwn() {
    #expect(BitmapFont.glyphs.count == 95)
    #expect(Set(BitmapFont.glyphs).count == 95)
    #expect(BitmapFont.glyph(for: " ") == 0)
    #expect(BitmapFont.glyphs.allSatisfy { $0 < 1 << 45 })
  }

  @Test func capitalsAndDigitsFillTheirHeight() {
    for character in characters where character.isUppercase || character.isNumber {
      let rows = (0..<BitmapFont.rows).filter { row in
        (0..<BitmapFont.columns).contains {
          BitmapFont.isSet(BitmapFont.glyph(for: character), column: $0, row: row)
        }
      }
      #expect(rows == Array(0..<BitmapFont.capitalHeight), "\(character)")
    }
  }

  @Test func otherCharactersAreQuestionMarks() {
    for character: Character in ["é", "÷", "\n", "🦊"] {
      #expect(BitmapFont.glyph(for: character) == BitmapFont.glyph(for: "?"))
    }
  }

  @Test func signsBeyondASCIIHaveGlyphsToo() {
    for character: Character in ["°", "×", "−", "–", "…"] {
      let glyph = BitmapFont.glyph(for: character)
      #expect(glyph != BitmapFont.glyph(for: "?") && glyph != 0 && glyph < 1 << 45)
    }
    #expect(BitmapFont.glyph(for: "−") == BitmapFont.glyph(for: "-"))
    let times = BitmapFont.glyph(for: "×")
    for row in 0..<BitmapFont.rows {
      for column in 0..<5 {
        // Both diagonals of a square of five.
        let isSet = (2...6).contains(row) && (column == row - 2 || column == 6 - row)
        #expect(BitmapFont.isSet(times, column: column, row: row) == isSet)
      }
    }
  }

  @Test func dotsOutsideTheGridAreNotSet() {
    let all = UInt64.max
    #expect(!BitmapFont.isSet(all, column: -1, row: 0))
    #expect(!BitmapFont.isSet(all, column: 5, row: 0))
    #expect(!BitmapFont.isSet(all, column: 0, row: 9))
    #expect(BitmapFont.isSet(all, column: 4, row: 8))
  }

  /// The letter L: a stem of seven dots on the left and a foot of five.
  @Test func theLetterLHasAStemAndAFoot() {
    for row in 0..<7 {
      for column in 0..<5 {
        #expect(
          BitmapFont.isSet(BitmapFont.glyph(for: "L"), column: column, row: row)
            == (column == 0 || row == 6))
      }
    }
  }
}
