extension Sequential {
  /// The layers of torchvision's ResNet-18 or ResNet-34, without the classifier.
  static func basicResNet(blockCounts: [Int], from source: inout ParameterSource) -> Sequential {
    let width = 64
    let stem = largeStem(width: width, from: &source)
    let (stages, _) = residualStages(
      blockCounts, width: width, expansion: 1, from: &source, block: ResidualBlock.basic)
    return Sequential(stem + stages + head)
  }

  /// The layers of torchvision's ResNet-50 with a linear layer to `dimension` at the end.
  static func bottleneckResNet(
    blockCounts: [Int], dimension: Int, from source: inout ParameterSource
  ) -> Sequential {
    let width = 64
    let stem = largeStem(width: width, from: &source)
    let (stages, channels) = residualStages(
      blockCounts, width: width, expansion: ResidualBlock.bottleneckExpansion, from: &source,
      block: ResidualBlock.bottleneck)
    let projection = Linear(channels, dimension, from: &source)
    return Sequential(
      stem + stages + [
        ("avgpool", GlobalAveragePooling()), ("fc", projection), ("act", HyperbolicTangent()),
      ])
  }

  /// ResNet-18 for small pictures: nothing is pooled before the first stage.
  static func smallResNet(width: Int, from source: inout ParameterSource) -> Sequential {
    let stem = stem(.init(3, width, window: 3), from: &source)
    let (stages, _) = residualStages(
      [2, 2, 2, 2], width: width, expansion: 1, from: &source, block: ResidualBlock.basic)
    return Sequential(stem + stages + head)
  }

  private static var head: [Child] {
    [("avgpool", GlobalAveragePooling()), ("act", HyperbolicTangent())]
  }

  private static func largeStem(width: Int, from source: inout ParameterSource) -> [Child] {
    stem(.init(3, width, window: 7, stride: 2), from: &source) + [
      ("maxpool", MaxPooling(window: 3, stride: 2, padding: 1))
    ]
  }

  private static func stem(
    _ geometry: Convolution.Geometry, from source: inout ParameterSource
  ) -> [Child] {
    [("", ConvolutionChain([ConvolutionChain.Link(("conv1", "bn1"), geometry, from: &source)]))]
  }

  private typealias BlockMaker = (
    _ inputChannels: Int, _ width: Int, _ stride: Int, _ source: inout ParameterSource
  ) -> ResidualBlock

  /// The stages `layer1`, `layer2`, …: each but the first halves the extents and doubles the width.
  private static func residualStages(
    _ blockCounts: [Int], width: Int, expansion: Int, from source: inout ParameterSource,
    block: BlockMaker
  ) -> (stages: [Child], channels: Int) {
    var stages: [Child] = []
    var channels = width
    for (stage, blockCount) in blockCounts.enumerated() {
      let stageWidth = width << stage
      var blocks: [Child] = []
      for number in 0..<blockCount {
        let stride = stage > 0 && number == 0 ? 2 : 1
        blocks.append(("\(number)", block(channels, stageWidth, stride, &source)))
        channels = stageWidth * expansion
      }
      stages.append(("layer\(stage + 1)", Sequential(blocks)))
    }
    return (stages, channels)
  }
}
