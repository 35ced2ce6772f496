import Tensors

extension EncoderNetwork {
  /// A weight or running statistic and its name in PyTorch.
  public typealias StateEntry = (name: String, value: Tensor)

  /// All weights and running statistics by their names, in the layouts they have here, without a copy.
  package func state() -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    var copy = self
    copy.visitState { name, parameter in state[name] = parameter.value }
    return state
  }

  /// Makes a network whose weights are undefined: it can tell its shape.
  package init(unwritten architecture: EncoderArchitecture) {
    var source = ParameterSource.unwritten
    self.init(architecture, from: &source)
  }

  /// All weights and running statistics, by the names, in the order and in the layouts of PyTorch.
  ///
  /// Residual networks have torchvision's names (`layer2.0.downsample.0.weight`), the others those
  /// of the AugNet authors' networks (`seq0.0.0.weight`). A convolution's weight is
  /// [C_out, C_in, KH, KW], a linear layer's [C_out, C_in]; `num_batches_tracked` has no axes.
  public func stateDictionary() -> [StateEntry] {
    var entries: [StateEntry] = []
    // Visiting may write, hence the copy; it shares all numbers.
    var copy = self
    copy.visitState { name, parameter in
      entries.append((name, parameter.value.inPyTorchLayout()))
    }
    return entries
  }

  /// Makes a network with the weights of a state dictionary.
  ///
  /// - Parameters:
  ///   - architecture: What to make.
  ///   - stateDictionary: As ``stateDictionary()`` gives it, in any order; `num_batches_tracked`
  ///     may be missing, as in files of old PyTorch versions.
  /// - Throws: One ``StateDictionaryError`` with every name that is missing, unknown, double or of
  ///   the wrong shape; see ``StateDictionaryMatch``.
  public init(
    architecture: EncoderArchitecture, stateDictionary: [StateEntry]
  ) throws(StateDictionaryError) {
    let match = try StateDictionaryMatch(
      stateDictionary.map { ($0.name, $0.value.shape) }, architecture: architecture)
    var values: [String: Tensor] = [:]
    for entry in match.entries { values[entry.name] = stateDictionary[entry.index].value }
    self.init(unwritten: architecture)
    visitState { name, parameter in
      if let value = values[name] { parameter.value = Tensor(inPyTorchLayout: value) }
    }
  }
}
