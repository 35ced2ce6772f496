import AugNet
import Checkpoints
import Testing

@Suite struct EmbeddingTests {
  @Test func doesNotDependOnTheOtherPicturesOfTheBatch() throws {
    let encoder = try untrainedEncoder()
    let images = (0..<40).map { PictureFiles.picture($0, width: 12 + $0, height: 30 - $0 / 2) }
    let together = encoder.embed(images)
    #expect(together.shape.dimensions == [40, 32])
    for index in images.indices {
      let row = (0..<32).map { together[index * 32 + $0] }
      #expect(encoder.embedding(of: images[index]) == row, "picture \(index)")
    }
    #expect(
      encoder.embed(Array(images.reversed())).scalars.prefix(32) == together.scalars.suffix(32))
    #expect(together.scalars.allSatisfy { abs($0) <= 1 })
    #expect(encoder.embed([]).shape.dimensions == [0, 32])
  }

  @Test func putsAPictureAtDistanceZeroFromItself() throws {
    let encoder = try untrainedEncoder()
    let (first, second) = (PictureFiles.picture(0), PictureFiles.picture(1))
    #expect(encoder.distance(from: first, to: first) == 0)
    let distance = encoder.distance(from: first, to: second)
    #expect(distance > 0 && distance == encoder.distance(from: second, to: first))
    let (a, b) = (encoder.embedding(of: first), encoder.embedding(of: second))
    let squares = zip(a, b).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    #expect(abs(Double(distance) - squares.squareRoot()) < 1e-5)
  }

  @Test func takesPicturesOfEveryKindAndSize() throws {
    let encoder = try untrainedEncoder()
    let gray = Image(
      width: 17, height: 9, colorModel: .gray,
      samples: (0..<153).map { UInt8(truncatingIfNeeded: $0 * 7) })
    let spread = Image(
      width: 17, height: 9, colorModel: .rgb, samples: gray.samples.flatMap { [$0, $0, $0] })
    #expect(encoder.distance(from: gray, to: spread) == 0)

    let rgb = PictureFiles.picture(2)
    var opaque: [UInt8] = []
    for pixel in stride(from: 0, to: rgb.samples.count, by: 3) {
      opaque += rgb.samples[pixel..<pixel + 3] + [255]
    }
    let rgba = Image(width: rgb.width, height: rgb.height, colorModel: .rgba, samples: opaque)
    #expect(encoder.distance(from: rgb, to: rgba) == 0)

    for (width, height) in [(1, 1), (1, 300), (300, 1), (2, 3)] {
      let image = Image(width: width, height: height, colorModel: .rgb, filledWith: 90)
      #expect(encoder.embedding(of: image).allSatisfy { $0.isFinite }, "\(width) × \(height)")
    }
  }

  @Test func readsFilesInOrderAndTellsOfTheOthers() throws {
    let files = try PictureFiles(count: 35)
    try files.put(Array(PictureFiles.picture(0).pngEncoded().prefix(80)), at: "picture-11b.png")
    try files.put(Array("text".utf8), at: "notes.txt")
    let encoder = try untrainedEncoder()
    let embedded = try encoder.embed(filesAt: [files.path])
    #expect(embedded.paths == (10..<45).map { files("picture-\($0).png") })
    #expect(embedded.skipped.map(\.path) == [files("picture-11b.png")])
    #expect(embedded.otherFileCount == 1)
    let images = try embedded.paths.map { try Image(contentsOf: $0) }
    #expect(embedded.embeddings.scalars == encoder.embed(images).scalars)

    let chosen = [files("picture-20.png"), files("picture-10.png")]
    #expect(try encoder.embed(filesAt: chosen).paths == chosen, "as the caller has them")
    #expect(throws: PictureFolderError.missing(files("missing"))) {
      try encoder.embed(filesAt: [files("missing")])
    }
    #expect(throws: PictureFolderError.self) {
      try encoder.embed(filesAt: [files("notes.txt")])
    }
  }

  @Test func embedsAFolderOfManySizesAsEachPictureAlone() throws {
    let files = try PictureFiles()
    // More than two windows, sizes in turns, and of some only one.
    for number in 0..<150 {
      let width = number == 77 ? 61 : 20 + number % 3
      try files.put(
        PictureFiles.picture(number, width: width, height: 24), at: "picture-\(number + 100).png")
    }
    let plain = try untrainedEncoder()
    let file = plain.file
    let encoder = try Encoder(
      EncoderFile(
        network: file.makeNetwork(), preparation: .shortSide(16),
        normalization: file.normalization, notes: [:]))
    let calibration = try Calibration(of: encoder, filesAt: [files.path])
    for encoder in [plain, encoder, try Encoder(encoder, ranges: calibration.ranges)] {
      let embedded = try encoder.embed(filesAt: [files.path])
      #expect(embedded.paths == (100..<250).map { files("picture-\($0).png") })
      for number in [0, 1, 63, 64, 77, 149] {
        let alone = encoder.embedding(of: try Image(contentsOf: embedded.paths[number]))
        #expect(embedded.embeddings.parts(number..<number + 1).scalars == alone, "\(number)")
      }
      for threads in [1, 2, 5] {
        Parallel.threadCount = threads
        defer { Parallel.threadCount = 0 }
        #expect(try encoder.embed(filesAt: [files.path]).embeddings == embedded.embeddings)
      }
    }
  }

  @Test func severalThreadsCanEmbedFoldersAtOnce() async throws {
    let files = try PictureFiles(count: 70)
    let encoder = try untrainedEncoder()
    let folder = files.path
    let expected = try encoder.embed(filesAt: [folder]).embeddings
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<6 {
        group.addTask {
          (try? encoder.embed(filesAt: [folder]).embeddings) == expected
        }
      }
      for await isEqual in group { #expect(isEqual) }
    }
    withExtendedLifetime(files) {}
  }

  @Test func tellsOfWhatItSkipsWhenItMeetsIt() throws {
    let files = try PictureFiles(count: 80)
    for name in ["a", "picture-20b", "picture-80b"] {
      try files.put(Array(PictureFiles.picture(0).pngEncoded().prefix(80)), at: name + ".png")
    }
    var told: [(path: String, done: Int)] = []
    var places: [Int] = []
    let embedded = try untrainedEncoder().embed(
      filesAt: [files.path], skipping: { told.append(($0.path, places.last ?? 0)) },
      progress: { done, total in
        #expect(total == 83)
        places.append(done)
      })
    #expect(told.map(\.path) == ["a", "picture-20b", "picture-80b"].map { files($0 + ".png") })
    #expect(embedded.skipped.map(\.path) == told.map(\.path))
    // 64 pictures of 16 × 16 pixels are a window.
    #expect(told.map(\.done) == [0, 0, 64])
    #expect(places == places.sorted() && places.last == 83)
  }

  @Test func writesANumPyFileAndThePaths() throws {
    let files = try PictureFiles(count: 3)
    let embedded = try untrainedEncoder().embed(filesAt: [files.path])
    let target = try PictureFiles()
    #expect(try embedded.write(to: target("e.npy")) == target("e.paths.txt"))
    let array = try NumPyArray(contentsOf: target("e.npy"))
    #expect(array.tensor == embedded.embeddings)
    #expect(
      try target.text(of: "e.paths.txt").split(separator: "\n").map(String.init) == embedded.paths)
    #expect(try embedded.write(to: target("plain")) == target("plain.paths.txt"))
    #expect(try target.names() == ["e.npy", "e.paths.txt", "plain", "plain.paths.txt"])

    try target.put([1], at: "folder.npy/in")
    #expect(throws: (any Error).self) { try embedded.write(to: target("folder.npy")) }
    #expect(!(try target.names().contains("folder.paths.txt")), "both or none")
  }
}
