/// The typeface of the figures: the printable ASCII characters and ° × − – … on a grid of 5 × 9 dots.
///
/// Capitals are 7 dots tall; the two rows below them are for descenders.
enum BitmapFont {
  /// Dots from one character's left edge to the next one's.
  static let advance = 6
  /// Rows from the top of a capital to the line it stands on.
  static let capitalHeight = 7
  /// Columns of a glyph.
  static let columns = 5
  /// Rows of a glyph with its descender.
  static let rows = 9

  /// The dots of a character; unknown ones are drawn as a question mark.
  ///
  /// Bit 5 · row + column is the dot in that row (from the top) and column (from the left).
  static func glyph(for character: Character) -> UInt64 {
    switch character {
    case "°": return dots((1, 0), (0, 1), (2, 1), (1, 2))
    case "×": return dots((0, 2), (4, 2), (1, 3), (3, 3), (2, 4), (1, 5), (3, 5), (0, 6), (4, 6))
    case "−", "–": return glyphs[13]
    case "…": return dots((0, 6), (2, 6), (4, 6))
    default: break
    }
    guard let ascii = character.asciiValue, (32...126).contains(ascii) else {
      return glyphs[31]
    }
    return glyphs[Int(ascii) - 32]
  }

  private static func dots(_ places: (column: Int, row: Int)...) -> UInt64 {
    places.reduce(0) { $0 | 1 << UInt64(columns * $1.row + $1.column) }
  }

  /// Whether a dot is set; dots outside the grid are not.
  static func isSet(_ glyph: UInt64, column: Int, row: Int) -> Bool {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return false }
    return glyph >> UInt64(columns * row + column) & 1 == 1
  }

  /// One number a character, from space to tilde.
  static let glyphs: [UInt64] = [
    0x0000_0000_0000, 0x0001_0042_1084, 0x0000_0000_014A, 0x0002_95F5_7D4A, 0x0001_1F47_17C4,
    0x0006_7222_2273, 0x0005_9351_1526, 0x0000_0000_0084, 0x0002_0821_0888, 0x0000_8884_2082,
    0x0000_0957_5480, 0x0000_084F_9080, 0x0221_8C00_0000, 0x0000_000F_8000, 0x0001_8C00_0000,
    0x0000_4222_2210, 0x0003_A33A_E62E, 0x0003_8842_10C4, 0x0007_C226_422E, 0x0003_A306_422E,
    0x0002_11F4_A988, 0x0003_A308_3C3F, 0x0003_A317_844C, 0x0000_8422_221F, 0x0003_A317_462E,
    0x0001_910F_462E, 0x0001_8C00_18C0, 0x0221_8C00_18C0, 0x0002_0820_8888, 0x0000_01F0_7C00,
    0x0000_8888_2082, 0x0001_0044_422E, 0x0007_83DA_F62E, 0x0004_631F_C62E, 0x0003_E317_C62F,
    0x0003_A210_862E, 0x0003_E318_C62F, 0x0007_C217_843F, 0x0000_4217_843F, 0x0007_A31E_862E,
    0x0004_631F_C631, 0x0003_8842_108E, 0x0001_9284_211C, 0x0004_5251_9531, 0x0007_C210_8421,
    0x0004_631A_D771, 0x0004_639A_D671, 0x0003_A318_C62E, 0x0000_4217_C62F, 0x0005_9358_C62E,
    0x0004_5257_C62F, 0x0003_E107_043E, 0x0001_0842_109F, 0x0003_A318_C631, 0x0001_1518_C631,
    0x0004_775A_C631, 0x0004_62A2_2A31, 0x0001_0845_4631, 0x0007_C222_221F, 0x0003_8421_084E,
    0x0004_2082_0821, 0x0003_9084_210E, 0x0000_0000_4544, 0x00F8_0000_0000, 0x0000_0000_0082,
    0x0007_A3E8_3800, 0x0003_E318_BC21, 0x0003_A218_B800, 0x0007_A318_FA10, 0x0003_83F8_B800,
    0x0000_8421_3C4C, 0x0E87_A318_F800, 0x0004_6318_BC21, 0x0003_8842_1804, 0x0642_1084_3008,
    0x0002_4A32_A421, 0x0003_0842_1086, 0x0005_6B5A_AC00, 0x0004_6318_BC00, 0x0003_A318_B800,
    0x010B_E318_BC00, 0x1087_A318_F800, 0x0000_4219_B400, 0x0003_E0E0_F800, 0x0003_0421_3C42,
    0x0005_B318_C400, 0x0001_1518_C400, 0x0002_AB5A_C400, 0x0004_5445_4400, 0x0E87_A318_C400,
    0x0007_C444_7C00, 0x0003_0841_108C, 0x0021_0842_1084, 0x0001_8844_1086, 0x0000_009A_C800,
  ]
}
