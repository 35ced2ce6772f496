/// The extents of a two-dimensional convolution, the same stride and padding on both axes.
///
/// Pictures are `[N, H, W, C]`, weights `[KH, KW, C_in, C_out]`.
public struct ConvolutionGeometry: Sendable, Hashable {
  /// Pictures in a batch.
  public let batch: Int
  /// Rows of the input.
  public let inputHeight: Int
  /// Pixels in a row of the input.
  public let inputWidth: Int
  /// Floats in a pixel of the input.
  public let inputChannels: Int
  /// Floats in a pixel of the output.
  public let outputChannels: Int
  /// Rows of the window.
  public let kernelHeight: Int
  /// Pixels in a row of the window.
  public let kernelWidth: Int
  /// Input pixels from one window to the next.
  public let stride: Int
  /// Rows and columns of zeros around the input.
  public let padding: Int

  /// Describes a convolution.
  ///
  /// - Precondition: `stride` ≥ 1, the window has at least one pixel and fits the padded input.
  public init(
    batch: Int, inputHeight: Int, inputWidth: Int, inputChannels: Int, outputChannels: Int,
    kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int
  ) {
    precondition(stride >= 1 && padding >= 0 && kernelHeight >= 1 && kernelWidth >= 1)
    precondition(
      inputHeight + 2 * padding >= kernelHeight && inputWidth + 2 * padding >= kernelWidth,
      "a \(kernelHeight)×\(kernelWidth) window does not fit \(inputHeight)×\(inputWidth) padded by \(padding)"
    )
    self.batch = batch
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padding = padding
  }

  /// Rows of the output.
  public var outputHeight: Int { (inputHeight + 2 * padding - kernelHeight) / stride + 1 }
  /// Pixels in a row of the output.
  public var outputWidth: Int { (inputWidth + 2 * padding - kernelWidth) / stride + 1 }
  /// Pixels of the output, all pictures together.
  public var outputPixels: Int { batch * outputHeight * outputWidth }
  /// Pixels in the window.
  public var taps: Int { kernelHeight * kernelWidth }
  /// Operations of the direct sum: two for each product, those with the zeros around the input included.
  public var operations: Int { 2 * outputPixels * taps * inputChannels * outputChannels }
}
