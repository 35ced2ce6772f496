/// The two alphabets of RFC 1951, section 3.2.5: which lengths and distances the symbols stand for.
enum Alphabets {
  /// The symbol that ends a block; those below it are literal bytes, those above it lengths.
  static let endOfBlock = 256

  /// The shortest and the longest repetition.
  static let matchLengths = 3...258

  /// How far back a repetition may refer.
  static let windowSize = 32_768

  /// For symbol 257 + i: the first length it stands for, and how many bits say which one.
  static let lengths: [(base: Int, extraBits: Int)] = [
    (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1),
    (17, 1), (19, 2), (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4),
    (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
  ]

  /// For symbol i: the first distance it stands for, and how many bits say which one.
  static let distances: [(base: Int, extraBits: Int)] = [
    (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4),
    (49, 4), (65, 5), (97, 5), (129, 6), (193, 6), (257, 7), (385, 7), (513, 8), (769, 8),
    (1025, 9), (1537, 9), (2049, 10), (3073, 10), (4097, 11), (6145, 11), (8193, 12), (12289, 12),
    (16385, 13), (24577, 13),
  ]

  /// The order in which a dynamic block gives the lengths of the code-length code.
  static let codeLengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// The code lengths of blocks of the fixed type: literals and lengths.
  static let fixedLiteralLengths =
    [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
    + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8)

  /// The code lengths of blocks of the fixed type: distances.
  static let fixedDistanceLengths = [UInt8](repeating: 5, count: 32)
}
