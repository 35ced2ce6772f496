import NeuralNetworks

/// How large the numbers between the layers of a network are: what they must be known for to become bytes.
public struct ActivationRanges: Sendable, Equatable {
  /// By the numbers of a ``FusedNetwork``'s results: the size beyond which numbers are cut off, finite and
  /// not negative; 0 for results that do not become bytes.
  public let limits: [Float]

  /// Names limits.
  ///
  /// Nil unless there are as many as an encoder of `architecture` has results, all finite and not negative.
  public init?(limits: [Float], architecture: EncoderArchitecture) {
    let network = FusedNetwork(EncoderNetwork(unwritten: architecture).graph())
    guard limits.count == network.operations.count + 1,
      limits.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { return nil }
    self.limits = limits
  }

  /// Limits that were found for a network.
  init(limits: [Float]) {
    self.limits = limits
  }
}
