/// A network in evaluation mode as a list of operations, each on the results of earlier ones.
///
/// Layers write it (``Layer/describe(_:path:in:)``), and whatever makes a network run fast reads it. It has
/// no numbers: parameters go by their names in the state dictionary.
package struct NetworkGraph: Sendable, Equatable {
  /// A result: 0 is the network's input, k the result of operation number k − 1.
  package typealias Value = Int

  /// One step of the computation; see the layer of the same name.
  package enum Operation: Sendable, Hashable {
    /// `path` is the convolution's own: its weight is `path`.weight.
    case convolution(Value, Convolution.Geometry, path: String, hasBias: Bool)
    /// `path` is the normalisation's own; `addend` is added before the rectifier.
    case normalization(Value, path: String, addend: Value?, isRectified: Bool)
    /// max(x, leak · x).
    case rectifier(Value, leak: Float)
    /// The maximum over square windows, padding never winning.
    case maximumPooling(Value, window: Int, stride: Int, padding: Int)
    /// The mean over square windows, padding counting as zeros.
    case averagePooling(Value, window: Int, stride: Int, padding: Int)
    /// The mean over height and width.
    case globalAveragePooling(Value)
    /// `path` is the layer's own: its weight is `path`.weight, its bias `path`.bias.
    case linear(Value, inputChannels: Int, outputChannels: Int, path: String)
    /// The hyperbolic tangent.
    case hyperbolicTangent(Value)

    /// The results that it reads.
    package var inputs: [Value] {
      switch self {
      case .normalization(let input, _, let addend, _): [input] + (addend.map { [$0] } ?? [])
      case .convolution(let input, _, _, _), .rectifier(let input, _),
        .maximumPooling(let input, _, _, _), .averagePooling(let input, _, _, _),
        .globalAveragePooling(let input), .linear(let input, _, _, _),
        .hyperbolicTangent(let input):
        [input]
      }
    }
  }

  /// The steps; the result of the last one is the network's.
  package private(set) var operations: [Operation] = []

  /// The network's input.
  package static let input: Value = 0

  /// Makes a graph without operations.
  package init() {}

  /// Adds an operation and gives the number of its result.
  ///
  /// - Precondition: It reads results that are there.
  package mutating func append(_ operation: Operation) -> Value {
    precondition(
      operation.inputs.allSatisfy { $0 >= 0 && $0 <= operations.count },
      "an operation reads earlier results")
    operations.append(operation)
    return operations.count
  }
}
