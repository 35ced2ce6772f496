import Kernels
import NeuralNetworks
import Tensors

/// A network on pictures of one size: every step with its extents and its place in memory.
public struct ExecutionPlan: Sendable {
  /// What is done, in order.
  package enum Step: Sendable {
    /// A convolution; `parameters` is the number of its weights in the network.
    case convolution(
      ConvolutionGeometry, parameters: Int, input: Arena.Part, residual: Arena.Part?,
      isRectified: Bool, output: Arena.Part)
    /// A convolution and a pooling in one.
    case pooledConvolution(
      ConvolutionGeometry, PoolingGeometry, parameters: Int, input: Arena.Part, isRectified: Bool,
      output: Arena.Part)
    case maximumPooling(PoolingGeometry, input: Arena.Part, output: Arena.Part)
    case averagePooling(PoolingGeometry, input: Arena.Part, output: Arena.Part)
    /// `[N, pixels, C]` to `[N, C]`.
    case globalAveragePooling(
      batch: Int, pixels: Int, channels: Int, input: Arena.Part, output: Arena.Part)
    case rectifier(count: Int, leak: Float, input: Arena.Part, output: Arena.Part)
    case hyperbolicTangent(count: Int, input: Arena.Part, output: Arena.Part)
  }

  /// The steps.
  package let steps: [Step]
  /// The pictures, `[N, H, W, 3]`.
  package let inputShape: Shape
  /// Rows and columns of zeros around each picture in memory.
  package let inputBorder: Int
  /// Where the pictures go.
  package let input: Arena.Part
  /// The embeddings, `[N, c]`.
  package let outputShape: Shape
  /// Where they are.
  package let output: Arena.Part
  /// Elements of the arena.
  package let arenaCount: Int

  /// The most memory that activations take at one time, in bytes; weights and the rooms of threads are
  /// beside it.
  public var peakBytes: Int { arenaCount * MemoryLayout<Float>.stride }

  /// Plans a network.
  ///
  /// - Parameters:
  ///   - network: What is done.
  ///   - pictures: `[N, H, W, C]`, large enough for every window.
  ///   - inGroups: Whether the first operations may be done for a few pictures after the other, so that a step is
  ///     not an operation. The results are the same.
  package init(_ network: FusedNetwork, pictures: Shape, inGroups: Bool = true) {
    var planner = ExecutionPlanner(network, pictures: pictures)
    var first = 0
    if inGroups && pictures[0] > 1 {
      let shapes = ExecutionPlanner.shapes(network, pictures: pictures)
      let groups = PictureGroups(network, shapes: shapes)
      if groups.end > 0 && groups.size < pictures[0] {
        first = groups.end
        planner.plan(before: first, groupSize: groups.size, resultShape: shapes[first])
      }
    }
    for index in first..<network.operations.count { planner.plan(index) }
    (steps, inputShape, inputBorder) = (planner.steps, pictures, planner.inputBorder)
    (input, arenaCount) = (planner.inputPart, planner.layout.count)
    let result = planner.results[network.operations.count]
    output = result.part
    outputShape = [pictures[0], result.shape.count / max(pictures[0], 1)]
  }
}
