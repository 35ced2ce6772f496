import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct LinearTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 7), (8, 17, 3), (2, 33, 19)])
  func gradientsMatchCentralDifferences(_ rows: Int, _ inputs: Int, _ outputs: Int) {
    var random = SeededRandom(21)
    var source = ParameterSource(seed: 21)
    let layer = Linear(inputs, outputs, from: &source)
    let input = Tensor([rows, inputs], random.uniforms(rows * inputs))
    checkGradients(of: layer, input: input, random: &random) { input, parameters in
      input.multiplied(parameters[0], bias: parameters[1])
    }
  }

  /// As for the convolution: each side of ⟨Ax, u⟩ = ⟨x, Aᵀu⟩ is wrong by at most
  /// terms · ε · ⟨|A||x|, |u|⟩.
  @Test(arguments: [(4, 64, 33), (7, 129, 255)])
  func backwardIsTheAdjointOfForward(_ rows: Int, _ inputs: Int, _ outputs: Int) {
    var random = SeededRandom(22)
    var source = ParameterSource(seed: 22)
    var layer = Linear(inputs, outputs, from: &source)
    layer.visitParameters { name, parameter in
      if name == "bias" { parameter.value = Tensor(parameter.value.shape) }
    }
    var magnitudeLayer = layer
    magnitudeLayer.visitParameters { $1.value = magnitudes($1.value) }
    let input = Tensor([rows, inputs], random.uniforms(rows * inputs))
    let output = layer.forward(input)
    let outputGradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = layer.backward(outputGradient)
    let magnitude = innerProduct(
      magnitudeLayer.evaluate(magnitudes(input)), magnitudes(outputGradient))
    let difference =
      innerProduct(output, outputGradient) - innerProduct(input, inputGradient)
    #expect(
      abs(difference) <= Double(inputs + outputs + 2) * Double(Float.ulpOfOne) * magnitude)
  }
}
