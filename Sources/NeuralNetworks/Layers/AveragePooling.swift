import Tensors

/// The mean over square windows of [N, H, W, C], as PyTorch's `AvgPool2d`: padding counts as zeros.
package struct AveragePooling: Layer {
  private let window: Int
  private let stride: Int
  private let padding: Int
  private var inputShapes = ForwardMemory<Shape>()

  /// Makes a pooling of `window` × `window` elements, `padding` on each of the four sides.
  package init(window: Int, stride: Int, padding: Int) {
    self.window = window
    self.stride = stride
    self.padding = padding
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    input.averagePooled(window: window, stride: stride, padding: padding)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.averagePooling(input, window: window, stride: stride, padding: padding))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    inputShapes.remember(input.shape)
    return evaluate(input)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    Tensor.averagePoolingGradient(
      outputGradient, inputShape: inputShapes.recall(), window: window, stride: stride,
      padding: padding)
  }
}
