import ImageCodecs
import Testing

@testable import Training

@Suite struct PictureSetTests {
  @Test func readsAFolderWithItsSubfoldersInOrder() throws {
    let files = try PictureFiles()
    for name in ["b.png", "a/z.ppm", "a/b/c.png", "c.png", "a.png"] {
      try files.put(PictureFiles.picture(1), at: name)
    }
    let pictures = try PictureSet(readingFrom: [files.path])
    #expect(
      Set(pictures.paths)
        == Set(["a.png", "b.png", "c.png", "a/z.ppm", "a/b/c.png"].map { files($0) }))
    #expect(pictures.paths == (try PictureSet(readingFrom: [files.path])).paths)
    #expect(pictures.count == 5 && pictures.skipped.isEmpty && pictures.otherFileCount == 0)

    let chosen = [files("c.png"), files("a")]
    #expect(
      try PictureSet(readingFrom: chosen).paths.first == files("c.png"), "as the caller has them")
  }

  @Test func goesOnWithoutWhatItCannotRead() throws {
    let files = try PictureFiles(count: 2)
    let whole = PictureFiles.picture(3).pngEncoded()
    try files.put(Array(whole.prefix(whole.count / 2)), at: "broken.png")
    try files.put([], at: "nothing.png")
    try files.put(Array("path\tlabel\n".utf8), at: "labels.tsv")
    try files.put(Array("notes".utf8), at: "notes.txt")
    var calls: [(Int, Int)] = []
    let pictures = try PictureSet(readingFrom: [files.path]) { calls.append(($0, $1)) }
    #expect(pictures.paths == [files("picture-10.png"), files("picture-11.png")])
    #expect(pictures.skipped.map(\.path) == [files("broken.png"), files("nothing.png")])
    for skipped in pictures.skipped {
      #expect(skipped.reason.hasPrefix(skipped.path + ": "))
      #expect(!skipped.reason.contains("\n"))
    }
    #expect(pictures.otherFileCount == 2)
    #expect(calls.last.map { $0 == (6, 6) } == true)
  }

  @Test func saysWhyAFolderCannotServe() throws {
    let files = try PictureFiles()
    func message(_ paths: [String]) -> String? {
      do {
        _ = try PictureSet(readingFrom: paths)
        return nil
      } catch { return "\(error)" }
    }
    let missing = files("missing")
    #expect(message([missing]) == "\(missing): no such file or folder; check the name")
    #expect(message([files.path])?.hasPrefix("\(files.path): the folder is empty; ") == true)

    try files.put(Array("one".utf8), at: "one.txt")
    #expect(message([files.path])?.contains("the only file is no picture") == true)
    try files.put(Array("two".utf8), at: "two.txt")
    #expect(
      message([files.path])
        == "\(files.path): none of the 2 files is a picture that can be read; PNG, JPEG, BMP, PPM and PGM can"
    )

    try files.put(Array(PictureFiles.picture(0).pngEncoded().prefix(60)), at: "broken.png")
    let reason = try #require(message([files.path]))
    #expect(
      reason.hasPrefix("\(files.path): none of the 3 files") && reason.contains("broken.png: PNG"))
    #expect(message([files("broken.png")])?.hasPrefix("\(files("broken.png")): PNG ") == true)
  }

  @Test func namesOnlyTheFirstOfManyPaths() {
    let error = PictureFolderError.noPictures(
      at: (0..<9).map { "p\($0)" }, files: 9,
      skipped: [SkippedPicture(path: "p0", reason: "p0: bad")])
    #expect("\(error)".hasPrefix("p0, p1, p2 and 6 more: none of the 9 files"))
  }

  @Test func measuresTheSamplesAsAPlainComputationDoes() throws {
    let files = try PictureFiles()
    let images = [
      PictureFiles.picture(0), PictureFiles.picture(4, width: 31, height: 9),
      Image(width: 5, height: 4, colorModel: .gray, filledWith: 200),
    ]
    for (index, image) in images.enumerated() { try files.put(image, at: "\(index).png") }
    let normalization = try PictureSet(readingFrom: [files.path]).normalization
    let samples = images.flatMap { $0.convertedToRGB().samples }.map { Double($0) / 255 }
    let mean = samples.reduce(0, +) / Double(samples.count)
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count)
    for channel in 0..<3 {
      #expect(abs(Double(normalization.mean[channel]) - mean) < 1e-7)
      #expect(abs(Double(normalization.standardDeviation[channel]) - variance.squareRoot()) < 1e-7)
    }
  }

  @Test func givesPicturesOfOneColourADeviation() throws {
    let files = try PictureFiles()
    for name in ["a.png", "b.png"] {
      try files.put(Image(width: 3, height: 3, colorModel: .rgb, filledWith: 7), at: name)
    }
    let normalization = try PictureSet(readingFrom: [files.path]).normalization
    #expect(normalization.standardDeviation.x == Float(1.0 / 255.0))
  }
}
