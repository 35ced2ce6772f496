import Retrieval
import Tensors
import TestSupport
import Testing

struct EmbeddingIndexTests {
  static func provenance() throws -> EmbeddingIndex.Provenance {
    try .init(
      encoderFingerprint: "00112233445566778899aabbccddeeff", modelPath: "m", preprocessing: "p")
  }

  static func index(_ embeddings: Tensor) throws -> EmbeddingIndex {
    try EmbeddingIndex(
      embeddings: embeddings, paths: (0..<embeddings.shape[0]).map { "\($0).png" },
      provenance: provenance())
  }

  @Test func findsWhatADoublePrecisionSearchFinds() throws {
    var random = SeededRandom(51)
    for round in 0..<200 {
      let count = random.integer(in: 1...80)
      let dimension = random.integer(in: 1...33)
      let isCoarse = random.integer(in: 0...1) == 0
      var rows = (0..<count).map { _ in
        (0..<dimension).map { _ in
          isCoarse ? Float(random.integer(in: -1...1)) : random.uniform()
        }
      }
      // Duplicates and zero vectors.
      for _ in 0..<count / 4 {
        rows[random.integer(in: 0...count - 1)] = rows[random.integer(in: 0...count - 1)]
      }
      if random.integer(in: 0...1) == 0 {
        rows[random.integer(in: 0...count - 1)] = [Float](repeating: 0, count: dimension)
      }
      let index = try Self.index(Tensor([count, dimension], rows.flatMap { $0 }))
      let queries = [
        rows[random.integer(in: 0...count - 1)], [Float](repeating: 0, count: dimension),
        random.uniforms(dimension),
      ]
      let wanted = random.integer(in: 1...100)
      let batch = try index.search(
        Tensor([3, dimension], queries.flatMap { $0 }), count: wanted)
      for (query, found) in zip(queries, batch) {
        let distances = rows.map { row in
          zip(row, query).reduce(0.0) { sum, pair in
            let difference = Double(pair.1) - Double(pair.0)
            return sum + difference * difference
          }
        }
        let ranking = (0..<count).sorted { (distances[$0], $0) < (distances[$1], $1) }
        let expected = ranking.prefix(wanted)
        #expect(found.map(\.id) == Array(expected), "seed \(random.seed), round \(round)")
        #expect(found.map(\.distance) == expected.map { Float(distances[$0].squareRoot()) })
        #expect(found.map(\.path) == expected.map { "\($0).png" })
        #expect(try index.search(query, count: wanted) == found)
      }
    }
  }

  @Test func appendsAtTheEnd() throws {
    var index = try Self.index(Tensor([2, 2], [0, 0, 4, 4]))
    try index.append(Tensor([2, 2], [1, 1, 0, 0]), paths: ["x", "y"])
    #expect(index.count == 4)
    #expect(index.paths == ["0.png", "1.png", "x", "y"])
    #expect(index.embeddings == Tensor([4, 2], [0, 0, 4, 4, 1, 1, 0, 0]))
    #expect(try index.search([0, 0], count: 3).map(\.id) == [0, 3, 2])
    #expect(throws: EmbeddingIndexError.shapeMismatch(dimensions: [1, 3], expectedDimension: 2)) {
      try index.append(Tensor([1, 3]), paths: ["z"])
    }
    #expect(throws: EmbeddingIndexError.pathCount(2, embeddings: 1)) {
      try index.append(Tensor([1, 2]), paths: ["z", "z"])
    }
    #expect(index.count == 4)
  }

  @Test(arguments: [Float.infinity, -Float.infinity, 2e12])
  func refusesUnusableNumbers(value: Float) throws {
    let expected = EmbeddingIndexError.unusableValue(row: 1, column: 0, value: value)
    let unusable = Tensor([2, 2], [0, 0, value, 0])
    #expect(throws: expected) { try Self.index(unusable) }
    var index = try Self.index(Tensor([1, 2]))
    #expect(throws: expected) { try index.append(unusable, paths: ["a", "b"]) }
    #expect(throws: expected) { try index.search(unusable, count: 1) }
    #expect(index.count == 1)
  }

  @Test func refusesWhatIsNotANumber() throws {
    let index = try Self.index(Tensor([1, 2]))
    let error = #expect(throws: EmbeddingIndexError.self) {
      try index.search([0, .nan], count: 1)
    }
    #expect(
      error?.description
        == "element 1 of embedding 0 is nan; expected a number of at most 2^40 in size")
    #expect(throws: EmbeddingIndexError.self) { try Self.index(Tensor([1, 1], [.nan])) }
  }

  @Test func refusesWrongArguments() throws {
    let index = try Self.index(Tensor([3, 2]))
    #expect(throws: EmbeddingIndexError.neighborCount(0)) { try index.search([0, 0], count: 0) }
    #expect(throws: EmbeddingIndexError.shapeMismatch(dimensions: [1, 3], expectedDimension: 2)) {
      try index.search([0, 0, 0], count: 1)
    }
    #expect(throws: EmbeddingIndexError.shapeMismatch(dimensions: [4], expectedDimension: nil)) {
      try EmbeddingIndex(
        embeddings: Tensor([4]), paths: ["a", "b", "c", "d"], provenance: Self.provenance())
    }
    #expect(throws: EmbeddingIndexError.shapeMismatch(dimensions: [4, 0], expectedDimension: nil)) {
      try Self.index(Tensor([4, 0]))
    }
    #expect(throws: EmbeddingIndexError.pathCount(0, embeddings: 1)) {
      try EmbeddingIndex(embeddings: Tensor([1, 1]), paths: [], provenance: Self.provenance())
    }
    #expect(throws: EmbeddingIndexError.zeroByteInPath(row: 0)) {
      try EmbeddingIndex(
        embeddings: Tensor([1, 1]), paths: ["a\0b"], provenance: Self.provenance())
    }
    for fingerprint in ["", "0123456789abcde", "0123456789ABCDEF", "0123456789abcdeg"] {
      #expect(throws: EmbeddingIndexError.malformedFingerprint) {
        try EmbeddingIndex.Provenance(
          encoderFingerprint: fingerprint, modelPath: "", preprocessing: "")
      }
    }
  }

  @Test func anEmptyIndexFindsNothing() throws {
    let index = try Self.index(Tensor([0, 3]))
    #expect(index.count == 0)
    #expect(index.dimension == 3)
    #expect(try index.search([1, 2, 3], count: 5).isEmpty)
  }
}
