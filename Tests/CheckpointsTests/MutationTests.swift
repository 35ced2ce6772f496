import Tensors
import TestSupport
import Testing

@testable import Checkpoints

/// Changed files, their checksums made right: each is an error, or tensors of exactly their shapes.
///
/// `AUGNET_MUTATIONS` says how many files of each kind are tried; `Scripts/mutate-files.sh` runs many of
/// them under the address sanitizer.
@Suite struct MutationTests {
  private static let seed: UInt64 = 20_211_101

  /// Tries files that `make` changes; some must be accepted and most refused, or it changes too little
  /// or too much.
  private static func tryFiles(
    _ usual: Int, stream: UInt64, make: (inout FileMutator) throws -> [UInt8],
    read: ([UInt8]) throws -> [(name: String, tensor: StoredTensor)]
  ) rethrows {
    var mutator = FileMutator(seed + stream)
    let count = FileMutator.count(usual)
    var acceptedCount = 0
    for number in 0..<count {
      let bytes = try make(&mutator)
      guard let tensors = try? read(bytes) else { continue }
      acceptedCount += 1
      var elementCount = 0
      for (name, stored) in tensors {
        // Tensors may share their storages, and a file might have very many.
        elementCount += stored.shape.count
        guard elementCount < 1 << 20 else { break }
        let tensor = stored.tensor
        #expect(
          tensor == nil
            ? !stored.elementType.isConvertible : tensor?.scalars.count == stored.shape.count,
          "seed \(seed + stream), file \(number), tensor \(printable(name))")
        #expect(stored.encoded.count == stored.shape.count * stored.elementType.sizeInBytes)
      }
    }
    #expect(acceptedCount > count / 200 && acceptedCount < count, "\(acceptedCount) of \(count)")
  }

  @Test func archives() throws {
    let originals = try ["tensors.pth", "deflated.pth", "nested.pth", "big.pth"].map {
      try PyTorchFileTests.bytes($0)
    }
    let words: [[UInt8]] = [
      [0x50, 0x4B, 1, 2], [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6], [0x50, 0x4B, 6, 6],
      [0x50, 0x4B, 6, 7], [1, 0, 8, 0], [0xFF, 0xFF, 0xFF, 0xFF], Array("big".utf8),
    ]
    try Self.tryFiles(6_000, stream: 1) { mutator in
      var bytes = mutator.mutated(mutator.random.element(of: originals), words: words)
      repairChecksums(&bytes)
      return bytes
    } read: {
      try PyTorchFile(decoding: $0).tensors
    }
  }

  @Test func pickles() throws {
    let archive = try ZipArchive(.memory(PyTorchFileTests.bytes("tensors.pth")))
    var entries: [ArchiveBuilder.Entry] = []
    for name in archive.names {
      let (bytes, range) = try archive.content(of: name)
      entries.append(.init(name: name, content: bytes.bytes(in: range)))
    }
    let place = try #require(entries.firstIndex { $0.name.hasSuffix("data.pkl") })
    let pickle = entries[place].content
    let words =
      "(.)0Nt}su]aebRQ".utf8.map { [$0] } + [
        [0x85], [0x86], [0x87], [0x88], [0x89], PickleBuilder.tensor(),
        PickleBuilder.integer(1 << 40),
        PickleBuilder.integer(-1), PickleBuilder.text("0"),
        PickleBuilder.global("torch", "LongStorage"),
        PickleBuilder.global("os", "system"), PickleBuilder.global("collections", "OrderedDict"),
        [UInt8(ascii: "h"), 1], [UInt8(ascii: "q"), 1], [UInt8(ascii: "K"), 200],
      ]
    try Self.tryFiles(6_000, stream: 2) { mutator in
      var builder = ArchiveBuilder(entries)
      builder.entries[place].content = mutator.mutated(pickle, words: words)
      return builder.bytes
    } read: {
      try PyTorchFile(decoding: $0).tensors
    }
  }

  @Test func safetensors() throws {
    let originals = try ["single.safetensors", "mixed.safetensors"].map {
      try PyTorchFileTests.bytes($0)
    }
    let words =
      ElementType.allCases.map { Array($0.rawValue.utf8) }
      + "{ } [ ] , : \" 0 1 -1 4 8 12 9223372036854775807 1e3 true null shape dtype data_offsets"
      .split(separator: " ").map { Array($0.utf8) }
    try Self.tryFiles(6_000, stream: 3) { mutator in
      var bytes = mutator.mutated(mutator.random.element(of: originals), words: words)
      // What was put into the header or taken out of it belongs to its length.
      if bytes.count > 9, mutator.random.integer(in: 0...3) > 0,
        let end = bytes.lastIndex(of: UInt8(ascii: "}")), end > 8
      {
        let length = (end + 1 + 7) / 8 * 8 - 8
        for byte in 0..<8 { bytes[byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
      }
      return bytes
    } read: { bytes in
      let file = try SafetensorsFile(decoding: bytes)
      let again = try SafetensorsFile(decoding: file.encoded())
      #expect(Set(again.names) == Set(file.names) && again.metadata == file.metadata)
      return file.names.compactMap { name in file.stored(name).map { (name, $0) } }
    }
  }

  @Test func arrays() throws {
    let originals = try ["matrix", "columns3", "doubles", "u8", "b1", "halves"].map {
      try NumPyArrayTests.bytes($0 + ".npy")
    }
    let words = "<f4 >f8 |b1 <u8 <f2 True False (2,3) 0 1 9223372036854775807 , ) ( ' { }"
      .split(separator: " ").map { Array($0.utf8) }
    try Self.tryFiles(4_000, stream: 4) { mutator in
      mutator.mutated(mutator.random.element(of: originals), words: words)
    } read: { bytes in
      let array = try NumPyArray(decoding: bytes)
      #expect(array.elements.count == array.shape.count)
      return array.tensor.map { [("array", StoredTensor($0))] } ?? []
    }
  }
}
