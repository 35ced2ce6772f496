import Clustering
import Tensors

/// How far two kinds of embeddings of the same pictures agree on who is whose neighbour.
public struct NeighborAgreement: Sendable, Equatable {
  /// Pictures that were compared, each with all others.
  public let pictureCount: Int
  /// Neighbours of each: 10, or all but one if there are fewer.
  public let neighborCount: Int
  /// The share of a picture's nearest neighbours that are the same, on average: from 0 to 1.
  public let overlap: Double

  /// Compares embeddings.
  ///
  /// Nil for fewer than three pictures, of which each has the same neighbours in any case.
  ///
  /// - Parameters:
  ///   - first: `[n, c]`.
  ///   - second: `[n, d]`, of the same pictures in the same order.
  public init?(_ first: Tensor, _ second: Tensor) {
    let count = first.shape[0]
    precondition(second.shape[0] == count, "other pictures")
    guard count >= 3 else { return nil }
    let wanted = min(10, count - 2)
    let (left, right) = (Self.neighbors(first, wanted), Self.neighbors(second, wanted))
    let common = zip(left, right).map { Set($0).intersection($1).count }.reduce(0, +)
    pictureCount = count
    neighborCount = wanted
    overlap = Double(common) / Double(count * wanted)
  }

  /// The numbers of each point's nearest others.
  private static func neighbors(_ points: Tensor, _ count: Int) -> [[Int]] {
    NeighborSearch(points: points).neighbors(of: points, count: count + 1).enumerated().map {
      point, found in
      Array(found.map(\.index).filter { $0 != point }.prefix(count))
    }
  }
}
