import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct ConvolutionTests {
  struct Problem: Sendable, CustomTestStringConvertible {
    let input: Shape
    let outputs: Int
    let window: Int
    let stride: Int
    let padding: Int
    let hasBias: Bool

    var testDescription: String {
      "\(input), \(outputs) outputs, window \(window), stride \(stride), padding \(padding)"
    }

    func layer(_ random: inout SeededRandom) -> Convolution {
      var source = ParameterSource(seed: random.seed)
      let geometry = Convolution.Geometry(
        input[3], outputs, window: window, stride: stride, padding: padding)
      return Convolution(
        geometry, hasBias: hasBias, initialization: .uniformByFanIn, from: &source)
    }
  }

  static let problems: [Problem] = [
    .init(input: [2, 5, 5, 3], outputs: 4, window: 3, stride: 1, padding: 1, hasBias: false),
    .init(input: [1, 7, 6, 2], outputs: 5, window: 3, stride: 2, padding: 1, hasBias: true),
    .init(input: [2, 4, 5, 3], outputs: 7, window: 1, stride: 1, padding: 0, hasBias: true),
    .init(input: [2, 5, 7, 4], outputs: 3, window: 1, stride: 2, padding: 0, hasBias: false),
    .init(input: [1, 6, 5, 3], outputs: 2, window: 5, stride: 1, padding: 2, hasBias: true),
    .init(input: [1, 9, 11, 3], outputs: 2, window: 7, stride: 2, padding: 3, hasBias: false),
    .init(input: [3, 1, 1, 5], outputs: 6, window: 3, stride: 2, padding: 1, hasBias: false),
    .init(input: [1, 8, 3, 1], outputs: 1, window: 3, stride: 1, padding: 0, hasBias: true),
    .init(input: [2, 2, 2, 9], outputs: 17, window: 3, stride: 1, padding: 2, hasBias: true),
  ]

  @Test(arguments: problems)
  func gradientsMatchCentralDifferences(_ problem: Problem) {
    var random = SeededRandom(11)
    let input = Tensor(problem.input, random.uniforms(problem.input.count))
    checkGradients(of: problem.layer(&random), input: input, random: &random) { input, parameters in
      input.convolved(
        parameters[0], bias: problem.hasBias ? parameters[1] : nil, stride: problem.stride,
        padding: problem.padding)
    }
  }

  /// Holds ⟨Ax, u⟩ against ⟨x, Aᵀu⟩ and ⟨w, ∂⟨Ax, u⟩/∂w⟩.
  ///
  /// Each side's sums have at most `terms` terms, so that each
  /// is wrong by at most terms · ε · ⟨|A||x|, |u|⟩.
  @Test(arguments: problems)
  func backwardIsTheAdjointOfForward(_ problem: Problem) {
    var random = SeededRandom(12)
    let input = Tensor(problem.input, random.uniforms(problem.input.count))
    var layer = problem.layer(&random)
    var magnitudeLayer = layer
    var weight = Tensor([])
    layer.visitParameters { name, parameter in
      if name == "weight" { weight = parameter.value }
      if name == "bias" { parameter.value = Tensor(parameter.value.shape) }
    }
    magnitudeLayer.visitParameters { name, parameter in
      parameter.value =
        name == "bias" ? Tensor(parameter.value.shape) : magnitudes(parameter.value)
    }
    let output = layer.forward(input)
    let outputGradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = layer.backward(outputGradient)
    let weightGradient = takeGradients(of: &layer)[0]

    let area = problem.window * problem.window
    let magnitude = innerProduct(
      magnitudeLayer.evaluate(magnitudes(input)), magnitudes(outputGradient))
    let epsilon = Double(Float.ulpOfOne)
    let forward = innerProduct(output, outputGradient)
    let terms = area * (problem.input[3] + problem.outputs) + 2
    #expect(
      abs(forward - innerProduct(input, inputGradient)) <= Double(terms) * epsilon * magnitude)
    let weightTerms = area * problem.input[3] + output.count / problem.outputs + 2
    #expect(
      abs(forward - innerProduct(weight, weightGradient ?? Tensor(weight.shape)))
        <= Double(weightTerms) * epsilon * magnitude)
  }

  @Test func backwardPassesSumUp() {
    var random = SeededRandom(13)
    var layer = Self.problems[1].layer(&random)
    let input = Tensor(Self.problems[1].input, random.uniforms(Self.problems[1].input.count))
    let output = layer.forward(input)
    _ = layer.backward(output)
    let once = takeGradients(of: &layer)
    for _ in 0..<2 {
      _ = layer.forward(input)
      _ = layer.backward(output)
    }
    for (single, double) in zip(once, takeGradients(of: &layer)) {
      #expect(single?.scalars.map { 2 * $0 } == double?.scalars)
    }
  }
}
