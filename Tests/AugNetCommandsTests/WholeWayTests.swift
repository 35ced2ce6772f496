import AugNet
import JSON
import Testing

@testable import AugNetCommands

/// The way of a new user: one command after the other, in text and in JSON.
@Suite struct WholeWayTests {
  private static let training =
    "train @pictures --encoder small --size 16 --pictures 4 --views 2 --steps 3 --seed 5"

  @Test func leadsFromAFolderToClusters() throws {
    let place = try Workplace()
    try place.drawPictures()
    var files = try place.names()
    func expectText(_ line: String, _ parts: [String], adds: [String] = []) throws {
      let outcome = place.run(line)
      #expect(outcome.status == 0, "\(line): \(outcome.error)")
      for part in parts { #expect(outcome.output.contains(part), "\(line): \(outcome.output)") }
      #expect(outcome.output.hasSuffix("\n") && !outcome.output.hasSuffix("\n\n"))
      files = (files + adds).sorted()
      #expect(try place.names() == files, "\(line)")
    }
    try expectText(
      Self.training + " --out @model",
      ["Trained small-32", "9 pictures", "3 steps", place("model")],
      adds: ["model"])
    try expectText("info @model", ["encoder", "small-32", "steps", "fingerprint"])
    try expectText(
      "embed --model @model @pictures --out @e.npy",
      ["Embedded 9 pictures", "float32 [9, 256]", place("e.paths.txt")],
      adds: ["e.npy", "e.paths.txt"])
    let first = "@pictures/\(SamplePictures.classes[0])/0.png"
    let second = "@pictures/\(SamplePictures.classes[1])/0.png"
    try expectText("compare --model @model \(first) \(first)", ["0.0000\n"])
    try expectText("compare --model @model \(first) \(second)", ["."])
    try expectText(
      "index @pictures --model @model --out @index", ["Indexed 9 pictures", place("index")],
      adds: ["index"])
    try expectText("info @index", ["index", "9", "256", place("model")])
    try expectText(
      "search @index \(first) \(second) -k 3 --sheet @sheet.png",
      ["1  0.0000  " + place("pictures"), place("sheet.png")], adds: ["sheet.png"])
    try expectText("info @sheet.png", ["picture", "width in pixels"])
    try expectText("info @e.npy", ["NumPy array", "[9, 256]"])
    try expectText(
      "cluster @index -k 3 --labels @pictures/labels.tsv",
      ["cluster 1:", "cluster 3:", "Inertia", "accuracy", "9 labelled pictures with 3 labels"])
    try expectText(
      "demo --data @pictures --out @demo --steps 2",
      [
        "raw pixels", "untrained encoder", "trained encoder", "precision@5",
        "9 pictures of 3 classes",
      ],
      adds: [
        "demo", "demo/loss.png", "demo/model.safetensors", "demo/neighbours.png",
        "demo/pictures.index",
      ])
  }

  @Test func computesInBytesFromTheIndexToTheSearch() throws {
    let place = try Workplace()
    try place.drawPictures()
    #expect(place.run(Self.training + " --out @model").status == 0)
    let index = place.run("index @pictures --model @model --out @index --precision int8")
    #expect(index.status == 0, "\(index.error)")
    #expect(index.output.contains("calibrated on 5 pictures: among 9 pictures, "))
    #expect(place.run("info @index").output.contains("int8"))
    let first = "@pictures/\(SamplePictures.classes[0])/0.png"
    for option in ["", " --precision int8"] {
      let search = place.run("search @index \(first) -k 3" + option)
      // The same integers come out: the picture finds itself.
      #expect(search.output.contains("1  0.0000  " + place("pictures")), "\(search.error)")
    }
    let other = place.run("search @index \(first) -k 3 --precision fp32")
    #expect(other.status == 1 && other.error.contains("made with --precision int8, not fp32"))
    let embed = place.run("embed --model @model @pictures --out @e.npy --precision int8 --json")
    let report = try #require(embed.json?["quantization"])
    #expect(report["comparedPictures"] == 9 && report["calibrationPictures"] == 5)
    #expect(try #require(report["neighbourOverlap"]?.doubleValue) >= 0.7)
    #expect(place.run("embed --model @model @pictures --out @e.npy --precision int4").status == 2)
  }

  @Test func printsOneObjectAndNothingElse() throws {
    let place = try Workplace()
    try place.drawPictures()
    try place.put(Array("no picture".utf8), at: "pictures/notes.txt")
    try place.put([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], at: "pictures/broken.png")
    let (first, second) = (
      "@pictures/\(SamplePictures.classes[0])/0.png", "@pictures/\(SamplePictures.classes[1])/0.png"
    )
    func json(_ line: String) throws -> JSONValue {
      let outcome = place.run(line + " --json")
      #expect(outcome.status == 0, "\(line): \(outcome.error)")
      return try #require(outcome.json, "\(line): \(outcome.output)")
    }
    let train = try json(Self.training + " --out @model")
    #expect(train["pictures"] == 9 && train["steps"] == 3 && train["views"] == 24)
    #expect(train["skipped"] == 1 && train["loss"]?.doubleValue != nil)
    let info = try json("info @model")
    #expect(info["kind"] == "encoder" && info["encoder"] == "small-32" && info["seed"] == "5")
    let embed = try json("embed --model @model @pictures --out @e.npy")
    #expect(embed["pictures"] == 9 && embed["dimensions"] == 256 && embed["skipped"] == 1)
    let compare = try json("compare --model @model \(first) \(second)")
    #expect(compare["distance"]?.doubleValue.map { $0 > 0 } == true)
    #expect(try json("index @pictures --model @model --out @index")["pictures"] == 9)
    let search = try json("search @index \(first) \(second) -k 2 --sheet @sheet.png")
    let answers = try #require(search["answers"]?.arrayValue)
    #expect(answers.count == 2 && search["skipped"] == 0)
    for (answer, query) in zip(answers, [first, second]) {
      #expect(answer["query"]?.stringValue == place(String(query.dropFirst())))
      #expect(answer["neighbours"]?[0]?["path"] == answer["query"])
      #expect(answer["neighbours"]?[0]?["distance"]?.doubleValue == 0)
      #expect(answer["neighbours"]?.arrayValue?.count == 2)
    }
    let cluster = try json("cluster @index -k 2 --labels @pictures/labels.tsv")
    let members = cluster["clusters"]?.arrayValue?.flatMap { $0["members"]?.arrayValue ?? [] }
    #expect(members?.count == 9 && cluster["labelled"] == 9)
    #expect(cluster["accuracy"]?.doubleValue.map { (0...1).contains($0) } == true)
    let samples = try json("samples @drawn --per-class 1")
    #expect(samples["pictures"]?.integerValue == SamplePictures.classes.count)
    let demo = try json("demo --data @pictures --out @demo --steps 2")
    for measure in ["clusteringAccuracy", "precisionAt5"] {
      for kind in ["rawPixels", "untrained", "trained"] {
        #expect(demo[measure]?[kind]?.doubleValue.map { (0...1).contains($0) } == true)
      }
    }
    #expect(demo["seconds"]?.doubleValue != nil)
  }

  @Test func trainsTheSameModelWithAnyNumberOfThreads() throws {
    let place = try Workplace()
    try place.drawPictures()
    for (name, options) in [("a", "--threads 1"), ("b", "--threads 2"), ("c", "--threads 2")] {
      #expect(place.run("\(Self.training) --out @\(name) \(options)").status == 0)
    }
    #expect(try place.bytes(of: "a") == place.bytes(of: "b"))
    #expect(try place.bytes(of: "b") == place.bytes(of: "c"))
  }

  @Test func tellsOfWhatItSkipsAndCountsWhatIsTooMuchToTell() throws {
    let place = try Workplace()
    try place.drawPictures(classes: 2, perClass: 1)
    try place.makeModel()
    for number in 0..<13 { try place.put([], at: "pictures/empty-\(number + 10).png") }
    let outcome = place.run("index @pictures --model @model --out @index")
    #expect(outcome.status == 0 && outcome.output.contains("13 files could not be read"))
    #expect(outcome.errorLines.count == 12)
    #expect(
      outcome.errorLines.first?.hasPrefix("skipped: \(place("pictures/empty-10.png")): ") == true)
    #expect(outcome.errorLines[10] == "skipped: 3 more files that could not be read")
    #expect(outcome.errorLines.last == "1 file that is no picture was passed over")
  }

  @Test func takesASinglePixel() throws {
    let place = try Workplace()
    try place.drawPictures()
    try place.makeModel()
    let dot = Image(width: 1, height: 1, colorModel: .rgb, samples: [255, 0, 0])
    try place.put(dot.pngEncoded(), at: "pictures/dot.png")
    #expect(place.run(Self.training + " --out @trained").status == 0)
    #expect(place.run("index @pictures --model @model --out @index").output.contains("10 pictures"))
    let outcome = place.run("search @index @pictures/dot.png -k 1")
    #expect(outcome.output.contains("0.0000  " + place("pictures/dot.png")), "\(outcome.output)")
  }
}
