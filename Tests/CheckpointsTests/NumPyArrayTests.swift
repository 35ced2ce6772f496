import Checkpoints
import Foundation
import Tensors
import TestSupport
import Testing

struct NumPyArrayTests {
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: referencePath("Checkpoints/" + name))))
  }

  static func ramp(_ shape: Shape) -> Tensor { SafetensorsFileTests.ramp(shape) }

  static let integers = NumPyArray([2, 2], [1, -2, 1 << 62, .min])

  @Test func writesTheSameBytesAsNumPy() throws {
    #expect(try NumPyArray(Self.ramp([3, 5])).encoded() == Self.bytes("matrix.npy"))
    #expect(
      try NumPyArray(Tensor([7], SafetensorsFileTests.special)).encoded()
        == Self.bytes("special.npy"))
    #expect(try NumPyArray(Self.ramp([])).encoded() == Self.bytes("scalar.npy"))
    #expect(try NumPyArray(Self.ramp([0, 768])).encoded() == Self.bytes("empty.npy"))
    #expect(try Self.integers.encoded() == Self.bytes("integers.npy"))
  }

  @Test func readsWhatNumPyWrote() throws {
    let read = { name throws in try NumPyArray(contentsOf: referencePath("Checkpoints/" + name)) }
    #expect(try read("matrix.npy").tensor == Self.ramp([3, 5]))
    #expect(try read("version2.npy").tensor == Self.ramp([2, 2]))
    #expect(try read("scalar.npy").tensor == Self.ramp([]))
    #expect(try read("empty.npy").tensor == Self.ramp([0, 768]))
    let special = try read("special.npy").tensor?.scalars.map(\.bitPattern)
    #expect(special == SafetensorsFileTests.special.map(\.bitPattern))
    #expect(try read("integers.npy") == Self.integers)
    #expect(try read("integers.npy").tensor == nil)
  }

  /// Both orders of axes and of bytes, and every type: the script's numbers.
  @Test func readsOtherTypesAndOrders() throws {
    let read = { name throws in try NumPyArray(decoding: Self.bytes(name)) }
    #expect(try read("columns.npy").tensor == Self.ramp([3, 5]))
    #expect(try read("columns3.npy").tensor == Self.ramp([2, 3, 4]))
    #expect(try read("doubles.npy").elements == .float64([0, -1.0 / 3]))
    #expect(try read("doubles.npy").tensor == Tensor([2], [0, -1.0 / 3]))
    #expect(try read("halves.npy").elements == .float32([0.5, -65504, 0x1p-24]))
    #expect(try read("big-endian.npy").tensor == Self.ramp([2, 2]))
    for type in ["b1", "i1", "i2", "i4", "u1", "u2", "u4"] {
      let numbers: [Int64] = type == "b1" ? [1, 0, 1] : [1, 0, 100]
      #expect(try read("\(type).npy") == NumPyArray([3], numbers), "\(type)")
    }
    #expect(try read("u8.npy").elements == .uint64([1, 0, .max]))
    for name in ["doubles.npy", "u8.npy"] {
      #expect(try read(name).encoded() == Self.bytes(name))
    }
  }

  @Test func refusesWhatItDoesNotRead() throws {
    for type in ["<f3", "<c8", "|O", "|S3", "<U1", "f4", "", "|f4", "=f4", "<M8[s]", "<f16", "|V8"]
    {
      #expect(throws: NumPyError.unsupportedElementType(type)) {
        try NumPyArray(
          decoding: Self.file(
            "{'descr': '\(type)', 'fortran_order': False, 'shape': (2,)}", data: 8))
      }
    }
    #expect(throws: NumPyError.notNumPy) { try NumPyArray(decoding: Array("P6 1 1 255".utf8)) }
    #expect(throws: NumPyError.unsupportedVersion(major: 4, minor: 0)) {
      var bytes = try Self.bytes("matrix.npy")
      bytes[6] = 4
      _ = try NumPyArray(decoding: bytes)
    }
    #expect(throws: NumPyError.lengthMismatch(needed: 60, given: 61)) {
      try NumPyArray(decoding: Self.bytes("matrix.npy") + [0])
    }
  }

  /// A file of the given header and as many bytes of elements.
  static func file(_ header: String, data: Int) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
    "{\"shape\":(2 , ), \"fortran_order\":True,\"descr\":\"<f4\",}  \n",
    "  { 'descr':'<f4','fortran_order':False,'shape':(1,2,), } ",
  ])
  func readsOtherSpellings(header: String) throws {
    #expect(try NumPyArray(decoding: Self.file(header, data: 8)).tensor?.scalars == [0, 0])
  }

  @Test(arguments: [
    ("", 10, "'{'"),
    ("{'descr': '<f4', 'fortran_order': False}", 50, "'descr', 'fortran_order' and 'shape'"),
    ("{'descr': '<f4', 'descr': '<f4'}", 27, "each key once"),
    ("{'descr': '<f4', 'code': 1}", 27, "'descr', 'fortran_order' or 'shape'"),
    ("{'descr': [('a', '<f4')]}", 20, "a text in quotes"),
    ("{'descr: 1", 12, "a text in quotes"),
    ("{'fortran_order': 0}", 28, "True or False"),
    ("{'shape': (2)}", 23, "a tuple"),
    ("{'shape': (-2,)}", 21, "an extent"),
    ("{'shape': (9223372036854775808,)}", 21, "an extent"),
    ("{'shape': (2,) 'descr'}", 25, "','"),
    ("{'shape': (,)}", 21, "an extent"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", 66, "the end of the header"),
  ])
  func refusesMalformedHeaders(header: String, offset: Int, expected: String) {
    #expect(throws: NumPyError.malformedHeader(offset: offset, expected: expected)) {
      try NumPyArray(decoding: Self.file(header, data: 8))
    }
  }

  @Test func refusesShapesThatOverflow() {
    let header = { (shape: String) in
      Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}", data: 8)
    }
    #expect(throws: NumPyError.sizeOverflow) {
      try NumPyArray(decoding: header("(4611686018427387904, 4)"))
    }
    #expect(throws: NumPyError.sizeOverflow) {
      try NumPyArray(decoding: header("(9223372036854775807,)"))
    }
  }

  @Test func everyPrefixIsRefused() throws {
    let bytes = NumPyArray(Self.ramp([2, 2])).encoded()
    for length in 0..<bytes.count {
      #expect(throws: NumPyError.self) { try NumPyArray(decoding: Array(bytes[..<length])) }
    }
  }

  @Test func mutatedFilesNeverTrap() throws {
    let original = NumPyArray(Self.ramp([2, 2])).encoded()
    let alphabet = Array("0123456789-(){}',: \nTF<f4i8".utf8)
    var random = SeededRandom(6)
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0..<random.integer(in: 1...3) {
        let position = random.integer(in: 6...80)
        if random.integer(in: 0...1) == 0 {
          bytes[position] = random.element(of: alphabet)
        } else {
          bytes[position] ^= UInt8(1 << random.integer(in: 0...7))
        }
      }
      if let array = try? NumPyArray(decoding: bytes) {
        #expect(try NumPyArray(decoding: array.encoded()).shape == array.shape)
      }
    }
  }

  @Test func writesPaths() throws {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).npy"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NumPyArray(Self.ramp([4, 3])).write(to: path)
    #expect(try NumPyArray(contentsOf: path).tensor == Self.ramp([4, 3]))
  }
}
