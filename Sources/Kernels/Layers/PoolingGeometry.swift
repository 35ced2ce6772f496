/// The extents of a pooling with a square window.
package struct PoolingGeometry: Sendable, Hashable {
  package let batch: Int
  package let inputHeight: Int
  package let inputWidth: Int
  package let channels: Int
  package let window: Int
  package let stride: Int
  package let padding: Int

  /// Describes a pooling; the window must fit the padded input, and padding be at most half of it.
  package init(
    batch: Int, inputHeight: Int, inputWidth: Int, channels: Int, window: Int, stride: Int,
    padding: Int
  ) {
    precondition(window >= 1 && window <= 16 && stride >= 1 && padding >= 0)
    precondition(2 * padding <= window, "padding is at most half of the window")
    precondition(
      inputHeight + 2 * padding >= window && inputWidth + 2 * padding >= window,
      "a window of \(window) does not fit \(inputHeight)×\(inputWidth) padded by \(padding)")
    self.batch = batch
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.channels = channels
    self.window = window
    self.stride = stride
    self.padding = padding
  }

  package var outputHeight: Int { (inputHeight + 2 * padding - window) / stride + 1 }
  package var outputWidth: Int { (inputWidth + 2 * padding - window) / stride + 1 }

  /// Pixels of one input picture.
  var inputPixels: Int { inputHeight * inputWidth }
  /// Pixels of one output picture.
  var outputPixels: Int { outputHeight * outputWidth }
}
