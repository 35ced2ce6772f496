import ImageCodecs
import TestSupport
import Testing

@testable import DecoderFuzzer

@Suite struct DecoderFuzzerTests {
  private static let corpus: SeedCorpus = {
    var corpus = SeedCorpus()
    for name in ["jpegs.txt", "jpeg_corners.txt", "bitmaps.txt"] {
      for file in (try? corpusFiles(referencePath("ImageCodecs/\(name)"))) ?? [] {
        corpus.add(file)
      }
    }
    return corpus
  }()

  /// The short form of what `Scripts/fuzz.sh` does; a trap here ends the tests.
  @Test(arguments: ImageFormat.allCases)
  func mutatedPicturesGiveAnImageOrAnError(_ format: ImageFormat) throws {
    let seed: UInt64 = 2026
    let mutator = try #require(PictureMutator(Self.corpus, format: format, seed: seed))
    let outcome = BatchOutcome(0..<25_000, timeLimit: .seconds(5), file: mutator.file)
    #expect(outcome.fault == nil, "\(format), seed \(seed)")
    // A mutator that leaves nothing whole, or nothing broken, would show nothing.
    #expect(outcome.images > 500 && outcome.images < 24_500, "\(outcome.images) images")
  }

  @Test func inputsDependOnSeedAndNumberAlone() throws {
    for format in ImageFormat.allCases {
      let first = try #require(PictureMutator(Self.corpus, format: format, seed: 3))
      let second = try #require(PictureMutator(Self.corpus, format: format, seed: 3))
      let other = try #require(PictureMutator(Self.corpus, format: format, seed: 4))
      #expect((0..<50).map(first.file) == (0..<50).map(second.file))
      #expect((0..<50).map(first.file) != (0..<50).map(other.file))
    }
  }

  @Test func everySeedIsAPicture() {
    for (format, files) in Self.corpus.files {
      for file in files { #expect((try? DecodedPicture(decoding: file))?.format == format) }
    }
    #expect(Self.corpus.files.count == ImageFormat.allCases.count)
  }

  @Test func faultsAreTold() {
    let slow = BatchOutcome(0..<9, timeLimit: .zero) { _ in [] }
    #expect(slow.inputs == 1 && slow.fault?.hasPrefix("input 0: it took") == true)
    #expect(Trial([], number: 0).fault == nil && !Trial([], number: 0).isImage)
  }

  @Test func optionsAreRead() throws {
    let options = try FuzzingOptions([
      "--seed", "7", "--count", "9", "--format", "jpeg", "--corpus", "a", "--corpus", "b",
      "--batch", "3", "5",
    ])
    #expect(options.seed == 7 && options.count == 9 && options.formats == [.jpeg])
    #expect(options.corpusPaths == ["a", "b"] && options.batch == 3..<5)
    #expect(try FuzzingOptions(["--write-corpus", "seeds"]).corpusFolder == "seeds")
    for wrong in [["--seed"], ["--count", "-1"], ["--format", "gif"], ["--nonsense"]] {
      #expect(throws: FuzzingOptions.UsageError.self) { try FuzzingOptions(wrong) }
    }
  }
}
