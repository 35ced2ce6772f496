import DurableFiles
import Foundation
import Retrieval
import Tensors
import TestSupport
import Testing

struct EmbeddingIndexFileTests {
  static func index() throws -> EmbeddingIndex {
    try EmbeddingIndex(
      embeddings: Tensor([3, 2], [0.5, -1, 0, 0, .leastNonzeroMagnitude, 0x1p40]),
      paths: ["a.png", "", "unter/ordner/é😀.ppm"],
      provenance: .init(
        encoderFingerprint: "0123456789abcdef", modelPath: "models/a.safetensors",
        preprocessing: "short side 64", activationLimits: [0, 2.5, .leastNonzeroMagnitude]))
  }

  static func isEqual(_ left: EmbeddingIndex, _ right: EmbeddingIndex) -> Bool {
    left.embeddings == right.embeddings && left.paths == right.paths
      && left.provenance == right.provenance
  }

  @Test func readsBackWhatWasWritten() throws {
    let index = try Self.index()
    let bytes = index.encoded()
    #expect(try Self.isEqual(EmbeddingIndex(decoding: bytes), index))
    #expect(try EmbeddingIndex(decoding: bytes).encoded() == bytes)
    let plain = try EmbeddingIndex(
      embeddings: index.embeddings, paths: index.paths,
      provenance: .init(
        encoderFingerprint: "0123456789abcdef", modelPath: "m", preprocessing: "short side 64"))
    #expect(try Self.isEqual(EmbeddingIndex(decoding: plain.encoded()), plain))
    let empty = try EmbeddingIndex(
      embeddings: Tensor([0, 768]), paths: [], provenance: index.provenance)
    #expect(try Self.isEqual(EmbeddingIndex(decoding: empty.encoded()), empty))
  }

  @Test func writesAndReadsPaths() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/pictures.index"
    let index = try Self.index()
    try index.write(to: path)
    #expect(try Self.isEqual(EmbeddingIndex(contentsOf: path), index))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pictures.index"])
    try Data("P6 1 1 255".utf8).write(to: URL(fileURLWithPath: path))
    let malformed = #expect(throws: EmbeddingIndexFileError.self) {
      try EmbeddingIndex(contentsOf: path)
    }
    #expect(malformed?.description == path + ": not a file that augnet wrote")
    let absent = #expect(throws: EmbeddingIndexFileError.self) {
      try EmbeddingIndex(contentsOf: folder + "/absent")
    }
    #expect(absent == .file(.notFound(path: folder + "/absent")))
    #expect(throws: EmbeddingIndexFileError.self) { try index.write(to: folder + "/no/index") }
  }

  @Test func everyFlippedBitIsDetected() throws {
    let original = try Self.index().encoded()
    var bytes = original
    var undetected = 0
    for bit in 0..<8 * original.count {
      bytes[bit / 8] ^= 1 << (bit % 8)
      do throws(EmbeddingIndexFormatError) {
        _ = try EmbeddingIndex(decoding: bytes)
        undetected += 1
      } catch {}
      bytes[bit / 8] ^= 1 << (bit % 8)
    }
    #expect(undetected == 0)
  }

  @Test func everyPrefixIsRefused() throws {
    let bytes = try Self.index().encoded()
    for length in 0..<bytes.count {
      #expect(throws: EmbeddingIndexFormatError.self) {
        try EmbeddingIndex(decoding: Array(bytes[..<length]))
      }
    }
    #expect(throws: EmbeddingIndexFormatError.self) { try EmbeddingIndex(decoding: bytes + [0]) }
  }

  /// A file of the given sections with right checksums.
  private func error(_ sections: [ContainerSection], kind: UInt32 = 1) -> EmbeddingIndexFormatError?
  {
    do throws(EmbeddingIndexFormatError) {
      _ = try EmbeddingIndex(decoding: encodedContainer(kind: kind, sections: sections))
      return nil
    } catch {
      return error
    }
  }

  private func sections(
    embeddings: ContainerSection = ContainerSection(id: 1, dimensions: [1, 2], numbers: [1, 2]),
    paths: [UInt8] = Array("a\0".utf8), fingerprint: [UInt8] = Array("0123456789abcdef".utf8),
    model: [UInt8] = [], preprocessing: [UInt8] = []
  ) -> [ContainerSection] {
    [
      embeddings, ContainerSection(id: 2, bytes: paths),
      ContainerSection(id: 3, bytes: fingerprint), ContainerSection(id: 4, bytes: model),
      ContainerSection(id: 5, bytes: preprocessing),
    ]
  }

  @Test func refusesContentsThatNoIndexHas() {
    #expect(error(sections()) == nil)
    #expect(error(sections(), kind: 2) == .container(.wrongKind(2, expected: 1)))
    #expect(error([]) == .sections([]))
    #expect(error(Array(sections().dropLast())) == .sections([1, 2, 3, 4]))
    #expect(
      error(sections() + [ContainerSection(id: 7, bytes: [])]) == .sections([1, 2, 3, 4, 5, 7]))
    #expect(error(sections() + [ContainerSection(id: 6, bytes: [0])]) == .sectionForm(id: 6))
    for (limits, number) in [([0, -1], -1), ([1, Float.infinity], Float.infinity)] {
      let section = ContainerSection(id: 6, dimensions: [2], numbers: limits)
      #expect(
        error(sections() + [section]) == .contents(.unusableLimit(layer: 1, value: number)))
    }
    for dimensions in [[0], [1, 2]] {
      let section = ContainerSection(
        id: 6, dimensions: dimensions, numbers: [Float](repeating: 1, count: dimensions.last ?? 0))
      #expect(error(sections() + [section]) == .sectionForm(id: 6))
    }
    #expect(
      error(sections(embeddings: ContainerSection(id: 1, bytes: [1, 2, 3, 4])))
        == .sectionForm(id: 1))
    for dimensions in [[2], [1, 1, 2], [2, 1, 1]] {
      #expect(
        error(
          sections(
            embeddings: ContainerSection(id: 1, dimensions: dimensions, numbers: [1, 2])))
          == .sectionForm(id: 1))
    }
    #expect(
      error(sections(embeddings: ContainerSection(id: 1, dimensions: [1, 0], numbers: [])))
        == .sectionForm(id: 1))
    #expect(error(sections(paths: [0x61])) == .unterminatedPath)
    #expect(error(sections(paths: [0xFF, 0])) == .invalidUTF8(section: 2))
    #expect(error(sections(model: [0xC3])) == .invalidUTF8(section: 4))
    #expect(error(sections(paths: [])) == .contents(.pathCount(0, embeddings: 1)))
    #expect(error(sections(paths: [0, 0])) == .contents(.pathCount(2, embeddings: 1)))
    #expect(error(sections(fingerprint: [0x61])) == .contents(.malformedFingerprint))
    let infinite = ContainerSection(id: 1, dimensions: [1, 2], numbers: [1, .infinity])
    #expect(
      error(sections(embeddings: infinite))
        == .contents(.unusableValue(row: 0, column: 1, value: .infinity)))
    var wrongForm = sections()
    wrongForm[3] = ContainerSection(id: 4, dimensions: [1], numbers: [1])
    #expect(error(wrongForm) == .sectionForm(id: 4))
  }

  @Test func resealedMutationsNeverTrapAndNeverBreakASearch() throws {
    let original = try Self.index().encoded()
    var random = SeededRandom(77)
    var accepted = 0
    let count = FileMutator.count(20_000)
    for round in 0..<count {
      var bytes = original
      for _ in 0..<random.integer(in: 1...3) {
        // Fields of the header and of the table are the most telling places.
        let position = random.integer(
          in: 0...(random.integer(in: 0...3) == 0 ? bytes.count : 32 + 6 * 96) - 1)
        switch random.integer(in: 0...5) {
        case 0: bytes[position] ^= UInt8(1 << random.integer(in: 0...7))
        case 1: bytes[position] = UInt8(random.integer(in: 0...9))
        case 2: bytes[position] = random.element(of: [0xFF, 0x7F, 0x80, 0x40])
        case 3:
          let width = min(random.element(of: [4, 8]), bytes.count - position)
          for byte in 0..<width { bytes[position + byte] = 0xFF }
        case 4:
          // Grow or shrink, with a length that says so.
          if random.integer(in: 0...1) == 0 {
            bytes.insert(0, at: position)
          } else if bytes.count > 600 {
            bytes.remove(at: position)
          }
          for start in [16, bytes.count - 12] {
            for byte in 0..<8 {
              bytes[start + byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte))
            }
          }
        default: bytes.swapAt(position, random.integer(in: 0...bytes.count - 1))
        }
      }
      reseal(&bytes)
      do throws(EmbeddingIndexFormatError) {
        let index = try EmbeddingIndex(decoding: bytes)
        accepted += 1
        guard index.dimension < 100 else { continue }
        let query = random.uniforms(index.dimension)
        let found = try? index.search(query, count: 5)
        #expect(found?.count == min(index.count, 5), "seed \(random.seed), round \(round)")
      } catch {}
    }
    #expect(accepted > count / 200)
  }
}
