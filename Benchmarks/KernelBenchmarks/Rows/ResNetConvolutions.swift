import Kernels

/// The shapes of convolutions in residual networks for pictures of 224 × 224.
struct ResNetConvolution: Hashable {
  /// Rows and columns of the input.
  let extent: Int
  let inputChannels: Int
  let outputChannels: Int
  /// Rows and columns of the window.
  let window: Int
  let stride: Int

  /// The extents for a batch of pictures.
  func geometry(batch: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, inputHeight: extent, inputWidth: extent, inputChannels: inputChannels,
      outputChannels: outputChannels, kernelHeight: window, kernelWidth: window, stride: stride,
      padding: window / 2)
  }

  /// The different shapes in ResNet-18, in the network's order.
  static let resNet18: [ResNetConvolution] = {
    var shapes = [stem]
    var channels = 64
    for (stage, extent) in [56, 28, 14, 7].enumerated() {
      let width = 64 << stage
      if stage > 0 {
        shapes.append(Self(2 * extent, channels, width, window: 3, stride: 2))
        shapes.append(Self(2 * extent, channels, width, window: 1, stride: 2))
      }
      shapes.append(Self(extent, width, width, window: 3))
      channels = width
    }
    return shapes
  }()

  /// The different shapes in ResNet-50, in the network's order.
  static let resNet50: [ResNetConvolution] = {
    var shapes = [stem]
    var channels = 64
    for (stage, extent) in [56, 28, 14, 7].enumerated() {
      let width = 64 << stage
      let stride = stage == 0 ? 1 : 2
      let before = extent * stride
      // The first block of a stage, whose 3 × 3 window takes the stride; then the others.
      shapes.append(Self(before, channels, width, window: 1))
      shapes.append(Self(before, width, width, window: 3, stride: stride))
      shapes.append(Self(extent, width, 4 * width, window: 1))
      if stage > 0 { shapes.append(Self(before, channels, 4 * width, window: 1, stride: stride)) }
      shapes.append(Self(extent, 4 * width, width, window: 1))
      if stage > 0 { shapes.append(Self(extent, width, width, window: 3)) }
      channels = 4 * width
    }
    return shapes
  }()

  private static let stem = Self(224, 3, 64, window: 7, stride: 2)

  private init(
    _ extent: Int, _ inputChannels: Int, _ outputChannels: Int, window: Int, stride: Int = 1
  ) {
    self.extent = extent
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.window = window
    self.stride = stride
  }
}
