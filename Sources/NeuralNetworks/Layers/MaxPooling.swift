import Tensors

/// The maximum over square windows of [N, H, W, C], as PyTorch's `MaxPool2d`.
///
/// Padding never wins; among equal maxima the first in scan order gets the gradient.
package struct MaxPooling: Layer {
  private let window: Int
  private let stride: Int
  private let padding: Int
  private var selections = ForwardMemory<PoolingSelection>()

  /// Makes a pooling of `window` × `window` elements, `padding` on each of the four sides.
  package init(window: Int, stride: Int, padding: Int) {
    self.window = window
    self.stride = stride
    self.padding = padding
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    input.maxPooled(window: window, stride: stride, padding: padding).output
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.maximumPooling(input, window: window, stride: stride, padding: padding))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    let (output, selection) = input.maxPooled(window: window, stride: stride, padding: padding)
    selections.remember(selection)
    return output
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    Tensor.maxPoolingGradient(outputGradient, selection: selections.recall())
  }
}
