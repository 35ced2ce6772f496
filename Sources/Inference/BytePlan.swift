import Kernels
import NeuralNetworks
import Tensors

/// A network of bytes on pictures of one size: every step with its extents and its place in memory.
///
/// Convolutions and windows work on bytes, until the mean over whole pictures makes numbers of them.
struct BytePlan: Sendable {
  /// What is done, in order.
  enum Step: Sendable {
    /// A convolution of bytes; `parameters` is the number of its weights in the network.
    case convolution(
      ConvolutionGeometry, parameters: Int, input: Arena.Part, residual: Arena.Part?,
      output: Arena.Part)
    case maximumPooling(PoolingGeometry, input: Arena.Part, output: Arena.Part)
    case averagePooling(
      PoolingGeometry, ByteQuantization, input: Arena.Part, output: Arena.Part)
    /// Bytes `[N, pixels, C]` to numbers `[N, C]`.
    case globalAveragePooling(
      batch: Int, pixels: Int, channels: Int, ByteQuantization, input: Arena.Part,
      output: Arena.Part)
    /// On numbers.
    case floats(ExecutionPlan.Step)
  }

  private(set) var steps: [Step] = []
  /// The pictures, `[N, H, W, 3]`.
  let inputShape: Shape
  /// Rows and columns of zeros around each picture in memory.
  let inputBorder: Int
  /// Where the pictures go.
  let input: Arena.Part
  /// The embeddings, `[N, c]`.
  let outputShape: Shape
  /// Where they are.
  let output: Arena.Part
  /// Elements of the arena.
  let arenaCount: Int

  /// Plans a network.
  ///
  /// - Parameters:
  ///   - network: What is done; it begins with a convolution, the pictures' only reader.
  ///   - quantizations: What the bytes of results stand for; nil for results that are numbers.
  ///   - pictures: `[N, H, W, 3]`, large enough for every window.
  init(_ network: FusedNetwork, _ quantizations: [ByteQuantization?], pictures: Shape) {
    let lastReaders = network.lastReaders
    guard case .convolution(let first) = network.operations.first, lastReaders[0] == 0 else {
      preconditionFailure("a network begins with a convolution")
    }
    var layout = ArenaLayout()
    inputShape = pictures
    inputBorder = first.geometry.padding
    let (height, width) = (pictures[1] + 2 * inputBorder, pictures[2] + 2 * inputBorder)
    let shape: Shape = [pictures[0], height, width, pictures[3]]
    // With the room behind them that convolutions like.
    input = layout.take(Arena.elements(ofBytes: shape.count + 3))
    var results: [(shape: Shape, part: Arena.Part)] = [(shape, input)]
    for (index, operation) in network.operations.enumerated() {
      let quantization = quantizations[index + 1]
      func append(_ shape: Shape) -> Arena.Part {
        let count = quantization == nil ? shape.count : Arena.elements(ofBytes: shape.count)
        results.append((shape, layout.take(count)))
        return results[index + 1].part
      }
      /// In the place of what is added, if that is of the same kind and nothing reads it any more.
      func append(_ shape: Shape, inPlaceOf convolution: FusedNetwork.Convolution) -> Arena.Part {
        guard let addend = convolution.residual, addend != convolution.input,
          lastReaders[addend] == index, (quantizations[addend] == nil) == (quantization == nil)
        else { return append(shape) }
        results.append((shape, results[addend].part))
        return results[index + 1].part
      }
      switch operation {
      case .convolution(let convolution):
        let source = results[convolution.input]
        let geometry = ConvolutionGeometry(
          source.shape, convolution.geometry, hasBorder: convolution.input == NetworkGraph.input)
        let residual = convolution.residual.map { results[$0].part }
        let output = append(geometry.output, inPlaceOf: convolution)
        if quantization == nil {
          steps.append(
            .floats(
              .convolution(
                geometry, parameters: convolution.parameters, input: source.part,
                residual: residual, isRectified: convolution.isRectified, output: output)))
        } else {
          steps.append(
            .convolution(
              geometry, parameters: convolution.parameters, input: source.part,
              residual: residual, output: output))
        }
      case .maximumPooling(let value, let window, let stride, let padding):
        let geometry = PoolingGeometry(
          results[value].shape, window: window, stride: stride, padding: padding)
        steps.append(
          .maximumPooling(
            geometry, input: results[value].part, output: append(geometry.output)))
      case .averagePooling(let value, let window, let stride, let padding):
        guard let quantization else { preconditionFailure("windows are averaged in bytes") }
        let geometry = PoolingGeometry(
          results[value].shape, window: window, stride: stride, padding: padding)
        steps.append(
          .averagePooling(
            geometry, quantization, input: results[value].part, output: append(geometry.output)))
      case .globalAveragePooling(let value):
        guard let quantization = quantizations[value] else {
          preconditionFailure("whole pictures are averaged from bytes")
        }
        let shape = results[value].shape
        steps.append(
          .globalAveragePooling(
            batch: shape[0], pixels: shape[1] * shape[2], channels: shape[3], quantization,
            input: results[value].part, output: append([shape[0], 1, 1, shape[3]])))
      case .hyperbolicTangent(let value):
        let shape = results[value].shape
        steps.append(
          .floats(
            .hyperbolicTangent(
              count: shape.count, input: results[value].part, output: append(shape))))
      case .rectifier: preconditionFailure("rectifiers are part of convolutions")
      }
      for value in Set(operation.inputs)
      where lastReaders[value] == index && results[value].part != results[index + 1].part {
        layout.give(back: results[value].part)
      }
    }
    let result = results[network.operations.count]
    (output, arenaCount) = (result.part, layout.count)
    outputShape = [pictures[0], result.shape.count / max(pictures[0], 1)]
  }
}
