/// The matrices of F(m, 3) as they are printed in Lavin and Gray's paper.
struct SchemeMatrices {
  let input: [[Double]]
  let output: [[Double]]
  let weight: [[Double]]

  var points: Int { input.count }
  var outputs: Int { output.count }
  var outputAdjoint: [[Double]] { Self.transposed(output) }
  var weightAdjoint: [[Double]] { Self.transposed(weight) }

  static let two = SchemeMatrices(
    input: [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]],
    output: [[1, 1, 1, 0], [0, 1, -1, -1]],
    weight: [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])

  /// By the points 0, 1, −1 and 2, made as the others are.
  static let three = SchemeMatrices(
    input: [
      [2, -1, -2, 1, 0], [0, -2, -1, 1, 0], [0, 2, -3, 1, 0], [0, -1, 0, 1, 0], [0, 2, -1, -2, 1],
    ],
    output: [[1, 1, 1, 1, 0], [0, 1, -1, 2, 0], [0, 1, 1, 4, 1]],
    weight: [
      [1 / 2, 0, 0], [-1 / 2, -1 / 2, -1 / 2], [-1 / 6, 1 / 6, -1 / 6], [1 / 6, 1 / 3, 2 / 3],
      [0, 0, 1],
    ])

  /// With the weights' factors, 1/4, −1/6, −1/6, 1/24, 1/24 and 1, moved to the input.
  static let four = SchemeMatrices(
    input: [
      [1, 0, -5 / 4, 0, 1 / 4, 0], [0, 2 / 3, 2 / 3, -1 / 6, -1 / 6, 0],
      [0, -2 / 3, 2 / 3, 1 / 6, -1 / 6, 0], [0, -1 / 12, -1 / 24, 1 / 12, 1 / 24, 0],
      [0, 1 / 12, -1 / 24, -1 / 12, 1 / 24, 0], [0, 4, 0, -5, 0, 1],
    ],
    output: [
      [1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1],
    ],
    weight: [[1, 0, 0], [1, 1, 1], [1, -1, 1], [1, 2, 4], [1, -2, 4], [0, 0, 1]])

  /// Aᵀ of F(5, 4): powers of the points 0, ±1, ±2 and ±½, and the last one at ∞.
  static let fiveOutputs = (0..<5).map { (power: Int) -> [Double] in
    let scales = [1, -1, 2, -2, 0.5, -0.5].map { (point: Double) -> Double in
      (0..<power).reduce(1) { product, _ in product * point }
    }
    return [power == 0 ? 1 : 0] + scales + [power == 4 ? 1 : 0]
  }

  static let six = SchemeMatrices(
    input: [
      [1, 0, -21 / 4, 0, 21 / 4, 0, -1, 0], [0, 1, 1, -17 / 4, -17 / 4, 1, 1, 0],
      [0, -1, 1, 17 / 4, -17 / 4, -1, 1, 0], [0, 1 / 2, 1 / 4, -5 / 2, -5 / 4, 2, 1, 0],
      [0, -1 / 2, 1 / 4, 5 / 2, -5 / 4, -2, 1, 0], [0, 2, 4, -5 / 2, -5, 1 / 2, 1, 0],
      [0, -2, 4, 5 / 2, -5, -1 / 2, 1, 0], [0, -1, 0, 21 / 4, 0, -21 / 4, 0, 1],
    ],
    output: (0..<6).map { (power: Int) -> [Double] in
      let scales = [1, -1, 2, -2, 0.5, -0.5].map { (point: Double) -> Double in
        (0..<power).reduce(1) { product, _ in product * point }
      }
      return [power == 0 ? 1 : 0] + scales + [power == 5 ? 1 : 0]
    },
    weight: [
      [1, 0, 0], [-2 / 9, -2 / 9, -2 / 9], [-2 / 9, 2 / 9, -2 / 9], [1 / 90, 1 / 45, 2 / 45],
      [1 / 90, -1 / 45, 2 / 45], [32 / 45, 16 / 45, 8 / 45], [32 / 45, -16 / 45, 8 / 45],
      [0, 0, 1],
    ])

  /// By the points 0, 1, −1 and 2 for the inputs at even places.
  static let stridedFour = strided(
    three, output: [[1, 1, 1, 1, 0], [0, 1, -1, 2, 0], [0, 1, 1, 4, 0], [0, 1, -1, 8, 1]])

  /// By the points 0, ±1, ±2 and ±½ for the inputs at even places.
  static let stridedSeven = strided(
    six,
    output: six.output.map { $0.dropLast() + [0] } + [[0, 1, 1, 64, 64, 1 / 64, 1 / 64, 1]])

  /// A convolution by stride 2, of one with two taps by the points of `even`, and of single products.
  private static func strided(_ even: SchemeMatrices, output: [[Double]]) -> SchemeMatrices {
    let (m, count) = (output.count, 2 * output.count + 1)
    func unit(_ place: Int, of count: Int) -> [Double] {
      (0..<count).map { $0 == place ? 1 : 0 }
    }
    return SchemeMatrices(
      input: even.input.map { row in (0..<count).map { $0 % 2 == 0 ? row[$0 / 2] : 0 } }
        + (0..<m).map { unit(2 * $0 + 1, of: count) },
      output: output.enumerated().map { $0.element + unit($0.offset, of: m) },
      weight: even.weight.dropLast().map { [$0[0], 0, $0[1]] } + [[0, 0, 1], [0, 1, 0]])
  }

  private static func transposed(_ matrix: [[Double]]) -> [[Double]] {
    matrix[0].indices.map { column in matrix.map { $0[column] } }
  }
}
