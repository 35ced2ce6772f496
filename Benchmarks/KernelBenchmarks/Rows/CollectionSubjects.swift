import AugNet
import Kernels

extension Subject {
  /// What users do with a collection: embedding a folder of pictures, and searching.
  static let collections: [Subject] =
    [folderEmbedding].compactMap { $0 }
    + [
      search(queries: 1, points: 100_000, dimensions: 512),
      search(queries: 100, points: 100_000, dimensions: 512),
    ]

  private static let folderEmbedding: Subject? = {
    let (architecture, side) = (EncoderArchitecture.resnet18, 96)
    guard let shape = ResidualNetworkShape(architecture, side: side) else { return nil }
    let picturesPerClass = 2
    let count = SamplePictures.plan(picturesPerClass: picturesPerClass, seed: 0).count
    return Subject(
      name: "embed_folder", problem: "\(architecture) \(side)x\(side) \(count) sample pictures",
      work: shape.inferenceWork(batch: count), unit: .images, level: KernelSet.current.level
    ) { _ in
      let folder = try TemporaryFolder()
      try writeSamplePictures(to: folder.path, picturesPerClass: picturesPerClass)
      let encoder = try Encoder(
        untrained: architecture, pictureSize: side, normalization: .imageNet, seed: 0)
      return { _ = try encoder.embed(filesAt: [folder.path]) }
    }
  }()

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
