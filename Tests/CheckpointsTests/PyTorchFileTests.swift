import Foundation
import JSON
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct PyTorchFileTests {
  static func path(_ name: String) -> String { referencePath("Checkpoints/" + name) }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  private static let types: [String: ElementType] = [
    "float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16,
    "int64": .int64, "int32": .int32, "int16": .int16, "int8": .int8, "uint8": .uint8,
    "bool": .bool, "uint16": .uint16, "uint32": .uint32, "uint64": .uint64,
    "float8_e4m3fn": .float8e4m3, "float8_e5m2": .float8e5m2, "complex64": .complex64,
  ]

  /// Types, shapes and numbers, views and shared storages included, as PyTorch has them.
  @Test(arguments: [
    ("tensors.pth", "pytorch.json"), ("deflated.pth", "pytorch.json"), ("typed.pth", "typed.json"),
  ])
  func readsWhatPyTorchWrote(name: String, reference: String) throws {
    let expected = try #require(try JSONValue(parsing: Self.bytes(reference)).objectValue)
    for file in [
      try PyTorchFile(contentsOf: Self.path(name)), try PyTorchFile(decoding: Self.bytes(name)),
    ] {
      #expect(file.tensors.map(\.name) == expected.names)
      for (name, stored) in file.tensors {
        let reference = try #require(expected[name])
        #expect(stored.elementType == reference["type"]?.stringValue.flatMap { Self.types[$0] })
        let shape = reference["shape"]?.arrayValue?.compactMap(\.integerValue)
        #expect(stored.shape.dimensions == shape, "\(name)")
        let numbers = reference["numbers"]?.arrayValue?.compactMap(\.doubleValue).map(Float.init)
        #expect(
          stored.tensor?.scalars.map(\.bitPattern) == numbers?.map(\.bitPattern), "\(name)")
      }
    }
  }

  @Test func findsTheStateDictionaryAmongOtherThings() throws {
    for name in ["nested.pth", "big.pth"] {
      let tensors = try PyTorchFile(contentsOf: Self.path(name)).tensors
      #expect(tensors.map(\.name) == ["weight", "bias"])
      #expect(tensors[0].tensor.tensor == Tensor([2, 3], [-3, -2, -1, 0, 1, 2]), "\(name)")
      #expect(tensors[1].tensor.tensor == Tensor([2], [-3, -2]), "\(name)")
    }
  }

  @Test func refusesWhatHoldsNoTensors() throws {
    #expect(throws: PyTorchError.legacyFormat) {
      try PyTorchFile(decoding: Self.bytes("legacy.pth"))
    }
    #expect(throws: PyTorchError.pickle(.forbiddenGlobal("torch.nn.modules.linear.Linear"))) {
      try PyTorchFile(decoding: Self.bytes("module.pth"))
    }
    #expect(throws: PyTorchError.noStateDictionary) {
      try PyTorchFile(decoding: Self.bytes("none.pth"))
    }
    let negated = #expect(throws: PyTorchError.self) {
      try PyTorchFile(decoding: Self.bytes("negated.pth"))
    }
    #expect(negated?.description.contains("save tensor.resolve_neg()") == true)
    let expanded = #expect(throws: PyTorchError.self) {
      try PyTorchFile(decoding: Self.bytes("expanded.pth"))
    }
    #expect(expanded?.description.contains("more elements than its storage") == true)
  }

  @Test func namesTheFile() throws {
    for name in ["legacy.pth", "none.pth", "absent.pth"] {
      let error = #expect(throws: CheckpointError.self) {
        try PyTorchFile(contentsOf: Self.path(name))
      }
      #expect(error?.description.hasPrefix(Self.path(name) + ": ") == true)
      #expect(error?.description.contains("\n") == false)
    }
  }

  /// The rows of a file that is mapped are not copied, and a tensor that is written leaves it alone.
  @Test func looksAtElementsWhereTheyLie() throws {
    let original = try Self.bytes("tensors.pth")
    let tensors = try PyTorchFile(contentsOf: Self.path("tensors.pth")).tensors
    var tensor = try #require(tensors[0].tensor.tensor)
    let other = try #require(tensors[0].tensor.tensor)
    let (first, second) = (
      tensor.withUnsafePointer { UInt(bitPattern: $0) },
      other.withUnsafePointer { UInt(bitPattern: $0) }
    )
    #expect(first == second)
    let sum = tensor.scalars.reduce(0, +)
    tensor[0] += 1
    #expect(tensor.withUnsafePointer { UInt(bitPattern: $0) } != first)
    #expect(other.scalars.reduce(0, +) == sum && tensor.scalars.reduce(0, +) == sum + 1)
    #expect(try Self.bytes("tensors.pth") == original)
  }
}
