import NeuralNetworks
import Tensors

/// An encoder made ready to run, with numbers or in 8-bit integers.
///
/// Several threads may call it at once. An embedding does not depend on the pictures it is computed with, nor
/// on the number of threads.
public protocol EmbeddingNetwork: Sendable {
  /// The network's shape.
  var architecture: EncoderArchitecture { get }

  /// The embeddings of pictures.
  ///
  /// - Parameter images: `[N, H, W, 3]`, normalised as in training.
  /// - Returns: `[N, c]`, each element in −1 ... 1.
  /// - Precondition: `images` has four axes and three channels.
  func embeddings(of images: Tensor) -> Tensor

  /// The embeddings of pictures that are written where the network reads them.
  ///
  /// - Parameters:
  ///   - batch: How many pictures.
  ///   - height: Rows of each.
  ///   - width: Pixels of a row.
  ///   - write: Gets a picture's number and its elements, row by row of `width` · 3, from one row to the next
  ///     `rowPitch` elements; what lies between rows stays as it is. Called on several threads at once.
  /// - Returns: `[N, c]`, each element in −1 ... 1.
  func embeddings(
    batch: Int, height: Int, width: Int,
    writingPictures write: (
      _ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int
    ) -> Void
  ) -> Tensor
}

extension CompiledEncoder: EmbeddingNetwork {}

extension QuantizedEncoder: EmbeddingNetwork {}
