import Kernels
import Tensors

extension Arena {
  /// Does one step of a plan.
  ///
  /// - Parameter weights: Gives the weights of a number in the network, packed for a geometry.
  func run(
    _ step: ExecutionPlan.Step, weights: (Int, ConvolutionGeometry) -> PackedConvolution
  ) {
    switch step {
    case .convolution(
      let geometry, let parameters, let input, let residual, let rectified, let output):
      convolve(
        geometry, weights(parameters, geometry), input: input, residual: residual,
        rectified: rectified, output: output)
    case .pooledConvolution(
      let geometry, let pooling, let parameters, let input, let rectified, let output):
      convolveAndPool(
        geometry, pooling, weights(parameters, geometry), input: input,
        rectified: rectified, output: output)
    case .maximumPooling(let geometry, let input, let output):
      poolMaximum(geometry, input: input, output: output)
    case .averagePooling(let geometry, let input, let output):
      poolAverage(geometry, input: input, output: output)
    case .globalAveragePooling(let batch, let pixels, let channels, let input, let output):
      poolGlobalAverage(
        batch: batch, pixels: pixels, channels: channels, input: input, output: output)
    case .rectifier(let count, let leak, let input, let output):
      rectify(count: count, leak: leak, input: input, output: output)
    case .hyperbolicTangent(let count, let input, let output):
      hyperbolicTangent(count: count, input: input, output: output)
    }
  }
}
