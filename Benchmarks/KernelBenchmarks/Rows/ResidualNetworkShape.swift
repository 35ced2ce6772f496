import AugNet

/// A residual network on pictures of one size: what its forward pass costs.
struct ResidualNetworkShape: Sendable {
  let architecture: EncoderArchitecture
  /// Rows of a picture.
  let height: Int
  /// Columns.
  let width: Int
  /// Operations of all convolutions, and of the linear layer if there is one, for one picture.
  private(set) var operations = 0
  /// Those of the first convolution alone, whose input needs no gradient.
  let stemOperations: Int
  /// Weights of all convolutions and of the linear layer.
  private(set) var weightCount = 0

  /// Counts the work of a network on square pictures; nil if it is not a residual one.
  init?(_ architecture: EncoderArchitecture, side: Int) {
    self.init(architecture, height: side, width: side)
  }

  /// Counts the work of a network; nil if it is not a residual one.
  init?(_ architecture: EncoderArchitecture, height: Int, width: Int) {
    let plan: (blocks: [Int], width: Int, hasBottlenecks: Bool, hasLargeStem: Bool)
    switch architecture {
    case .resnet18: plan = ([2, 2, 2, 2], 64, false, true)
    case .resnet34: plan = ([3, 4, 6, 3], 64, false, true)
    case .resnet50: plan = ([3, 4, 6, 3], 64, true, true)
    case .small(let width): plan = ([2, 2, 2, 2], width, false, false)
    case .nin3, .nin4, .nin5: return nil
    }
    self.architecture = architecture
    (self.height, self.width) = (height, width)
    var extent = SIMD2(height, width)
    // Pooling follows a large stem and halves the extents again.
    if plan.hasLargeStem { extent = Self.halved(extent) }
    weightCount = 3 * plan.width * (plan.hasLargeStem ? 49 : 9)
    stemOperations = 2 * extent.x * extent.y * weightCount
    operations = stemOperations
    if plan.hasLargeStem { extent = Self.halved(extent) }
    var channels = plan.width
    for (stage, blockCount) in plan.blocks.enumerated() {
      let width = plan.width << stage
      for block in 0..<blockCount {
        let stride = stage > 0 && block == 0 ? 2 : 1
        let (before, input) = (extent, channels)
        if stride > 1 { extent = Self.halved(extent) }
        channels = plan.hasBottlenecks ? 4 * width : width
        if plan.hasBottlenecks {
          count(pixels: before.x * before.y, input, width, window: 1)
          count(pixels: extent.x * extent.y, width, width, window: 3)
          count(pixels: extent.x * extent.y, width, channels, window: 1)
        } else {
          count(pixels: extent.x * extent.y, input, width, window: 3)
          count(pixels: extent.x * extent.y, width, width, window: 3)
        }
        if stride > 1 || input != channels {
          count(pixels: extent.x * extent.y, input, channels, window: 1)
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

  /// What a stride of 2 leaves.
  private static func halved(_ extent: SIMD2<Int>) -> SIMD2<Int> { (extent &- 1) / 2 &+ 1 }

  // MARK: Work

  /// The work of turning a batch of pictures into embeddings.
  func inferenceWork(batch: Int) -> Work {
    Work(
      operations: batch * operations, read: weightCount + batch * 3 * height * width,
      written: batch * architecture.embeddingDimension, items: batch)
  }

  /// The same in 8-bit integers.
  func byteInferenceWork(batch: Int) -> Work {
    Work(
      byteOperations: batch * operations, read: batch * 3 * height * width,
      written: batch * architecture.embeddingDimension, bytesRead: weightCount, items: batch)
  }

  /// The work of a training step: as much again for the gradients by data and by weights, and weights
  /// and both moments updated.
  func trainingWork(batch: Int) -> Work {
    Work(
      operations: batch * (3 * operations - stemOperations), read: batch * 3 * height * width,
      updated: 3 * weightCount, items: batch)
  }
}
