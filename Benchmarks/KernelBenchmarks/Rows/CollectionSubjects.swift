import AugNet
import Kernels

extension Subject {
  /// What users do with a collection: embedding a folder of pictures, and searching.
  static let collections: [Subject] =
    FolderSubject.all.flatMap(\.subjects)
    + [
      search(queries: 1, points: 100_000, dimensions: 512),
      search(queries: 100, points: 100_000, dimensions: 512),
    ]

  private static func search(queries: Int, points: Int, dimensions: Int) -> Subject {
    let wanted = 10
    return Subject(
      name: "search",
      problem: "queries=\(queries) points=\(points) d=\(dimensions) nearest=\(wanted)",
      work: Work(
        operations: 2 * queries * points * dimensions, read: (queries + points) * dimensions,
        items: queries),
      unit: .queries, level: KernelSet.current.level, needsFilter: queries > 1
    ) { _ in
      let index = try EmbeddingIndex(
        embeddings: Tensor.random([points, dimensions], stream: 1),
        paths: (0..<points).map { "\($0).png" },
        provenance: EmbeddingIndex.Provenance(
          encoderFingerprint: String(repeating: "0", count: 16), modelPath: "", preprocessing: ""))
      let query = Tensor.random([queries, dimensions], stream: 2)
      return { _ = try index.search(query, count: wanted) }
    }
  }
}
