import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

struct SafetensorsFileTests {
  static let special: [Float] = [
    0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1,
  ]

  static func ramp(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float($0) * 0.375 - 1 })
  }

  /// The same contents as the reference file, appended in another order.
  static func single() throws -> SafetensorsFile {
    var file = SafetensorsFile(metadata: ["recipe": "stl \"small\"\n"])
    try file.append(ramp([]), named: "scalar")
    try file.append(ramp([2, 3, 1, 2]), named: "conv1.weight")
    try file.append(ramp([3]), named: "é\"\\\n")
    try file.append(ramp([0, 4]), named: "empty")
    try file.append(Tensor([7], special), named: "bn1.bias")
    return file
  }

  @Test func readsWhatTheReferenceImplementationWrote() throws {
    let file = try SafetensorsFile(
      contentsOf: referencePath("Checkpoints/single.safetensors"))
    let expected = try Self.single()
    #expect(file.metadata == expected.metadata)
    #expect(Set(file.names) == Set(expected.names))
    for name in expected.names {
      #expect(file[name] == expected[name], "\(name)")
    }
    let bits = file["bn1.bias"]?.scalars.map(\.bitPattern)
    #expect(bits == Self.special.map(\.bitPattern))
    #expect(file["absent"] == nil)
  }

  @Test func writesTheSameBytesAsTheReferenceImplementation() throws {
    let reference = try Data(
      contentsOf: URL(fileURLWithPath: referencePath("Checkpoints/single.safetensors")))
    #expect(try Self.single().encoded() == Array(reference))
    let empty = try Data(
      contentsOf: URL(fileURLWithPath: referencePath("Checkpoints/empty.safetensors")))
    #expect(SafetensorsFile().encoded() == Array(empty))
  }

  @Test func readsOtherElementTypes() throws {
    let path = referencePath("Checkpoints/mixed.safetensors")
    let file = try SafetensorsFile(contentsOf: path)
    #expect(Set(file.names) == ["weight", "count", "half", "flag"])
    #expect(file["weight"] == Self.ramp([4]))
    #expect(file["count"] == Tensor([], [7]))
    #expect(file["half"] == Tensor([3], [1, 1, 1]))
    #expect(file["flag"] == Tensor([2], [1, 0]))
    let types = ["weight", "count", "half", "flag"].map { file.stored($0)?.elementType }
    #expect(types == [.float32, .int64, .float16, .bool])
    #expect(try file.encoded() == Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func metadataIsSortedByItsNames() throws {
    var file = SafetensorsFile()
    for name in ["z", "B", "a", "é", "10", "9"] { file.metadata[name] = "value of \(name)" }
    let bytes = file.encoded()
    #expect(bytes.count % 8 == 0)
    let text = String(decoding: bytes[8...], as: UTF8.self)
    let names = ["10", "9", "B", "a", "z", "é"].map { "\"\($0)\":\"value of \($0)\"" }
    let object = "{\"__metadata__\":{" + names.joined(separator: ",") + "}}"
    #expect(text.hasPrefix(object))
    #expect(try SafetensorsFile(decoding: bytes).metadata == file.metadata)
  }

  @Test func refusesNamesThatAreTaken() throws {
    var file = SafetensorsFile()
    try file.append(Self.ramp([2]), named: "a")
    #expect(throws: SafetensorsError.duplicateName("a")) {
      try file.append(Self.ramp([3]), named: "a")
    }
    #expect(throws: SafetensorsError.reservedName) {
      try file.append(Self.ramp([3]), named: "__metadata__")
    }
    #expect(file["a"] == Self.ramp([2]))
    #expect(file.names == ["a"])
  }

  @Test func writesAndReadsPaths() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/model.safetensors"
    let file = try Self.single()
    try file.write(to: path)
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == file.encoded())
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    let malformed = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(contentsOf: path)
    }
    #expect(malformed?.description.hasPrefix(path + ": not a safetensors file") == true)
    let absent = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(contentsOf: folder + "/absent")
    }
    #expect(absent?.description.contains(folder + "/absent") == true)
    #expect(throws: CheckpointError.self) { try file.write(to: folder + "/no/model") }
  }
}
