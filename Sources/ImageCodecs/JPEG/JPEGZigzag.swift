/// Where in a block the coefficients stand that a scan has in its zigzag order (T.81, figure 5).
enum JPEGZigzag {
  /// The 64 places.
  ///
  /// Loops read a span of them: a vector would be built again for each look.
  static let places: [UInt8] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  ]

  /// Numbers in zigzag order put in natural order.
  static func naturalOrder(of numbers: [Int16]) -> [Int16] {
    var result = [Int16](repeating: 0, count: 64)
    for (number, place) in zip(numbers, places) { result[Int(place)] = number }
    return result
  }
}
