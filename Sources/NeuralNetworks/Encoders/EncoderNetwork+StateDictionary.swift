import Tensors

extension EncoderNetwork {
  /// A weight or running statistic and its name in PyTorch.
  public typealias StateEntry = (name: String, value: Tensor)

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
  ///   the wrong shape.
  public init(
    architecture: EncoderArchitecture, stateDictionary: [StateEntry]
  ) throws(StateDictionaryError) {
    var source = ParameterSource.zeros
    self.init(architecture, from: &source)
    var given: [String: Tensor] = [:]
    var report = StateDictionaryError(architecture: architecture)
    for entry in stateDictionary where given.updateValue(entry.value, forKey: entry.name) != nil {
      report.duplicates.append(entry.name)
    }
    var known: Set<String> = []
    visitState { name, parameter in
      known.insert(name)
      let expected = parameter.value.shape.inPyTorchLayout()
      guard let value = given[name] else {
        if !name.hasSuffix("num_batches_tracked") { report.missing.append(name) }
        return
      }
      guard value.shape == expected else {
        report.wrongShapes.append(.init(name: name, expected: expected, found: value.shape))
        return
      }
      parameter.value = Tensor(inPyTorchLayout: value)
    }
    report.unexpected = stateDictionary.map(\.name).filter { !known.contains($0) }
    guard report.isEmpty else { throw report }
  }
}
