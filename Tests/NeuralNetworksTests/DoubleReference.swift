import Tensors

/// A tensor in double precision with plain loops, the truth that layers are held against.
struct DoubleTensor {
  var shape: Shape
  var values: [Double]

  init(_ shape: Shape, _ values: [Double]) {
    precondition(values.count == shape.count)
    self.shape = shape
    self.values = values
  }

  init(_ shape: Shape) {
    self.init(shape, [Double](repeating: 0, count: shape.count))
  }

  init(_ tensor: Tensor) {
    self.init(tensor.shape, tensor.scalars.map(Double.init))
  }

  private var channels: Int { shape[shape.rank - 1] }

  func mapped(_ transform: (Double) -> Double) -> DoubleTensor {
    DoubleTensor(shape, values.map(transform))
  }

  func rectified(leak: Double = 0) -> DoubleTensor {
    mapped { $0 > 0 ? $0 : leak * $0 }
  }

  static func + (left: DoubleTensor, right: DoubleTensor) -> DoubleTensor {
    DoubleTensor(left.shape, zip(left.values, right.values).map(+))
  }

  /// Calls `body` with the indices in input and output of all pairs under one window position.
  private func forEachPair(
    window: Int, stride: Int, padding: Int, output: Shape,
    _ body: (_ inputPixel: Int, _ tap: Int, _ outputPixel: Int) -> Void
  ) {
    for image in 0..<output[0] {
      for row in 0..<output[1] {
        for column in 0..<output[2] {
          for tap in 0..<window * window {
            let y = row * stride + tap / window - padding
            let x = column * stride + tap % window - padding
            guard y >= 0, y < shape[1], x >= 0, x < shape[2] else { continue }
            body(
              (image * shape[1] + y) * shape[2] + x, tap,
              (image * output[1] + row) * output[2] + column)
          }
        }
      }
    }
  }

  private func pooledShape(window: Int, stride: Int, padding: Int, channels: Int) -> Shape {
    [
      shape[0], (shape[1] + 2 * padding - window) / stride + 1,
      (shape[2] + 2 * padding - window) / stride + 1, channels,
    ]
  }

  func convolved(
    _ weight: DoubleTensor, bias: DoubleTensor? = nil, stride: Int, padding: Int
  ) -> DoubleTensor {
    let window = weight.shape[0]
    let (inputs, outputs) = (weight.shape[2], weight.shape[3])
    var result = DoubleTensor(
      pooledShape(window: window, stride: stride, padding: padding, channels: outputs))
    if let bias {
      for index in result.values.indices { result.values[index] = bias.values[index % outputs] }
    }
    let shape = result.shape
    forEachPair(window: window, stride: stride, padding: padding, output: shape) {
      inputPixel, tap, outputPixel in
      for input in 0..<inputs {
        let value = values[inputPixel * inputs + input]
        for output in 0..<outputs {
          result.values[outputPixel * outputs + output] +=
            value * weight.values[(tap * inputs + input) * outputs + output]
        }
      }
    }
    return result
  }

  func multiplied(_ weight: DoubleTensor, bias: DoubleTensor) -> DoubleTensor {
    DoubleTensor([shape[0], 1, 1, shape[1]], values)
      .convolved(
        DoubleTensor([1, 1, weight.shape[0], weight.shape[1]], weight.values), bias: bias,
        stride: 1, padding: 0)
  }

  func maxPooled(window: Int, stride: Int, padding: Int) -> DoubleTensor {
    var result = DoubleTensor(
      pooledShape(window: window, stride: stride, padding: padding, channels: channels))
    for index in result.values.indices { result.values[index] = -.infinity }
    let shape = result.shape
    forEachPair(window: window, stride: stride, padding: padding, output: shape) {
      inputPixel, _, outputPixel in
      for channel in 0..<channels {
        let index = outputPixel * channels + channel
        result.values[index] = max(result.values[index], values[inputPixel * channels + channel])
      }
    }
    return result
  }

  func averagePooled(window: Int, stride: Int, padding: Int) -> DoubleTensor {
    var result = DoubleTensor(
      pooledShape(window: window, stride: stride, padding: padding, channels: channels))
    let shape = result.shape
    forEachPair(window: window, stride: stride, padding: padding, output: shape) {
      inputPixel, _, outputPixel in
      for channel in 0..<channels {
        result.values[outputPixel * channels + channel] +=
          values[inputPixel * channels + channel] / Double(window * window)
      }
    }
    return result
  }

  func globallyAveragePooled() -> DoubleTensor {
    let area = shape[1] * shape[2]
    var result = DoubleTensor([shape[0], channels])
    for (index, value) in values.enumerated() {
      result.values[index / (area * channels) * channels + index % channels] += value / Double(area)
    }
    return result
  }

  /// The biased mean and variance of each channel.
  func statistics() -> (mean: [Double], variance: [Double]) {
    let count = Double(values.count / channels)
    var mean = [Double](repeating: 0, count: channels)
    for (index, value) in values.enumerated() { mean[index % channels] += value / count }
    var variance = [Double](repeating: 0, count: channels)
    for (index, value) in values.enumerated() {
      let deviation = value - mean[index % channels]
      variance[index % channels] += deviation * deviation / count
    }
    return (mean, variance)
  }

  func batchNormalized(scale: DoubleTensor, shift: DoubleTensor) -> DoubleTensor {
    let (mean, variance) = statistics()
    return normalized(mean: mean, variance: variance, scale: scale, shift: shift)
  }

  func normalized(
    mean: [Double], variance: [Double], scale: DoubleTensor, shift: DoubleTensor
  ) -> DoubleTensor {
    var result = self
    for (index, value) in values.enumerated() {
      let channel = index % channels
      result.values[index] =
        (value - mean[channel]) / (variance[channel] + 1e-5).squareRoot() * scale.values[channel]
        + shift.values[channel]
    }
    return result
  }
}
