extension Sequential {
  /// The layers of the AugNet authors' `Net_3`, `Net_4` and `Net_5`, by their names there.
  ///
  /// - Parameters:
  ///   - blockCount: At least 3.
  ///   - source: Where the weights come from.
  static func networkInNetwork(
    blockCount: Int, from source: inout ParameterSource
  ) -> Sequential {
    let width = 192
    let first = block([3, width, 160, 96], window: 5, from: &source)
    let second = block([96, width, width, width], window: 5, from: &source)
    var children: [Child] = [
      ("seq0", Sequential([("0", first), ("1", MaxPooling(window: 3, stride: 2, padding: 1))])),
      (
        "seq1",
        Sequential([("0", second), ("1", AveragePooling(window: 3, stride: 2, padding: 1))])
      ),
    ]
    for number in 2..<blockCount {
      let channels = [width, width, width, width]
      children.append(("seq\(number)", block(channels, window: 3, from: &source)))
    }
    return Sequential(children + [("act", GlobalAveragePooling()), ("act", HyperbolicTangent())])
  }

  /// One convolution of `window` × `window` and two of 1 × 1, each normalised and rectified.
  private static func block(
    _ channels: [Int], window: Int, from source: inout ParameterSource
  ) -> ConvolutionChain {
    var links: [ConvolutionChain.Link] = []
    for index in 0..<channels.count - 1 {
      // The rectifier has a number of its own in PyTorch's chain, though none here.
      links.append(
        ConvolutionChain.Link(
          ("\(3 * index)", "\(3 * index + 1)"),
          .init(channels[index], channels[index + 1], window: index == 0 ? window : 1),
          hasBias: true, initialization: .uniformByFanIn, from: &source))
    }
    return ConvolutionChain(links)
  }
}
