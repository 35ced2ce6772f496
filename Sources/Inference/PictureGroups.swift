import Tensors

/// How far a network goes with a few pictures of a batch at a time.
///
/// The first layers make maps of some megabytes of every picture. One that is read while the cache still holds it
/// need not come from memory. The last layers have small maps and many weights, which all pictures read together.
struct PictureGroups {
  /// The operations before this one are done for one group after another.
  let end: Int
  /// Pictures of a group.
  let size: Int

  /// Bytes of a map from which on a picture is worth a round of its own.
  private static let leastMapBytes = 1 << 20
  /// Bytes of a group's largest map: of such a map three stay in a cache of 16 MB.
  private static let cachedMapBytes = 4 << 20

  /// Chooses them.
  ///
  /// - Parameters:
  ///   - network: What is done.
  ///   - shapes: By the results' numbers, those of one picture.
  init(_ network: FusedNetwork, shapes: [Shape]) {
    let lastReaders = network.lastReaders
    func bytes(_ value: FusedNetwork.Value) -> Int {
      shapes[value].count * MemoryLayout<Float>.stride
    }
    /// Whether all that the operations from `index` on read is the result before them.
    func isNeck(_ index: Int) -> Bool {
      if case .maximumPooling = network.operations[index] { return false }
      return lastReaders[..<index].allSatisfy { $0 < index }
    }
    let end = network.operations.indices.dropFirst().last {
      shapes[$0].rank == 4 && bytes($0) >= Self.leastMapBytes && isNeck($0)
    }
    self.end = end ?? 0
    let largest = (1...max(self.end, 1)).map(bytes).max() ?? 0
    size = max(1, Self.cachedMapBytes / max(largest, 1))
  }
}
