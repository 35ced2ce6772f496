import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct BatchNormalizationTests {
  static let shapes: [Shape] = [
    [4, 3, 3, 2], [8, 1, 1, 5], [2, 5, 4, 3], [3, 2, 7, 17], [9, 4],
  ]

  private func layer(_ channels: Int, rectified: Bool, _ random: inout SeededRandom)
    -> BatchNormalization
  {
    var source = ParameterSource(seed: 1)
    var layer = BatchNormalization(channels, rectified: rectified, from: &source)
    randomizeParameters(of: &layer, &random)
    return layer
  }

  @Test(arguments: shapes, [false, true])
  func gradientsMatchCentralDifferences(_ shape: Shape, _ rectified: Bool) {
    var random = SeededRandom(31)
    let layer = layer(shape[shape.rank - 1], rectified: rectified, &random)
    let input = Tensor(shape, random.uniforms(shape.count, in: -2...3))
    checkGradients(of: layer, input: input, random: &random) { input, parameters in
      let output = input.batchNormalized(scale: parameters[0], shift: parameters[1])
      return rectified ? output.rectified() : output
    }
  }

  @Test func runningStatisticsFollowPyTorchAndAreUsedInEvaluation() {
    var random = SeededRandom(32)
    let shape: Shape = [3, 2, 5, 4]
    var layer = layer(4, rectified: false, &random)
    var mean = [Double](repeating: 0, count: 4)
    var variance = [Double](repeating: 1, count: 4)
    for _ in 0..<3 {
      let input = Tensor(shape, random.uniforms(shape.count, in: -1...4))
      _ = layer.forward(input)
      let batch = DoubleTensor(input).statistics()
      for channel in 0..<4 {
        mean[channel] = 0.9 * mean[channel] + 0.1 * batch.mean[channel]
        variance[channel] = 0.9 * variance[channel] + 0.1 * batch.variance[channel] * 30 / 29
      }
    }
    var buffers: [String: Tensor] = [:]
    layer.visitBuffers("bn1") { buffers[$0] = $1.value }
    #expect(buffers.count == 3)
    #expect(relativeError(buffers["bn1.running_mean"]?.scalars ?? [], mean) < 1e-6)
    #expect(relativeError(buffers["bn1.running_var"]?.scalars ?? [], variance) < 1e-6)
    #expect(buffers["bn1.num_batches_tracked"] == Tensor([], [3]))

    var parameters: [DoubleTensor] = []
    layer.visitParameters { parameters.append(DoubleTensor($1.value)) }
    let input = Tensor(shape, random.uniforms(shape.count))
    let truth = DoubleTensor(input).normalized(
      mean: mean, variance: variance, scale: parameters[0], shift: parameters[1])
    #expect(relativeError(layer.evaluate(input).scalars, truth.values) < 1e-6)
  }
}
