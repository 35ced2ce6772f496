import AugNet

/// A residual network on square pictures: what its forward pass costs.
struct ResidualNetworkShape: Sendable {
  let architecture: EncoderArchitecture
  /// Rows and columns of a picture.
  let side: Int
  /// Operations of all convolutions, and of the linear layer if there is one, for one picture.
  private(set) var operations = 0
  /// Those of the first convolution alone, whose input needs no gradient.
  let stemOperations: Int
  /// Weights of all convolutions and of the linear layer.
  private(set) var weightCount = 0

  /// Counts the work of a network; nil if it is not a residual one.
  init?(_ architecture: EncoderArchitecture, side: Int) {
    let plan: (blocks: [Int], width: Int, hasBottlenecks: Bool, hasLargeStem: Bool)
    switch architecture {
    case .resnet18: plan = ([2, 2, 2, 2], 64, false, true)
    case .resnet34: plan = ([3, 4, 6, 3], 64, false, true)
    case .resnet50: plan = ([3, 4, 6, 3], 64, true, true)
    case .small(let width): plan = ([2, 2, 2, 2], width, false, false)
    case .nin3, .nin4, .nin5: return nil
    }
    let counted = Self.stem(side: side, width: plan.width, isLarge: plan.hasLargeStem)
    self.architecture = architecture
    self.side = side
    stemOperations = counted.operations
    operations = counted.operations
    weightCount = counted.weights
    var (extent, channels) = (counted.extent, plan.width)
    for (stage, blockCount) in plan.blocks.enumerated() {
      let width = plan.width << stage
      for block in 0..<blockCount {
        let stride = stage > 0 && block == 0 ? 2 : 1
        let (before, input) = (extent, channels)
        extent = (before - 1) / stride + 1
        channels = plan.hasBottlenecks ? 4 * width : width
        if plan.hasBottlenecks {
          count(pixels: before * before, input, width, window: 1)
          count(pixels: extent * extent, width, width, window: 3)
          count(pixels: extent * extent, width, channels, window: 1)
        } else {
          count(pixels: extent * extent, input, width, window: 3)
          count(pixels: extent * extent, width, width, window: 3)
        }
        if stride > 1 || input != channels {
          count(pixels: extent * extent, input, channels, window: 1)
        }
      }
    }
    if channels != architecture.embeddingDimension {
      count(pixels: 1, channels, architecture.embeddingDimension, window: 1)
    }
  }

  private mutating func count(pixels: Int, _ input: Int, _ output: Int, window: Int) {
    let weights = input * output * window * window
    weightCount += weights
    operations += 2 * pixels * weights
  }

  private static func stem(
    side: Int, width: Int, isLarge: Bool
  ) -> (extent: Int, operations: Int, weights: Int) {
    let extent = isLarge ? (side - 1) / 2 + 1 : side
    let weights = 3 * width * (isLarge ? 49 : 9)
    // Pooling follows a large stem and halves the extents again.
    return (isLarge ? (extent - 1) / 2 + 1 : extent, 2 * extent * extent * weights, weights)
  }

  // MARK: Work

  /// The work of turning a batch of pictures into embeddings.
  func inferenceWork(batch: Int) -> Work {
    Work(
      operations: batch * operations, read: weightCount + batch * 3 * side * side,
      written: batch * architecture.embeddingDimension, items: batch)
  }

  /// The same in 8-bit integers.
  func byteInferenceWork(batch: Int) -> Work {
    Work(
      byteOperations: batch * operations, read: batch * 3 * side * side,
      written: batch * architecture.embeddingDimension, bytesRead: weightCount, items: batch)
  }

  /// The work of a training step: as much again for the gradients by data and by weights, and weights
  /// and both moments updated.
  func trainingWork(batch: Int) -> Work {
    Work(
      operations: batch * (3 * operations - stemOperations), read: batch * 3 * side * side,
      updated: 3 * weightCount, items: batch)
  }
}
