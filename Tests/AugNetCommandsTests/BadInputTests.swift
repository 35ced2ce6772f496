import AugNet
import Testing

@testable import AugNetCommands

/// What a command says to what it cannot use: one line that names the file, and nothing written.
@Suite struct BadInputTests {
  private static func expectFailure(
    _ place: Workplace, _ line: String, naming name: String, saying part: String,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try place.names()
    for line in [line, line + " --json"] {
      let outcome = place.run(line)
      #expect(outcome.status == 1, "\(line): \(outcome.error)", sourceLocation: location)
      #expect(outcome.output.isEmpty, "\(line)", sourceLocation: location)
      #expect(
        outcome.errorLines.count == 1 && outcome.error.hasSuffix("\n"), "\(line): \(outcome.error)",
        sourceLocation: location)
      #expect(outcome.error.hasPrefix("augnet "), "\(line)", sourceLocation: location)
      #expect(outcome.error.contains(place(name)), "\(outcome.error)", sourceLocation: location)
      #expect(outcome.error.contains(part), "\(outcome.error)", sourceLocation: location)
      #expect(try place.names() == before, "\(line) left something", sourceLocation: location)
    }
  }

  /// The commands that read a folder, with `FOLDER` in its place.
  private static let folderCommands = [
    "train FOLDER --out @out --size 16 --steps 1 --pictures 2 --views 2",
    "embed --model @model FOLDER --out @out.npy", "index FOLDER --model @model --out @out",
  ]

  @Test(arguments: folderCommands)
  func saysWhatIsWrongWithAFolder(_ command: String) throws {
    let place = try Workplace()
    try place.makeModel()
    try place.makeFolder("empty")
    for name in ["a.txt", "deep/b.md"] { try place.put(Array("text\n".utf8), at: "texts/\(name)") }
    let png = SamplePictures.picture(class: 0, number: 0, seed: 1, width: 20, height: 20)
      .pngEncoded()
    try place.put(Array(png.dropLast(40)), at: "broken/cut.png")
    try place.put([], at: "broken/nothing.png")
    for (folder, part) in [
      ("empty", "the folder is empty; give one that has PNG"),
      ("texts", "none of the 2 files is a picture that can be read"),
      ("broken", "none of the 2 files is a picture that can be read; for instance, "),
      ("missing", "no such file or folder"), ("broken/cut.png", "PNG is cut short"),
      ("broken/nothing.png", "the file is empty"),
    ] {
      let line = command.split(separator: " ").map { $0 == "FOLDER" ? "@\(folder)" : $0 }
      try Self.expectFailure(place, line.joined(separator: " "), naming: folder, saying: part)
    }
  }

  /// A PNG without a pixel in it: width 0.
  private static func pngOfNoWidth() -> [UInt8] {
    var bytes = Image(width: 3, height: 3, colorModel: .gray).pngEncoded()
    for index in 16..<20 { bytes[index] = 0 }
    return bytes
  }

  @Test(arguments: [
    "compare --model @model @FILE @good.png", "compare --model @model @good.png @FILE",
    "search @index @FILE -k 1", "search @index @FILE -k 1 --sheet @sheet.png",
    "embed --model @model @FILE --out @out.npy", "info @FILE",
  ])
  func saysWhatIsWrongWithAPicture(_ command: String) throws {
    let place = try Workplace()
    try place.makeModel()
    let png = SamplePictures.picture(class: 0, number: 0, seed: 1, width: 20, height: 20)
      .pngEncoded()
    try place.put(png, at: "good.png")
    try place.put(Array(png.prefix(png.count / 2)), at: "cut.png")
    try place.put([], at: "nothing.png")
    try place.put(Self.pngOfNoWidth(), at: "flat.png")
    try place.put(Array("P6\n0 5\n255\n".utf8), at: "flat.ppm")
    try place.put([0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8), at: "photo.jpg")
    try place.put(Array("a text of some length".utf8), at: "text.png")
    #expect(place.run("index @good.png --model @model --out @index").status == 0)
    for (name, part) in [
      ("cut.png", "PNG is cut short"), ("nothing.png", "the file is empty"), ("flat.png", "PNG"),
      ("flat.ppm", "0 × 5"), ("photo.jpg", "JPEG is cut short"), ("text.png", "picture"),
      ("missing.png", "no such file"),
    ] {
      try Self.expectFailure(
        place,
        command.split(separator: " ").map { $0 == "@FILE" ? "@\(name)" : $0 }
          .joined(separator: " "), naming: name, saying: part)
    }
  }

  @Test func saysWhatIsWrongWithAModelOrAnIndex() throws {
    let place = try Workplace()
    try place.drawPictures()
    try place.makeModel()
    try place.makeModel("other", seed: 2)
    #expect(place.run("index @pictures --model @model --out @index").status == 0)
    let query = "@pictures/\(SamplePictures.classes[0])/0.png"
    try place.put(Array(place.bytes(of: "model").dropLast(9)), at: "cut-model")
    try place.put(Array(place.bytes(of: "index").dropLast(9)), at: "cut-index")
    for (line, name, part) in [
      ("search @index \(query) --model @other -k 1", "index", "made with another encoder"),
      ("search @index \(query) --model @gone -k 1", "gone", "say where it is with --model"),
      ("search @index \(query) -k 10 --sheet @s.png", "index", "ask for at most 9"),
      ("cluster @index -k 10", "index", "ask for at most 9"),
      ("cluster @index -k 2 --labels @none.tsv", "none.tsv", "no such file"),
      ("cluster @gone -k 2", "gone", "no such file"),
      ("cluster @model -k 2", "model", "not a file that augnet wrote"),
      ("search @cut-index \(query) -k 1", "cut-index", "cut off"),
      ("search @pictures/labels.tsv \(query) -k 1", "pictures/labels.tsv", "not a file"),
      ("compare --model @cut-model \(query) \(query)", "cut-model", "179719 bytes"),
      ("compare --model @index \(query) \(query)", "index", "neither a safetensors"),
      ("embed --model @gone @pictures --out @out.npy", "gone", "no such file"),
      ("embed --model @model @pictures --out @gone/out.npy", "gone/out.npy", "no such"),
      ("embed --model @model @pictures --out @pictures", "pictures", "is a folder"),
      ("index @pictures --model @model --out @pictures", "pictures", "is a folder"),
      ("info @gone", "gone", "no such file"), ("info @pictures", "pictures", "is a folder"),
      ("info @pictures/labels.tsv", "pictures/labels.tsv", "neither weights"),
      ("search @index \(query) -k 1 --sheet @gone/s.png", "gone/s.png", "no such"),
      ("search @index \(query) -k 1 --sheet @sheet.gif", "sheet.gif", "end the name in .png"),
      ("demo --data @gone --out @demo --steps 1", "gone", "no such file"),
      (
        "demo --data @pictures/\(SamplePictures.classes[0]) --out @demo --steps 1",
        "pictures/\(SamplePictures.classes[0])/labels.tsv", "no such file"
      ),
      ("train \(query) --out @out --steps 1", String(query.dropFirst()), "at least 2 pictures"),
      ("train @pictures --out @gone/out --steps 1", "gone/out", "no such"),
    ] {
      try Self.expectFailure(place, line, naming: name, saying: part)
    }
    // What stood in the way is still the user's own file.
    let own = try place.bytes(of: "index")
    #expect(place.run("embed --model @model @gone --out @index").status == 1)
    #expect(place.run("train @gone --out @index").status == 1)
    #expect(try place.bytes(of: "index") == own)
  }

  @Test func endsWithOneLineAfterManyBrokenQueries() throws {
    let place = try Workplace()
    try place.drawPictures(classes: 2, perClass: 1)
    try place.makeModel()
    #expect(place.run("index @pictures --model @model --out @index").status == 0)
    let all = place.run("search @index @a.png @b.png -k 1")
    #expect(all.status == 1 && all.output.isEmpty && all.errorLines.count == 3)
    #expect(all.errorLines.last == "augnet search: none of the 2 pictures can be read")
    let some = place.run("search @index @a.png @pictures/\(SamplePictures.classes[0])/0.png -k 1")
    #expect(some.status == 0 && some.errorLines.count == 1)
    #expect(some.output.contains("1 file could not be read"))
  }

  @Test(arguments: [
    "train", "train @pictures", "train @pictures --out @m --steps 0",
    "train @pictures --out @m --steps 1 --epochs 1", "train @pictures --out @m --pictures 1",
    "train @pictures --out @m --encoder vgg", "train @pictures --out @m --lr 0",
    "train @pictures --out @m --size 7", "train @pictures --out @m --loss none",
    "train @pictures --out @m --minutes -1", "train @pictures @pictures --out @m",
    "train @pictures --out @m --seed x", "embed @pictures --out @e.npy", "embed --model @m",
    "compare --model @m @a", "compare --model @m @a @b @c", "index --out @i", "search @i",
    "search @i @a -k 0", "search @i @a -k ten", "search @i @a --sheets @s", "cluster @i",
    "cluster @i -k 0", "info", "info @a @b", "demo extra", "samples", "samples @s --per-class 0",
    "train @p --out @m --steps 1 --recipe nosuch", "views @a.png --recipe nosuch",
    "frobnicate", "",
  ])
  func endsWithTwoForAWrongCommandLine(_ line: String) throws {
    let place = try Workplace()
    let outcome = place.run(line)
    #expect(outcome.status == 2 && outcome.output.isEmpty, "\(line): \(outcome.error)")
    #expect(outcome.errorLines.count == 1, "\(outcome.error)")
    #expect(try place.names().isEmpty)
  }
}
