import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

@Suite struct MatrixProductTests {
  struct Case: CustomStringConvertible, Sendable {
    var rows: Int
    var columns: Int
    var depth: Int
    var description: String { "\(rows) × \(columns) × \(depth)" }
  }

  static let cases = [
    (1, 1, 1), (0, 5, 3), (5, 0, 3), (5, 3, 0), (7, 13, 31), (64, 48, 100), (97, 1, 53),
    (1, 97, 53),
    (33, 65, 400),
  ].map { Case(rows: $0, columns: $1, depth: $2) }

  @Test(arguments: cases)
  func agreesWithDoublePrecisionSumsHoweverItsOperandsLie(_ c: Case) {
    var random = SeededRandom(UInt64(c.rows * 1_000_000 + c.columns * 1000 + c.depth))
    for (isLeftTransposed, isRightTransposed, hasBias) in [
      (false, false, false), (true, false, true), (false, true, true), (true, true, false),
    ] {
      let left = random.uniforms(c.rows * c.depth)
      let right = random.uniforms(c.depth * c.columns)
      let bias = hasBias ? random.uniforms(c.columns) : nil
      let product = Tensor.matrixProduct(
        Tensor(isLeftTransposed ? [c.depth, c.rows] : [c.rows, c.depth], left),
        leftTransposed: isLeftTransposed,
        Tensor(isRightTransposed ? [c.columns, c.depth] : [c.depth, c.columns], right),
        rightTransposed: isRightTransposed, rowBias: bias.map { Tensor([c.columns], $0) })
      #expect(product.shape == [c.rows, c.columns])
      for row in 0..<c.rows {
        for column in 0..<c.columns {
          var sum = Double(bias?[column] ?? 0)
          var size = abs(sum)
          for k in 0..<c.depth {
            let a = left[isLeftTransposed ? k * c.rows + row : row * c.depth + k]
            let b = right[isRightTransposed ? column * c.depth + k : k * c.columns + column]
            sum += Double(a) * Double(b)
            size += abs(Double(a) * Double(b))
          }
          let error = abs(Double(product[row * c.columns + column]) - sum)
          let bound = Double(c.depth + 1) * Double(Float.ulpOfOne) * size
          if !(error <= bound) {
            Issue.record(
              "(\(row), \(column)) of \(c), \(isLeftTransposed) \(isRightTransposed): \(error)")
            return
          }
        }
      }
    }
  }

  @Test func transposingIsTheAdjoint() {
    // ⟨A x, u⟩ = ⟨x, Aᵀ u⟩, the identity a linear layer's gradient rests on.
    var random = SeededRandom(5)
    let a = Tensor([29, 43], random.uniforms(29 * 43))
    let x = Tensor([11, 29], random.uniforms(11 * 29))
    let u = Tensor([11, 43], random.uniforms(11 * 43))
    let forward = Tensor.matrixProduct(x, a)
    let backward = Tensor.matrixProduct(u, a, rightTransposed: true)
    #expect(abs(dot(forward, u) - dot(x, backward)) <= 1e-5 * norm(forward) * norm(u))
  }

  @Test func rowsAreSummed() {
    var random = SeededRandom(6)
    let x = Tensor([3, 5, 7, 19], random.uniforms(3 * 5 * 7 * 19))
    let sums = x.sumOverRows()
    var expected = [Double](repeating: 0, count: 19)
    for index in 0..<x.count { expected[index % 19] += Double(x[index]) }
    #expect(sums.shape == [19])
    #expect(relativeError(sums.scalars, expected) < 1e-6)
    #expect(Tensor([0, 3], []).sumOverRows().scalars == [0, 0, 0])
  }
}

/// ⟨a, b⟩ in double precision.
func dot(_ a: Tensor, _ b: Tensor) -> Double {
  zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

/// The Euclidean norm in double precision.
func norm(_ a: Tensor) -> Double { dot(a, a).squareRoot() }
