import NeuralNetworks

/// A network in evaluation mode in which what follows a convolution is part of it.
///
/// Results are numbered as in a ``NetworkGraph``: 0 is the input, k the result of operation number k − 1.
package struct FusedNetwork: Sendable, Equatable {
  /// The number of a result.
  package typealias Value = NetworkGraph.Value

  /// max(0, convolution + bias + residual), each part at will; its normalisation is folded into the weights.
  package struct Convolution: Sendable, Hashable {
    /// What it reads.
    package let input: Value
    /// Channels, window, stride and padding.
    package let geometry: NeuralNetworks.Convolution.Geometry
    /// The number of its weights in ``FusedNetwork/parameters``.
    package let parameters: Int
    /// What is added, or nil for nothing.
    package let residual: Value?
    /// Whether negative results become 0.
    package let isRectified: Bool
  }

  /// Where the numbers of a convolution are in the state dictionary.
  package struct Parameters: Sendable, Hashable {
    /// The convolution's or linear layer's own name.
    package let path: String
    /// Whether it has a bias of its own.
    package let hasBias: Bool
    /// The normalisation behind it, or nil for none.
    package let normalizationPath: String?
  }

  /// One step of the computation.
  package enum Operation: Sendable, Hashable {
    /// A convolution with what follows it. A linear layer is one of 1 × 1 on pictures of one pixel.
    case convolution(Convolution)
    /// max(x, leak · x).
    case rectifier(Value, leak: Float)
    /// The maximum over square windows, padding never winning.
    case maximumPooling(Value, window: Int, stride: Int, padding: Int)
    /// The mean over square windows, padding counting as zeros.
    case averagePooling(Value, window: Int, stride: Int, padding: Int)
    /// The mean over height and width.
    case globalAveragePooling(Value)
    /// The hyperbolic tangent.
    case hyperbolicTangent(Value)

    /// The results that it reads.
    package var inputs: [Value] {
      switch self {
      case .convolution(let convolution):
        [convolution.input] + (convolution.residual.map { [$0] } ?? [])
      case .rectifier(let input, _), .maximumPooling(let input, _, _, _),
        .averagePooling(let input, _, _, _), .globalAveragePooling(let input),
        .hyperbolicTangent(let input):
        [input]
      }
    }
  }

  /// The steps; the result of the last one is the network's.
  package private(set) var operations: [Operation] = []
  /// The convolutions' numbers, in the order of their first use.
  package private(set) var parameters: [Parameters] = []

  /// Fuses the operations of a graph.
  ///
  /// - Precondition: A normalisation's input is a convolution's result that nothing else reads.
  package init(_ graph: NetworkGraph) {
    var uses = [Int](repeating: 0, count: graph.operations.count + 1)
    for operation in graph.operations {
      for input in operation.inputs { uses[input] += 1 }
    }
    // The new numbers of the graph's results; convolutions that wait for their normalisation have none.
    var numbers: [Value?] = [0]
    for (index, operation) in graph.operations.enumerated() {
      func input(_ value: Value) -> Value {
        guard let number = numbers[value] else {
          preconditionFailure("only a normalisation reads the result before it")
        }
        return number
      }
      func next() -> NetworkGraph.Operation? {
        index + 1 < graph.operations.count ? graph.operations[index + 1] : nil
      }
      switch operation {
      case .convolution(let value, let geometry, let path, let hasBias):
        if case .normalization(index + 1, _, _, _) = next(), uses[index + 1] == 1 {
          numbers.append(nil)
          continue
        }
        append(
          Parameters(path: path, hasBias: hasBias, normalizationPath: nil), input: input(value),
          geometry)
      case .normalization(let value, let path, let addend, let isRectified):
        guard value > 0,
          case .convolution(let source, let geometry, let convolutionPath, let hasBias) =
            graph.operations[value - 1], numbers[value] == nil
        else { preconditionFailure("a normalisation follows a convolution") }
        append(
          Parameters(path: convolutionPath, hasBias: hasBias, normalizationPath: path),
          input: input(source), geometry, residual: addend.map(input), isRectified: isRectified)
      case .linear(let value, let inputChannels, let outputChannels, let path):
        append(
          Parameters(path: path, hasBias: true, normalizationPath: nil), input: input(value),
          .init(inputChannels, outputChannels, window: 1))
      case .rectifier(let value, let leak):
        operations.append(.rectifier(input(value), leak: leak))
      case .maximumPooling(let value, let window, let stride, let padding):
        operations.append(
          .maximumPooling(input(value), window: window, stride: stride, padding: padding))
      case .averagePooling(let value, let window, let stride, let padding):
        operations.append(
          .averagePooling(input(value), window: window, stride: stride, padding: padding))
      case .globalAveragePooling(let value): operations.append(.globalAveragePooling(input(value)))
      case .hyperbolicTangent(let value): operations.append(.hyperbolicTangent(input(value)))
      }
      numbers.append(operations.count)
    }
  }

  private mutating func append(
    _ parameters: Parameters, input: Value, _ geometry: NeuralNetworks.Convolution.Geometry,
    residual: Value? = nil, isRectified: Bool = false
  ) {
    operations.append(
      .convolution(
        Convolution(
          input: input, geometry: geometry, parameters: self.parameters.count, residual: residual,
          isRectified: isRectified)))
    self.parameters.append(parameters)
  }

  /// The operation that reads each result last; the network's result is read after all of them.
  package var lastReaders: [Int] {
    var readers = [Int](repeating: -1, count: operations.count + 1)
    for (index, operation) in operations.enumerated() {
      for input in operation.inputs { readers[input] = index }
    }
    readers[operations.count] = operations.count
    return readers
  }
}
