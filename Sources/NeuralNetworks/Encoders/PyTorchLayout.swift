import Tensors

extension Shape {
  /// The shape that PyTorch gives a parameter of this shape.
  ///
  /// A convolution's [KH, KW, C_in, C_out] becomes [C_out, C_in, KH, KW], a linear layer's
  /// [C_in, C_out] becomes [C_out, C_in]; any other stays.
  func inPyTorchLayout() -> Shape {
    switch rank {
    case 4: [self[3], self[2], self[0], self[1]]
    case 2: [self[1], self[0]]
    default: self
    }
  }

  /// The shape here of a parameter that has this shape in PyTorch.
  fileprivate func fromPyTorchLayout() -> Shape {
    switch rank {
    case 4: [self[2], self[3], self[1], self[0]]
    case 2: [self[1], self[0]]
    default: self
    }
  }
}

extension Tensor {
  /// This parameter, or its gradient, as PyTorch lays it out.
  package func inPyTorchLayout() -> Tensor {
    guard shape.rank == 4 || shape.rank == 2 else { return self }
    let result = shape.inPyTorchLayout()
    return Tensor(
      result, Self.axesReversed(scalars, count / (result[0] * result[1]), result[1], result[0]))
  }

  /// A parameter from one that is laid out as PyTorch does it.
  package init(inPyTorchLayout tensor: Tensor) {
    guard tensor.shape.rank == 4 || tensor.shape.rank == 2 else {
      self = tensor
      return
    }
    let (outputs, inputs) = (tensor.shape[0], tensor.shape[1])
    self.init(
      tensor.shape.fromPyTorchLayout(),
      Self.axesReversed(tensor.scalars, outputs, inputs, tensor.count / (outputs * inputs)))
  }

  /// [a, b, c] → [c, b, a]: both conversions, the window's two axes being taken as one.
  private static func axesReversed(_ scalars: [Float], _ a: Int, _ b: Int, _ c: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(scalars.count)
    for third in 0..<c {
      for second in 0..<b {
        for first in 0..<a {
          result.append(scalars[(first * b + second) * c + third])
        }
      }
    }
    return result
  }
}
