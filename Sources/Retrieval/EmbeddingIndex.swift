import Clustering
import Tensors

/// Embeddings of pictures, with the pictures' paths, among which nearest neighbours are found
/// exactly.
///
/// An embedding is known by its number, in the order in which they were put in.
public struct EmbeddingIndex: Sendable {
  /// Where the embeddings come from.
  public struct Provenance: Sendable, Equatable {
    /// The fingerprint of the encoder's weights: 16 or 32 lower-case hexadecimal digits.
    public let encoderFingerprint: String

    /// Where the encoder's file was.
    public let modelPath: String

    /// How pictures were made ready for the encoder.
    public let preprocessing: String

    /// Beyond which sizes the encoder cut numbers off, layer by layer, in order to compute in 8-bit integers;
    /// empty if it did not.
    public let activationLimits: [Float]

    /// Makes a provenance.
    ///
    /// - Throws: If the fingerprint is malformed, or a limit is not finite or negative.
    public init(
      encoderFingerprint: String, modelPath: String, preprocessing: String,
      activationLimits: [Float] = []
    ) throws(EmbeddingIndexError) {
      let digits = encoderFingerprint.utf8
      guard digits.count == 16 || digits.count == 32,
        digits.allSatisfy({
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        })
      else { throw .malformedFingerprint }
      if let layer = activationLimits.firstIndex(where: { !($0.isFinite && $0 >= 0) }) {
        throw .unusableLimit(layer: layer, value: activationLimits[layer])
      }
      self.encoderFingerprint = encoderFingerprint
      self.modelPath = modelPath
      self.preprocessing = preprocessing
      self.activationLimits = activationLimits
    }
  }

  /// An embedding that a search has found.
  public struct Neighbor: Sendable, Equatable {
    /// The embedding's number.
    public let id: Int
    /// The path of its picture.
    public let path: String
    /// Its Euclidean distance to the query.
    public let distance: Float
  }

  /// Where the embeddings come from.
  public let provenance: Provenance

  /// The search among all embeddings.
  private var neighborSearch: NeighborSearch

  /// All embeddings, [n, c].
  public var embeddings: Tensor { neighborSearch.points }

  /// The path of each embedding's picture.
  public private(set) var paths: [String]

  /// Makes an index.
  ///
  /// - Parameters:
  ///   - embeddings: [n, c], n possibly 0, c at least 1; finite and at most 2⁴⁰ in size.
  ///   - paths: The path of each embedding's picture.
  ///   - provenance: Where the embeddings come from.
  public init(
    embeddings: Tensor, paths: [String], provenance: Provenance
  ) throws(EmbeddingIndexError) {
    try Self.check(embeddings, dimension: nil)
    try Self.check(paths, count: embeddings.shape[0])
    neighborSearch = NeighborSearch(points: embeddings)
    self.paths = paths
    self.provenance = provenance
  }

  /// The number of embeddings, n; no search finds more.
  public var count: Int { paths.count }

  /// The number of elements of each embedding, c.
  public var dimension: Int { embeddings.shape[1] }

  /// Adds embeddings at the end; they get the next numbers.
  ///
  /// Takes time in proportion to the size of the whole index.
  ///
  /// - Throws: ``EmbeddingIndexError``; then nothing was added.
  public mutating func append(
    _ added: Tensor, paths addedPaths: [String]
  ) throws(EmbeddingIndexError) {
    try Self.check(added, dimension: dimension)
    try Self.check(addedPaths, count: added.shape[0])
    neighborSearch = NeighborSearch(
      points: Tensor(
        [count + addedPaths.count, dimension], embeddings.scalars + added.scalars))
    paths += addedPaths
  }

  /// The embeddings nearest to one query of c elements; otherwise as the search for several.
  public func search(
    _ query: [Float], count wanted: Int
  ) throws(EmbeddingIndexError) -> [Neighbor] {
    try search(Tensor([1, query.count], query), count: wanted).first ?? []
  }

  /// The embeddings nearest to each of `queries`, nearest first, ties by ascending number.
  ///
  /// The ranking is that of distances in double precision.
  ///
  /// - Parameters:
  ///   - queries: [q, c]; finite and at most 2⁴⁰ in size.
  ///   - wanted: How many for each; all embeddings if there are fewer, see ``count``.
  public func search(
    _ queries: Tensor, count wanted: Int
  ) throws(EmbeddingIndexError) -> [[Neighbor]] {
    try Self.check(queries, dimension: dimension)
    guard wanted > 0 else { throw .neighborCount(wanted) }
    return neighborSearch.neighbors(of: queries, count: wanted).map { found in
      found.map {
        Neighbor(
          id: $0.index, path: paths[$0.index], distance: Float($0.squaredDistance.squareRoot()))
      }
    }
  }

  private static func check(
    _ embeddings: Tensor, dimension: Int?
  ) throws(EmbeddingIndexError) {
    let shape = embeddings.shape
    guard shape.rank == 2, shape[1] > 0, dimension == nil || shape[1] == dimension else {
      throw .shapeMismatch(dimensions: shape.dimensions, expectedDimension: dimension)
    }
    if let index = embeddings.firstElementUnusableForDistances() {
      throw .unusableValue(
        row: index / shape[1], column: index % shape[1], value: embeddings[index])
    }
  }

  private static func check(_ paths: [String], count: Int) throws(EmbeddingIndexError) {
    guard paths.count == count else { throw .pathCount(paths.count, embeddings: count) }
    if let row = paths.firstIndex(where: { $0.utf8.contains(0) }) {
      throw .zeroByteInPath(row: row)
    }
  }
}
