import AugNet
import JSON
import Testing

@testable import AugNetCommands

@Suite struct PictureCommandTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  /// Sharp, bright and large enough.
  private func picture(_ number: Int) -> Image {
    SamplePictures.picture(class: number % 3, number: number, seed: 5, width: 80, height: 64)
  }

  @Test func tellsWhatAFileIs() throws {
    try workplace.put(picture(0).pngEncoded(), at: "a.png")
    let outcome = workplace.run("image @a.png --json")
    #expect(outcome.status == 0 && outcome.error.isEmpty)
    #expect(outcome.json?["format"]?.stringValue == "PNG")
    #expect(outcome.json?["width"]?.integerValue == 80)
    #expect(outcome.json?["height"]?.integerValue == 64)
    #expect(outcome.json?["coding"]?.stringValue == "row by row")
    #expect(workplace.run("image @a.png").output.contains("bits a sample"))
    #expect(workplace.run("image @absent.png").status == 1)
    #expect(try workplace.names() == ["a.png"])
  }

  @Test func convertsAndResizes() throws {
    let image = picture(1)
    try workplace.put(image.pngEncoded(), at: "a.png")
    #expect(workplace.run("image @a.png @b.ppm").status == 0)
    #expect(try Image(contentsOf: workplace("b.ppm")) == image.convertedToRGB())
    for interpolation in Interpolation.allCases {
      let line = "image @a.png @c.png --size 30x20 --interpolation \(interpolation.rawValue)"
      #expect(workplace.run(line).status == 0)
      let expected = image.resized(toWidth: 30, height: 20, by: interpolation)
      #expect(try Image(contentsOf: workplace("c.png")) == expected)
    }
    let outcome = workplace.run("image @a.png @d.png --size 16 --json")
    #expect(outcome.json?["outputWidth"]?.integerValue == 20)
    #expect(try Image(contentsOf: workplace("d.png")) == image.shortSide(resizedTo: 16))
  }

  @Test func viewsAreWrittenAsPictures() throws {
    try workplace.put(picture(1).pngEncoded(), at: "a.png")
    let line = "views @a.png --recipe stl-small --count 3 --size 24 --seed 5 --json"
    let outcome = workplace.run(line + " --folder @deep/views")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.json?["folder"]?.stringValue == workplace("deep/views"))
    let source = ViewSource(picture(1))
    for number in 0..<3 {
      let parameters = AugmentationRecipe.stlSmall.drawParameters(
        seed: 5, epoch: 0, picture: 0, view: number)
      #expect(
        try Image(contentsOf: workplace("deep/views/view-\(number + 1).png"))
          == source.view(parameters, size: 24))
    }
    #expect(workplace.run(line).json?["folder"] == .null)
    #expect(workplace.run(line + " --folder @a.png/views").status == 1)
  }

  @Test func wrongSizesAndEndingsAreRefused() throws {
    try workplace.put(picture(1).pngEncoded(), at: "a.png")
    for size in ["0", "3x", "x", "1x2x3", "70000", "-4", "4x-4"] {
      #expect(workplace.run("image @a.png @b.png --size=\(size)").status == 2, "\(size)")
    }
    let large = workplace.run("image @a.png @b.png --size 65535x65535")
    #expect(large.status == 1 && large.error.contains("smaller --size"))
    #expect(workplace.run("image @a.png @b.gif").status == 1)
    #expect(try workplace.names() == ["a.png"])
  }

  @Test func lenientlyThePartThatIsThereComes() throws {
    let bitmap = Self.bitmap(rows: 4)
    try workplace.put(Array(bitmap.dropLast(4)), at: "cut.bmp")
    let strict = workplace.run("image @cut.bmp @a.png")
    #expect(strict.status == 1 && strict.error.contains("cut short"))
    let lenient = workplace.run("image @cut.bmp @a.png --lenient --json")
    #expect(lenient.status == 0)
    #expect(lenient.json?["damage"]?.stringValue?.contains("cut short") == true)
    #expect(
      try Image(contentsOf: workplace("a.png")).samples == [0, 0, 0] + (1...9).map { _ in 7 })
  }

  /// One pixel wide, 24 bits a pixel.
  private static func bitmap(rows: UInt8) -> [UInt8] {
    [0x42, 0x4D, 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, rows, 0, 0, 0]
      + [1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
      + [UInt8](repeating: 7, count: 4 * Int(rows))
  }

  @Test func scanFindsWhatIsWrong() throws {
    let good = picture(0).pngEncoded()
    try workplace.put(good, at: "pictures/a.png")
    try workplace.put(good, at: "pictures/sub/again.png")
    try workplace.put(Array(good.dropLast(40)), at: "pictures/broken.png")
    try workplace.put(Array("GIF89a".utf8), at: "pictures/moving.gif")
    try workplace.put(Array("notes".utf8), at: "pictures/notes.txt")
    try workplace.put(Array("notes".utf8), at: "pictures/notes.jpg")
    let black = Image(width: 64, height: 64, colorModel: .gray, filledWith: 3)
    try workplace.put(black.pngEncoded(), at: "pictures/black.png")
    try workplace.put(
      picture(2).resized(toWidth: 20, height: 40).pngEncoded(), at: "pictures/t.ppm")
    let outcome = workplace.run("scan @pictures --json")
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    let json = try #require(outcome.json)
    #expect(json["pictures"]?.integerValue == 7 && json["otherFiles"]?.integerValue == 1)
    let findings = (json["findings"]?.arrayValue ?? []).map { finding in
      let path = finding["path"]?.stringValue?.split(separator: "/").last ?? ""
      return "\(path) \(finding["kind"]?.stringValue ?? "")"
    }
    #expect(
      findings == [
        "black.png dark", "black.png blurred", "broken.png broken", "moving.gif broken",
        "notes.jpg broken", "again.png duplicate", "t.ppm tiny",
      ])
    #expect(json["counts"]?["broken"]?.integerValue == 3)
  }

  @Test func thresholdsOfScanCanBeChanged() throws {
    for number in 0..<40 {
      try workplace.put(picture(number).pngEncoded(), at: "pictures/\(number).png")
    }
    let usual = workplace.run("scan @pictures")
    #expect(usual.status == 0 && usual.output.contains("40 pictures: 0 broken, 0 duplicate"))
    let strict = workplace.run("scan @pictures --tiny 65 --dark 255 --blurred 1e9 --json")
    #expect(strict.status == 0)
    for kind in ["tiny", "dark", "blurred"] {
      #expect(strict.json?["counts"]?[kind]?.integerValue == 40, "\(kind)")
    }
    let none = workplace.run("scan @pictures --tiny 0 --dark 0 --blurred 0 --threads 1 --json")
    #expect(none.json?["findings"]?.arrayValue?.isEmpty == true)
  }

  @Test func scanOfNothingIsAnError() {
    let outcome = workplace.run("scan @absent")
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
  }
}
