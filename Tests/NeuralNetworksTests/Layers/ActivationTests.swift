import Foundation
import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct ActivationTests {
  @Test(arguments: [0, 0.01, 0.1] as [Float])
  func rectifierGradientsMatchCentralDifferences(_ leak: Float) {
    var random = SeededRandom(41)
    // Away from the kink, where no derivative exists.
    let scalars = random.uniforms(101).map { $0 + ($0 < 0 ? -0.01 : 0.01) }
    checkGradients(
      of: Rectifier(leak: leak), input: Tensor([101], scalars), random: &random
    ) { input, _ in input.rectified(leak: Double(leak)) }
  }

  @Test func hyperbolicTangentGradientsMatchCentralDifferences() {
    var random = SeededRandom(42)
    let input = Tensor([7, 19], random.uniforms(7 * 19, in: -4...4))
    checkGradients(of: HyperbolicTangent(), input: input, random: &random) { input, _ in
      input.mapped { tanh($0) }
    }
  }
}
