import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct PoolingTests {
  /// Extents, window, stride and padding.
  static let problems: [(shape: Shape, window: Int, stride: Int, padding: Int)] = [
    ([2, 6, 6, 3], 3, 2, 1), ([1, 7, 5, 2], 3, 2, 1), ([2, 4, 4, 5], 2, 2, 0),
    ([1, 1, 1, 4], 3, 2, 1), ([1, 8, 9, 17], 3, 1, 0), ([3, 2, 3, 1], 3, 2, 1),
  ]

  @Test(arguments: problems.indices)
  func maximumGradientsMatchCentralDifferences(_ index: Int) {
    let (shape, window, stride, padding) = Self.problems[index]
    var random = SeededRandom(51)
    let layer = MaxPooling(window: window, stride: stride, padding: padding)
    let input = Tensor(shape, random.uniforms(shape.count))
    checkGradients(of: layer, input: input, random: &random) { input, _ in
      input.maxPooled(window: window, stride: stride, padding: padding)
    }
  }

  @Test func firstOfEqualMaximaGetsTheGradient() {
    var layer = MaxPooling(window: 2, stride: 2, padding: 0)
    let output = layer.forward(Tensor([1, 2, 2, 1], [3, 5, 5, 5]))
    #expect(output.scalars == [5])
    #expect(layer.backward(Tensor([1, 1, 1, 1], [2])).scalars == [0, 2, 0, 0])
  }

  @Test(arguments: problems.indices)
  func averageGradientsMatchCentralDifferences(_ index: Int) {
    let (shape, window, stride, padding) = Self.problems[index]
    var random = SeededRandom(52)
    let layer = AveragePooling(window: window, stride: stride, padding: padding)
    let input = Tensor(shape, random.uniforms(shape.count))
    checkGradients(of: layer, input: input, random: &random) { input, _ in
      input.averagePooled(window: window, stride: stride, padding: padding)
    }
  }

  /// Forward sums window² terms and divides; backward sums no more and divides as often: each side
  /// of ⟨Ax, u⟩ = ⟨x, Aᵀu⟩ is wrong by at most (window² + 2) · ε · ⟨A|x|, |u|⟩.
  @Test(arguments: problems.indices)
  func averageBackwardIsTheAdjointOfForward(_ index: Int) {
    let (shape, window, stride, padding) = Self.problems[index]
    var random = SeededRandom(53)
    var layer = AveragePooling(window: window, stride: stride, padding: padding)
    let input = Tensor(shape, random.uniforms(shape.count))
    let output = layer.forward(input)
    let outputGradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = layer.backward(outputGradient)
    let difference =
      innerProduct(output, outputGradient) - innerProduct(input, inputGradient)
    let magnitude = innerProduct(layer.evaluate(magnitudes(input)), magnitudes(outputGradient))
    let terms = Double(2 * (window * window + 2))
    #expect(abs(difference) <= terms * Double(Float.ulpOfOne) * magnitude)
  }

  @Test(arguments: [[2, 3, 5, 4], [1, 1, 1, 1], [3, 7, 2, 19]] as [Shape])
  func globalAverageGradientsMatchCentralDifferences(_ shape: Shape) {
    var random = SeededRandom(54)
    let input = Tensor(shape, random.uniforms(shape.count))
    checkGradients(of: GlobalAveragePooling(), input: input, random: &random) { input, _ in
      input.globallyAveragePooled()
    }
  }
}
