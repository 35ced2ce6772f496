import Foundation
import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

@Suite struct ElementWiseTests {
  static let counts = [0, 1, 15, 16, 17, 8191, 8192, 8193, 20_001]

  @Test(arguments: counts)
  func rectifiersAgree(_ count: Int) {
    var random = SeededRandom(UInt64(count))
    let x = random.uniforms(count)
    let tensor = Tensor([count], x)
    #expect(tensor.rectified().scalars == x.map { max(0, $0) })
    let leaky = tensor.rectified(leak: 0.25)
    #expect(leaky.scalars == x.map { $0 < 0 ? 0.25 * $0 : $0 })
    let g = random.uniforms(count)
    let gradient = Tensor.rectifierGradient(Tensor([count], g), output: leaky, leak: 0.25)
    #expect(gradient.scalars == zip(g, x).map { $1 > 0 ? $0 : 0.25 * $0 })
  }

  @Test(arguments: counts)
  func tangentAndItsGradientAgree(_ count: Int) {
    var random = SeededRandom(UInt64(count + 1))
    let x = random.uniforms(count, in: -6...6)
    let y = Tensor([count], x).hyperbolicTangent()
    let g = random.uniforms(count)
    let gradient = Tensor.hyperbolicTangentGradient(Tensor([count], g), output: y)
    var (worst, worstGradient) = (0.0, 0.0)
    for index in x.indices {
      let expected = tanh(Double(x[index]))
      worst = max(worst, abs(Double(y[index]) - expected) / abs(expected))
      let slope = 1 - Double(y[index]) * Double(y[index])
      worstGradient = max(worstGradient, abs(Double(gradient[index]) - Double(g[index]) * slope))
    }
    #expect(worst <= 2 * Double(Float.ulpOfOne))
    #expect(worstGradient <= 2 * Double(Float.ulpOfOne))
  }

  @Test func finitenessIsSeenEverywhere() {
    for index in [0, 15, 16, 8191, 8192, 9_999] {
      for value in [Float.nan, .infinity, -.infinity] {
        var tensor = Tensor([10_000], filledWith: 3e38)
        #expect(tensor.hasOnlyFiniteElements())
        tensor[index] = value
        #expect(!tensor.hasOnlyFiniteElements(), "\(value) at \(index)")
      }
    }
  }

  @Test(arguments: [(1, 1), (7, 10), (1000, 37), (3, 20_000)])
  func softmaxAgreesAndItsRowsSumToOne(_ rows: Int, _ columns: Int) {
    var random = SeededRandom(UInt64(rows * columns))
    let x = random.uniforms(rows * columns, in: -30...30)
    let y = Tensor([rows, columns], x).softmaxOverLastAxis()
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      let largest = Double(x[range].max() ?? 0)
      let exponentials = x[range].map { exp(Double($0) - largest) }
      let total = exponentials.reduce(0, +)
      let sum = range.reduce(0) { $0 + Double(y[$1]) }
      let chain = Double(columns / 16 + 40) * Double(Float.ulpOfOne)
      let worst = zip(range, exponentials).map { abs(Double(y[$0]) / ($1 / total) - 1) }.max() ?? 0
      if !(abs(sum - 1) <= chain && worst <= chain) {
        Issue.record("row \(row) of \(rows) × \(columns): sum \(sum), relative error \(worst)")
        return
      }
    }
  }

  @Test func softmaxTakesHugeElements() {
    let y = Tensor([2, 3], [3e38, 3e38, -3e38, -3e38, -3e38, -3e38]).softmaxOverLastAxis()
    #expect(y[0] == 0.5 && y[1] == 0.5 && y[2] == 0)
    #expect((3..<6).allSatisfy { abs(y[$0] - 1.0 / 3) < 1e-7 })
    // A scalar is a row of one.
    #expect(Tensor([], [5]).softmaxOverLastAxis().scalars == [1])
  }

  @Test(arguments: [[0.9, 0.999, 1e-8, 1e-3], [0.5, 0.9, 1e-3, 0.1]])
  func adamAgreesWithPyTorchsFormula(_ settings: [Double]) {
    var random = SeededRandom(12)
    let (beta1, beta2, epsilon, rate) = (settings[0], settings[1], settings[2], settings[3])
    let count = 1003
    let start = Tensor([count], random.uniforms(count))
    var (value, first, second) = (start, Tensor([count]), Tensor([count]))
    var expected = start.scalars.map(Double.init)
    var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for step in 1...20 {
      // Gradients from large to vanishing, and some that are 0.
      let gradient = (0..<count).map { index in
        index % 17 == 0 ? 0 : random.uniform() * [1, 1e3, 1e-3, 1e-6][index % 4]
      }
      // Two parameters in one step.
      let update = AdamUpdate(
        value: value, gradient: Tensor([count], gradient), firstMoment: first,
        secondMoment: second)
      var updates = [update, update]
      AdamUpdate.step(
        &updates, learningRate: Float(rate), beta1: Float(beta1), beta2: Float(beta2),
        epsilon: Float(epsilon), step: step)
      #expect(updates[0].value == updates[1].value)
      (value, first, second) = (
        updates[0].value, updates[0].firstMoment, updates[0].secondMoment
      )
      for index in 0..<count {
        let g = Double(gradient[index])
        m[index] += (g - m[index]) * (1 - beta1)
        v[index] = v[index] * beta2 + g * g * (1 - beta2)
        let corrected = (v[index] / (1 - pow(beta2, Double(step)))).squareRoot() + epsilon
        expected[index] -= rate / (1 - pow(beta1, Double(step))) * m[index] / corrected
      }
      // A step is at most about the rate; it may be off by a few units of itself, β₂ in single precision by 1e-5
      // of it, and the value by its own rounding.
      let worst = zip(value.scalars, expected).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(
        worst <= Double(step) * (2e-7 + 2e-5 * rate), "step \(step), settings \(settings)")
    }
    #expect(relativeError(first.scalars, m) < 1e-6)
    #expect(relativeError(second.scalars, v) < 2e-5)
  }
}
