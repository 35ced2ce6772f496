import AugNet
import Foundation
import Testing

@Suite struct PictureIndexTests {
  private static func makeIndex(in files: PictureFiles, count: Int = 6) throws -> PictureIndex {
    for number in 0..<count {
      try files.put(PictureFiles.picture(number), at: "pictures/\(number).png")
    }
    let encoder = try untrainedEncoder()
    try encoder.write(to: files("model"))
    let index = try PictureIndex(
      encoder.embed(filesAt: [files("pictures")]), encoder: encoder, modelPath: files("model"))
    try index.write(to: files("index"))
    return index
  }

  @Test func findsAPictureItselfFirst() throws {
    let files = try PictureFiles()
    let made = try Self.makeIndex(in: files)
    let index = try PictureIndex(contentsOf: files("index"))
    #expect(index.entries.paths == made.entries.paths)
    let queries = (0..<6).map { PictureFiles.picture($0) }
    let found = try index.search(queries, count: 6)
    for (number, neighbors) in found.enumerated() {
      #expect(neighbors.first?.path == files("pictures/\(number).png"))
      #expect(neighbors.first?.distance == 0)
      #expect(neighbors.map(\.distance) == neighbors.map(\.distance).sorted())
      #expect(Set(neighbors.map(\.path)) == Set(index.entries.paths))
    }
    #expect(try index.search(queries, count: 6) == made.search(queries, count: 6))
    let first = try index.search([queries[2]], count: 2)
    #expect(first[0] == Array(found[2].prefix(2)), "few are the first of many")
  }

  @Test func keepsTheRangesOfBytes() throws {
    let files = try PictureFiles()
    let plain = try Self.makeIndex(in: files)
    let calibration = try Calibration(of: plain.encoder, filesAt: [files("pictures")])
    #expect(calibration.paths == plain.entries.paths && calibration.calibrationCount == 3)
    let differences = zip(calibration.embeddings.scalars, plain.entries.embeddings.scalars).map {
      abs($0 - $1)
    }
    #expect(differences.allSatisfy { $0 <= 2e-5 })
    let encoder = try Encoder(plain.encoder, ranges: calibration.ranges)
    #expect(encoder.precision == .int8 && encoder.fingerprint == plain.encoder.fingerprint)
    let embedded = try encoder.embed(filesAt: [files("pictures")])
    let made = try PictureIndex(embedded, encoder: encoder, modelPath: files("model"))
    try made.write(to: files("bytes"))
    let read = try PictureIndex(contentsOf: files("bytes"))
    #expect(read.entries.precision == .int8 && plain.entries.precision == .fp32)
    let query = PictureFiles.picture(4)
    #expect(read.encoder.embedding(of: query) == made.entries.embeddings.parts(4..<5).scalars)
    #expect(read.encoder.embedding(of: query) != plain.encoder.embedding(of: query))
    let agreement = try #require(calibration.agreement(with: embedded))
    #expect(agreement.pictureCount == 6 && agreement.neighborCount == 4)
    #expect(agreement.overlap >= 0.75, "\(agreement)")
    try files.put(PictureFiles.picture(9), at: "others/9.png")
    let others = try encoder.embed(filesAt: [files("others")])
    #expect(calibration.agreement(with: others) == nil)
  }

  @Test func refusesRangesOfAnotherNetwork() throws {
    let files = try PictureFiles()
    let index = try Self.makeIndex(in: files, count: 2)
    let provenance = index.entries.provenance
    let changed = try EmbeddingIndex(
      embeddings: index.entries.embeddings, paths: index.entries.paths,
      provenance: .init(
        encoderFingerprint: provenance.encoderFingerprint, modelPath: provenance.modelPath,
        preprocessing: provenance.preprocessing, activationLimits: [1, 2, 3]))
    try changed.write(to: files("index"))
    #expect(throws: PictureIndexError.otherRanges(index: files("index"))) {
      try PictureIndex(contentsOf: files("index"))
    }
  }

  @Test func refusesMorePicturesThanThereAre() throws {
    let files = try PictureFiles()
    let index = try Self.makeIndex(in: files, count: 2)
    #expect(throws: PictureIndexError.tooFewPictures(wanted: 3, count: 2)) {
      try index.search([PictureFiles.picture(0)], count: 3)
    }
  }

  @Test func knowsItsOwnEncoder() throws {
    let files = try PictureFiles()
    _ = try Self.makeIndex(in: files, count: 2)
    try untrainedEncoder(seed: 2).write(to: files("other"))
    let (index, model, other) = (files("index"), files("model"), files("other"))
    #expect(throws: PictureIndexError.otherModel(index: index, model: other)) {
      try PictureIndex(contentsOf: index, modelPath: other)
    }
    try FileManager.default.moveItem(atPath: model, toPath: files("moved"))
    #expect(throws: PictureIndexError.missingModel(index: index, model: model)) {
      try PictureIndex(contentsOf: index)
    }
    #expect(try PictureIndex(contentsOf: index, modelPath: files("moved")).entries.count == 2)
    try FileManager.default.moveItem(atPath: other, toPath: model)
    #expect(throws: PictureIndexError.otherModel(index: index, model: model)) {
      try PictureIndex(contentsOf: index)
    }
  }

  @Test func drawsASheetOfWhatWasFound() throws {
    let files = try PictureFiles()
    let index = try Self.makeIndex(in: files)
    let queries = [0, 3].map {
      (path: files("pictures/\($0).png"), image: PictureFiles.picture($0))
    }
    let found = try index.search(queries.map(\.image), count: 3)
    let sheet = searchSheet(queries: queries, neighbors: found, title: "Neighbours")
    #expect(sheet.width > 4 * 24 && sheet.height > 2 * 20)
    #expect(Set(sheet.samples).count > 50, "there are pictures on it")
    #expect(searchSheet(queries: queries, neighbors: found, title: "Neighbours") == sheet)
    // A picture that is gone leaves its place grey.
    try FileManager.default.removeItem(atPath: files("pictures/3.png"))
    let poorer = searchSheet(queries: queries, neighbors: found, title: "Neighbours")
    #expect(poorer != sheet && poorer.height == sheet.height)
  }
}
