import AugNet
import Checkpoints
import Testing

@Suite struct FileContentsTests {
  @Test func tellsWhatAFileIsByItsContents() throws {
    let files = try PictureFiles(count: 2)
    let encoder = try untrainedEncoder()
    let embedded = try encoder.embed(filesAt: [files.path])
    try encoder.write(to: files("a.png"))
    try PictureIndex(embedded, encoder: encoder, modelPath: "a").write(to: files("b.txt"))
    try embedded.write(to: files("c.dat"))
    try files.put(PictureFiles.picture(0), at: "d.ppm")
    var others = SafetensorsFile(metadata: ["made": "elsewhere"])
    try others.append(Tensor([2, 2], filledWith: 1), named: "weight")
    try others.write(to: files("e.safetensors"))

    guard case .encoder(let read, _) = try FileContents(ofFileAt: files("a.png")) else {
      Issue.record("no encoder")
      return
    }
    #expect(read.makeFingerprint() == encoder.fingerprint)
    guard case .index(let index) = try FileContents(ofFileAt: files("b.txt")) else {
      Issue.record("no index")
      return
    }
    #expect(index.count == 2)
    guard case .array(let array) = try FileContents(ofFileAt: files("c.dat")) else {
      Issue.record("no array")
      return
    }
    #expect(array.shape.dimensions == [2, 32])
    guard case .picture(let image) = try FileContents(ofFileAt: files("d.ppm")) else {
      Issue.record("no picture")
      return
    }
    #expect(image == PictureFiles.picture(0))
    guard case .tensors(let file) = try FileContents(ofFileAt: files("e.safetensors")) else {
      Issue.record("no tensors")
      return
    }
    #expect(file.tensors.map(\.name) == ["weight"])
  }

  @Test func namesTheFileThatIsNothingItKnows() throws {
    let files = try PictureFiles()
    try files.put(Array("a text of some length, and no more".utf8), at: "text")
    try files.put([], at: "empty")
    try files.put([0x93] + Array("NUMPY".utf8), at: "array")
    for name in ["text", "empty", "array", "missing", ""] {
      do {
        _ = try FileContents(ofFileAt: files(name))
        Issue.record("\(name) was read")
      } catch {
        #expect("\(error)".hasPrefix(files(name) + ": ") && !"\(error)".contains("\n"))
      }
    }
  }

  @Test func readsTextInUTF8() throws {
    let files = try PictureFiles()
    try files.put(Array("grün\n".utf8), at: "text")
    try files.put([0x66, 0xFF, 0x66], at: "bytes")
    #expect(try readText(ofFileAt: files("text")) == "grün\n")
    #expect(throws: TextFileError.self) { try readText(ofFileAt: files("bytes")) }
  }

  @Test func findsOutWhetherAFileCanBeWritten() throws {
    let files = try PictureFiles()
    try checkCanWrite(to: files("new"))
    #expect(try files.names().isEmpty, "nothing is left of the attempt")
    #expect(throws: (any Error).self) { try checkCanWrite(to: files.path) }
    #expect(throws: (any Error).self) { try checkCanWrite(to: files("missing/new")) }
    try makeFolder(files("one/two"))
    #expect(folderExists(files("one/two")) && !folderExists(files("two")))
  }
}
