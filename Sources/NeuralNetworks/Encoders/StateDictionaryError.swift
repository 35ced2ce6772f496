import Tensors

/// Why a state dictionary does not fit an encoder: every name at fault.
public struct StateDictionaryError: Error, Sendable, Equatable {
  /// A tensor of another shape than the network's, both in PyTorch's layout.
  public struct WrongShape: Sendable, Equatable {
    /// The tensor's name.
    public let name: String
    /// The network's shape.
    public let expected: Shape
    /// The dictionary's shape.
    public let found: Shape
  }

  /// The encoder that was to be made.
  public let architecture: EncoderArchitecture

  /// Names of the network that the dictionary lacks, in the network's order.
  public internal(set) var missing: [String] = []

  /// Names of the dictionary that the network lacks, in the dictionary's order.
  public internal(set) var unexpected: [String] = []

  /// Tensors of the wrong shape, in the network's order.
  public internal(set) var wrongShapes: [WrongShape] = []

  /// Names that the dictionary has more than once, in the dictionary's order.
  public internal(set) var duplicates: [String] = []

  init(architecture: EncoderArchitecture) {
    self.architecture = architecture
  }

  var isEmpty: Bool { faultCount == 0 }

  var faultCount: Int {
    missing.count + unexpected.count + wrongShapes.count + duplicates.count
  }
}

extension StateDictionaryError: CustomStringConvertible {
  /// One line that counts the faults of each kind and names the first few.
  public var description: String {
    let shapes = wrongShapes.map { "\($0.name) is \($0.found) and should be \($0.expected)" }
    let faults = [
      Self.listing(missing, "missing"), Self.listing(unexpected, "unexpected"),
      Self.listing(shapes, "of the wrong shape"), Self.listing(duplicates, "given twice"),
    ]
    return "the weights do not fit encoder \(architecture): "
      + faults.compactMap(\.self).joined(separator: "; ")
  }

  private static func listing(_ items: [String], _ fault: String) -> String? {
    let shownCount = 4
    guard !items.isEmpty else { return nil }
    let shown = items.prefix(shownCount).joined(separator: ", ")
    let rest = items.count > shownCount ? " and \(items.count - shownCount) more" : ""
    return "\(items.count) \(fault) (\(shown)\(rest))"
  }
}
