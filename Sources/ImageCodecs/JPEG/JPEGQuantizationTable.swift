/// The quantisation tables of ITU-T T.81, annex K, scaled by a quality as libjpeg does.
enum JPEGQuantizationTable {
  /// The factors for a quality from 1 to 100, in natural order, each from 1 to 255.
  static func factors(isChrominance: Bool, quality: Int) -> [Int16] {
    let quality = max(1, min(100, quality))
    let percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
    return (isChrominance ? chrominance : luminance).map { factor in
      Int16(max(1, min(255, (factor * percent + 50) / 100)))
    }
  }

  private static let luminance = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ]

  private static let chrominance = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  ]
}
