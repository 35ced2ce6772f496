import AugNet
import Testing

@testable import AugNetCommands

/// `--preprocess`, from the command line to the numbers.
@Suite struct PreprocessTests {
  private static func makePlace() throws -> Workplace {
    let place = try Workplace()
    try place.drawPictures()
    try place.makeModel()
    return place
  }

  /// The embeddings are those of an encoder whose file has the other preparation.
  @Test func preparesPicturesAsAsked() throws {
    let place = try Self.makePlace()
    let own = try Encoder(contentsOf: place("model"))
    let file = own.file
    for preparation in [PicturePreparation.center(24), .shortSide(20)] {
      let other = try Encoder(
        EncoderFile(
          network: file.makeNetwork(), preparation: preparation,
          normalization: file.normalization, notes: [:]))
      try other.write(to: place("other"))
      for (name, arguments) in [
        ("asked", "--model @model --preprocess \(preparation)"), ("own", "--model @other"),
        ("default", "--model @model"),
      ] {
        #expect(place.run("embed @pictures --out @\(name).npy \(arguments)").status == 0)
      }
      #expect(try place.bytes(of: "asked.npy") == place.bytes(of: "own.npy"))
      #expect(try place.bytes(of: "asked.npy") != place.bytes(of: "default.npy"))
      let (a, b) = (
        "@pictures/\(SamplePictures.classes[0])/0.png",
        "@pictures/\(SamplePictures.classes[1])/0.png"
      )
      let distance = place.run("compare --model @model --preprocess \(preparation) \(a) \(b)")
      #expect(distance.output == place.run("compare --model @other \(a) \(b)").output)
      #expect(distance.output != place.run("compare --model @model \(a) \(b)").output)
    }
  }

  @Test(arguments: ["", " --precision int8"])
  func searchesPrepareQueriesAsTheIndexWasMade(_ precision: String) throws {
    let place = try Self.makePlace()
    let line = "index @pictures --model @model --out @index --preprocess short20" + precision
    #expect(place.run(line).status == 0)
    #expect(place.run("info @index").output.contains("short20"))
    let query = "pictures/\(SamplePictures.classes[0])/0.png"
    let search = place.run("search @index @\(query) -k 1")
    #expect(search.output.contains("1  0.0000  " + place(query)), "\(search.error)")
    let index = try PictureIndex(contentsOf: place("index"))
    #expect(index.encoder.file.preparation == .shortSide(20))
    #expect(index.encoder.precision == (precision.isEmpty ? .fp32 : .int8))
    #expect(place.run("cluster @index -k 2").status == 0)
  }

  @Test(arguments: ["224", "short", "centre224", "center0", "short1025", "short350px"])
  func teachesTheForm(_ name: String) throws {
    let place = try Self.makePlace()
    for line in [
      "embed @pictures --model @model --out @e.npy", "index @pictures --model @model --out @index",
      "compare --model @model @a @b",
    ] {
      let outcome = place.run(line + " --preprocess \(name)")
      #expect(outcome.status == 2 && outcome.error.contains("'\(name)'"))
      #expect(outcome.error.contains("--preprocess needs center or short and a size in pixels"))
      #expect(outcome.error.contains("center224") && outcome.error.contains("short350"))
    }
  }

  @Test func refusesWhatIsTooSmallForTheNetwork() throws {
    let place = try Self.makePlace()
    let outcome = place.run("embed @pictures --model @model --out @e.npy --preprocess center7")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.error.contains(place("model")) && outcome.error.contains("at least 8 pixels"))
  }
}
