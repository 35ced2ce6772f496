import AugNet
import JSON
import TestSupport
import Testing

@Suite struct ImportCommandTests {
  private static let weights = referencePath("AugNet/small.pth")

  @Test func makesAModelThatAllCommandsTake() throws {
    let place = try Workplace()
    try place.drawPictures(classes: 2, perClass: 1)
    let plain = place.run("import \(Self.weights) --out @model")
    #expect(plain.status == 0 && plain.output.hasPrefix("Imported small-1, 8 dimensions"))
    let half = place.run("import \(Self.weights) --out @half --precision fp16 --json")
    #expect(half.status == 0 && half.json?["encoder"] == "small-1")
    #expect(half.json?["precision"] == "fp16" && half.json?["preparation"] == "short350")
    let query = "@pictures/\(SamplePictures.classes[0])/0.png"
    // An index that was made with the weights themselves serves the model of them, and not its halves.
    #expect(place.run("index @pictures --model \(Self.weights) --out @index").status == 0)
    let search = "search @index \(query) -k 1 --json --model "
    for model in [Self.weights, "@model"] {
      let found = place.run(search + model)
      #expect(found.json?["answers"]?[0]?["neighbours"]?[0]?["distance"]?.doubleValue == 0)
    }
    #expect(place.run(search + "@half").status == 1)
    #expect(place.run("compare --model @half \(query) \(query)").status == 0)
    #expect(try place.names().filter { !$0.hasPrefix("pictures") } == ["half", "index", "model"])
  }

  @Test func describesEveryTensor() throws {
    let place = try Workplace()
    #expect(place.run("import \(Self.weights) --out @half --precision fp16").status == 0)
    let weights = place.run("info \(Self.weights) --json").json
    let half = place.run("info @half --json").json
    #expect(weights?["format"] == "PyTorch" && half?["format"] == "safetensors")
    for info in [weights, half] { #expect(info?["encoder"] == "small-1") }
    let (first, count) = (weights?["tensors"]?[0], weights?["tensors"]?.arrayValue?.count)
    #expect(first?["name"] == "module.pre.conv1.weight" && first?["type"] == "F32")
    #expect(first?["shape"] == [1, 3, 3, 3] && count == half?["tensors"]?.arrayValue?.count)
    let types = half?["tensors"]?.arrayValue?.compactMap { $0["type"]?.stringValue } ?? []
    #expect(Set(types) == ["F16", "F32", "I64"])
    let text = place.run("info \(referencePath("Checkpoints/tensors.pth"))")
    #expect(text.status == 0 && text.output.contains("bfloat16       BF16  [4]"))
  }

  @Test func refusesInOneLine() throws {
    let place = try Workplace()
    try place.put(Array("text".utf8), at: "text")
    for (line, part) in [
      ("import \(referencePath("Checkpoints/legacy.pth")) --out @out", "before version 1.6"),
      ("import \(referencePath("Checkpoints/module.pth")) --out @out", "was not run"),
      ("import \(referencePath("Checkpoints/tensors.pth")) --out @out", "do not fit"),
      ("import @text --out @out", "neither a safetensors nor a PyTorch file"),
      ("import @gone --out @out", "no such file"),
      ("import \(Self.weights) --out @gone/out", "no such"),
    ] {
      let outcome = place.run(line)
      #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(line)")
      #expect(outcome.error.contains(part), "\(line): \(outcome.error)")
    }
    #expect(place.run("import \(Self.weights) --out @out --precision int7").status == 2)
    #expect(try place.names() == ["text"])
  }
}
