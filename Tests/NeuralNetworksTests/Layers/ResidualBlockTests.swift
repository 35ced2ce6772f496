import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct ResidualBlockTests {
  private func names(of block: ResidualBlock) -> [String] {
    var names: [String] = []
    var copy = block
    copy.visitParameters("layer2.0") { name, _ in names.append(name) }
    return names
  }

  @Test(arguments: [(3, 3, 1), (3, 4, 1), (2, 4, 2)])
  func basicGradientsMatchCentralDifferences(_ inputs: Int, _ width: Int, _ stride: Int) {
    var random = SeededRandom(61)
    var source = ParameterSource(seed: 61)
    var block = ResidualBlock.basic(inputs, width: width, stride: stride, from: &source)
    randomizeParameters(of: &block, &random)
    let input = Tensor([4, 5, 5, inputs], random.uniforms(100 * inputs))
    checkGradients(of: block, input: input, random: &random) { input, p in
      let first = input.convolved(p[0], stride: stride, padding: 1)
        .batchNormalized(scale: p[1], shift: p[2]).rectified()
      let main = first.convolved(p[3], stride: 1, padding: 1)
        .batchNormalized(scale: p[4], shift: p[5])
      return (main + shortcut(input, stride, p.dropFirst(6))).rectified()
    }
  }

  @Test(arguments: [(8, 2, 1), (3, 2, 1), (4, 2, 2)])
  func bottleneckGradientsMatchCentralDifferences(_ inputs: Int, _ width: Int, _ stride: Int) {
    var random = SeededRandom(62)
    var source = ParameterSource(seed: 62)
    var block = ResidualBlock.bottleneck(inputs, width: width, stride: stride, from: &source)
    randomizeParameters(of: &block, &random)
    let input = Tensor([4, 5, 5, inputs], random.uniforms(100 * inputs))
    checkGradients(of: block, input: input, random: &random) { input, p in
      let first = input.convolved(p[0], stride: 1, padding: 0)
        .batchNormalized(scale: p[1], shift: p[2]).rectified()
      let second = first.convolved(p[3], stride: stride, padding: 1)
        .batchNormalized(scale: p[4], shift: p[5]).rectified()
      let main = second.convolved(p[6], stride: 1, padding: 0)
        .batchNormalized(scale: p[7], shift: p[8])
      return (main + shortcut(input, stride, p.dropFirst(9))).rectified()
    }
  }

  private func shortcut(
    _ input: DoubleTensor, _ stride: Int, _ parameters: ArraySlice<DoubleTensor>
  ) -> DoubleTensor {
    guard let weight = parameters.first else { return input }
    let scale = parameters[parameters.startIndex + 1]
    let shift = parameters[parameters.startIndex + 2]
    return input.convolved(weight, stride: stride, padding: 0)
      .batchNormalized(scale: scale, shift: shift)
  }

  @Test func projectionHasTorchvisionsNames() {
    var source = ParameterSource(seed: 1)
    let plain = ResidualBlock.basic(4, width: 4, stride: 1, from: &source)
    #expect(!names(of: plain).contains { $0.contains("downsample") })
    let projected = ResidualBlock.bottleneck(4, width: 4, stride: 2, from: &source)
    #expect(
      names(of: projected) == [
        "layer2.0.conv1.weight", "layer2.0.bn1.weight", "layer2.0.bn1.bias",
        "layer2.0.conv2.weight", "layer2.0.bn2.weight", "layer2.0.bn2.bias",
        "layer2.0.conv3.weight", "layer2.0.bn3.weight", "layer2.0.bn3.bias",
        "layer2.0.downsample.0.weight", "layer2.0.downsample.1.weight",
        "layer2.0.downsample.1.bias",
      ])
  }
}
