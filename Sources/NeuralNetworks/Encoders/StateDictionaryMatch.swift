import Tensors

/// Which tensor of a file is which weight of an encoder.
///
/// Names are compared without the `module.` and `pre.` that PyTorch's `DataParallel` and the AugNet
/// authors' networks put before torchvision's.
public struct StateDictionaryMatch: Sendable {
  /// A weight or running statistic, and the number of its tensor in the file.
  public struct Entry: Sendable, Equatable {
    /// Its name in the encoder's state dictionary.
    public let name: String
    /// The tensor's number.
    public let index: Int
  }

  /// The encoder.
  public let architecture: EncoderArchitecture

  /// The encoder's weights in its own order; `num_batches_tracked` may be missing.
  public let entries: [Entry]

  /// The names in the file of what the encoder does not have: torchvision's classifier.
  public let leftOut: [String]

  /// Finds the weights of an encoder among tensors, of which no element is looked at.
  ///
  /// - Parameters:
  ///   - tensors: Names and shapes, in PyTorch's layout.
  ///   - architecture: The encoder; nil to find out which one the tensors fit.
  /// - Throws: ``StateDictionaryError``, which lists everything that is missing, unexpected, given twice
  ///   or of the wrong shape; for the encoder that the tensors fit best, if it was not given.
  public init(
    _ tensors: [(name: String, shape: Shape)], architecture: EncoderArchitecture? = nil
  ) throws(StateDictionaryError) {
    let plain = tensors.map { (name: Self.plainName($0.name), shape: $0.shape) }
    var best: StateDictionaryError?
    for candidate in architecture.map({ [$0] }) ?? Self.candidates(for: plain) {
      var (report, entries) = candidate.compare(plain)
      let classifier = candidate.hasNoClassifier ? ["fc.weight", "fc.bias"] : []
      report.unexpected.removeAll { classifier.contains($0) }
      if report.isEmpty {
        self.architecture = candidate
        self.entries = entries
        leftOut = plain.indices.filter { classifier.contains(plain[$0].name) }
          .map { tensors[$0].name }
        return
      }
      if report.faultCount < best?.faultCount ?? .max { best = report }
    }
    throw best ?? StateDictionaryError(architecture: .resnet50)
  }

  /// `name` without the prefixes that say in what the network was wrapped.
  private static func plainName(_ name: String) -> String {
    var rest = name[...]
    while let prefix = ["module.", "pre."].first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(prefix.count)
    }
    return String(rest)
  }

  private static func candidates(
    for tensors: [(name: String, shape: Shape)]
  ) -> [EncoderArchitecture] {
    let fixed: [EncoderArchitecture] = [.resnet50, .resnet34, .resnet18, .nin3, .nin4, .nin5]
    guard let stem = tensors.first(where: { $0.name == "conv1.weight" })?.shape, stem.rank == 4,
      stem[2] == 3, EncoderArchitecture.smallWidths.contains(stem[0])
    else { return fixed }
    return [.small(width: stem[0])] + fixed
  }
}

extension EncoderArchitecture {
  /// Whether torchvision's network of this name has a classifier that the encoder is without.
  fileprivate var hasNoClassifier: Bool { self == .resnet18 || self == .resnet34 }

  /// The names and shapes, in PyTorch's layout, of all weights and running statistics, in PyTorch's
  /// order.
  public var stateShapes: [(name: String, shape: Shape)] {
    var source = ParameterSource.unwritten
    var network = EncoderNetwork(self, from: &source)
    var shapes: [(name: String, shape: Shape)] = []
    network.visitState { name, parameter in
      shapes.append((name, parameter.value.shape.inPyTorchLayout()))
    }
    return shapes
  }

  /// Holds names and shapes against this encoder's.
  fileprivate func compare(
    _ tensors: [(name: String, shape: Shape)]
  ) -> (StateDictionaryError, [StateDictionaryMatch.Entry]) {
    var report = StateDictionaryError(architecture: self)
    var given: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated()
    where given.updateValue(index, forKey: tensor.name) != nil {
      report.duplicates.append(tensor.name)
    }
    var known: Set<String> = []
    var entries: [StateDictionaryMatch.Entry] = []
    for (name, shape) in stateShapes {
      known.insert(name)
      guard let index = given[name] else {
        if !name.hasSuffix("num_batches_tracked") { report.missing.append(name) }
        continue
      }
      if tensors[index].shape != shape {
        report.wrongShapes.append(
          .init(name: name, expected: shape, found: tensors[index].shape))
      }
      entries.append(.init(name: name, index: index))
    }
    report.unexpected = tensors.map(\.name).filter { !known.contains($0) }
    return (report, entries)
  }
}
