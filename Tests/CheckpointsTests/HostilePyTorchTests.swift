import Deflate
import DurableFiles
import Tensors
import TestSupport
import Testing

@testable import Checkpoints

/// Files that were made to do harm are refused with one line.
@Suite struct HostilePyTorchTests {
  static func error(_ bytes: [UInt8]) -> PyTorchError? {
    do {
      _ = try PyTorchFile(decoding: bytes)
      return nil
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("\n"))
      return error
    }
  }

  /// What comes of a pickle with one storage of four single-precision numbers.
  static func error(pickle: [UInt8]) -> PyTorchError? {
    error(
      ArchiveBuilder(pickle: pickle, storages: ["0": [UInt8](repeating: 0, count: 16)]).bytes)
  }

  static func error(tensor: [UInt8]) -> PyTorchError? {
    error(pickle: PickleBuilder.dictionary([("w", tensor)]))
  }

  @Test func theHarmlessOnesAreRead() {
    #expect(Self.error(tensor: PickleBuilder.tensor()) == nil)
    #expect(Self.error(tensor: PickleBuilder.tensor(shape: [2], strides: [2])) == nil)
    #expect(Self.error(tensor: PickleBuilder.tensor(offset: 3, shape: [], strides: [])) == nil)
    #expect(Self.error(tensor: PickleBuilder.tensor(offset: 99, shape: [0], strides: [1])) == nil)
  }

  @Test(arguments: [
    ("posix", "system"), ("os", "system"), ("nt", "system"), ("builtins", "eval"),
    ("__builtin__", "eval"), ("builtins", "exec"), ("builtins", "getattr"),
    ("subprocess", "Popen"), ("runpy", "_run_code"), ("functools", "partial"),
    ("importlib", "import_module"), ("torch", "load"), ("torch.hub", "load"),
    ("torch.storage", "_load_from_bytes"), ("torch._utils", "_rebuild_sparse_tensor"),
    ("collections", "OrderedDict.__reduce__"), ("collections.OrderedDict", "__class__"),
    ("torch", "FloatStorage.__class__"), ("numpy.core.multiarray", "_reconstruct"),
    ("torch ", "FloatStorage"), ("", ""), ("a\u{1B}[31m", "b"),
  ])
  func nothingIsCalled(module: String, name: String) {
    let call = PickleBuilder.call(
      PickleBuilder.global(module, name), PickleBuilder.tuple(PickleBuilder.text("id")))
    #expect(
      Self.error(pickle: [0x80, 2] + call + Array(".".utf8))
        == .pickle(.forbiddenGlobal("\(module).\(name)")))
    #expect(Self.error(tensor: call) == .pickle(.forbiddenGlobal("\(module).\(name)")))
  }

  @Test(arguments: [
    Array("(S'id'\nios\nsystem\n.".utf8), Array("(cos\nsystem\no.".utf8),
    [0x80, 4] + Array(".".utf8), [0x80, 2, 0x8C, 1, 0x61, 0x93], [0x80, 2, 0x82, 1, 0x2E],
    Array("P0\n.".utf8), [0x80, 2] + Array(")".utf8) + [0x81, 0x2E], [0x80, 2, 0x97, 0x2E],
    Array("I1\n.".utf8), Array("}2.".utf8), [0],
  ])
  func otherInstructionsEndTheReading(pickle: [UInt8]) {
    guard case .pickle(let error) = Self.error(pickle: pickle) else {
      Issue.record("\(pickle) was read")
      return
    }
    switch error {
    case .forbiddenInstruction, .unsupportedProtocol, .forbiddenGlobal: break
    default: Issue.record("\(error)")
    }
  }

  @Test func instructionsThatDoNotFitAreErrors() {
    let reduce = Array("R".utf8)
    for pickle in [
      "", ".", "t.", "(.", "(0.", "s.", "}s.", "}NNs", "N(NNNu.", "}(Nu.", "a.", "Na.", "(e.", "R.",
      "NNR.", "b.", "Nb.", "N}b.", "Q.", "NQ.", "(tQ.", "h\u{1}.", "q\u{1}.", "X\u{1}", "K",
      "M\u{1}", "J\u{1}\u{1}\u{1}", "ctorch", "ctorch\n", "r\u{1}", "j\u{1}", "G\u{1}",
    ].map({ Array($0.utf8) }) + [
      [0x85, 0x2E], [0x86, 0x2E], [0x8A, 9, 1], [0x8A], [0x80],
      [UInt8(ascii: "X"), 1, 0, 0, 0, 0xFF, 0x2E], [UInt8(ascii: "X"), 0xFF, 0xFF, 0xFF, 0xFF],
      // Calls of what makes tensors, with other arguments.
      PickleBuilder.global("torch", "FloatStorage") + Array(")".utf8) + reduce,
      PickleBuilder.global("torch._utils", "_rebuild_tensor_v2") + Array(")".utf8) + reduce,
      PickleBuilder.global("torch._utils", "_rebuild_parameter") + Array("NNN".utf8) + [0x87]
        + reduce,
      PickleBuilder.global("collections", "OrderedDict") + Array("N".utf8) + [0x85] + reduce,
      PickleBuilder.tensor() + Array("}b.".utf8),
    ] {
      guard case .pickle = Self.error(pickle: pickle) else {
        Issue.record("\(pickle) was read, or failed for another reason")
        continue
      }
    }
  }

  @Test func tensorsStayWithinTheirStorage() {
    for (tensor, part) in [
      (PickleBuilder.tensor(offset: 1), "beyond"), (PickleBuilder.tensor(offset: -1), "negative"),
      (PickleBuilder.tensor(offset: .max), "beyond"),
      (PickleBuilder.tensor(strides: [3, 1]), "beyond"),
      (PickleBuilder.tensor(strides: [-2, 1]), "negative"),
      (PickleBuilder.tensor(strides: [.max, .max]), "beyond"),
      (PickleBuilder.tensor(strides: [1]), "2 extents and 1 strides"),
      (PickleBuilder.tensor(shape: [1 << 40], strides: [0]), "more elements"),
      (PickleBuilder.tensor(shape: [1 << 40], strides: [1]), "more elements"),
      (PickleBuilder.tensor(shape: [1 << 40, 1 << 40], strides: [0, 0]), "too large"),
      (PickleBuilder.tensor(shape: [0, 1 << 40, 1 << 40], strides: [0, 0, 0]), "too large"),
      (PickleBuilder.tensor(shape: [-2, -2]), "negative"),
      (PickleBuilder.tensor(shape: [5], strides: [0]), "more elements"),
      (PickleBuilder.tensor(count: 5), "needs 20 bytes"),
      (PickleBuilder.tensor(count: -4), "-4 elements"),
      (PickleBuilder.tensor(count: 1 << 62), "elements"),
      (PickleBuilder.tensor(type: "DoubleStorage"), "needs 32 bytes"),
      (PickleBuilder.tensor("1"), "missing"), (PickleBuilder.tensor("../data.pkl"), "missing"),
    ] {
      let error = Self.error(tensor: tensor)
      #expect(error?.description.contains(part) == true, "\(part): \(String(describing: error))")
    }
    let axes = [Int](repeating: 1, count: 65)
    #expect(Self.error(tensor: PickleBuilder.tensor(shape: axes, strides: axes)) != nil)
  }

  @Test func theDirectoryIsHeldAgainstTheEntries() {
    let pickle = PickleBuilder.dictionary([("w", PickleBuilder.tensor())])
    let whole = ArchiveBuilder(pickle: pickle, storages: ["0": [UInt8](repeating: 7, count: 16)])
    #expect(Self.error(whole.bytes) == nil)
    func error(_ change: (inout ArchiveBuilder) -> Void) -> PyTorchError? {
      var builder = whole
      change(&builder)
      return Self.error(builder.bytes)
    }
    let name = "a/data/0"
    #expect(error { $0.entries[1].checksum = 1 } == .zip(.checksumMismatch(name: name)))
    #expect(error { $0.entries[1].flags = 1 } == .zip(.encrypted(name: name)))
    #expect(error { $0.entries[1].method = 12 } == .zip(.method(name: name, 12)))
    #expect(error { $0.entries[1].size = 20 } == .zip(.sizeMismatch(name: name)))
    #expect(error { $0.entries[1].headerStart = 0 } == .zip(.malformed(record: "entry '\(name)'")))
    #expect(error { $0.entries[1].headerStart = .max } == .zip(.malformed(record: "directory")))
    #expect(
      error { $0.entries[1].headerStart = .max - 1 } == .zip(.malformed(record: "entry '\(name)'")))
    #expect(error { $0.count = 60000 } == .zip(.entryCount(stated: 60000, limit: 2)))
    #expect(error { $0.count = 1 } == .zip(.malformed(record: "directory")))
    #expect(error { $0.count = 0 } == .zip(.malformed(record: "directory")))
    #expect(error { $0.entries.append($0.entries[1]) } == .zip(.duplicateName(name)))
    #expect(error { $0.entries[0].name = "pickle" } == .noPickle(count: 0))
    #expect(
      error { $0.entries.append(.init(name: "b/data.pkl", content: pickle)) } == .noPickle(count: 2)
    )
    #expect(
      error { $0.entries.append(.init(name: "a/byteorder", content: Array("middle".utf8))) }
        == .byteOrder("middle"))
    // The number of 64 bits that the directory points to is beyond the file, or beyond `Int`.
    for wide in [UInt64(1) << 50, .max] {
      let extra: [UInt8] = [1, 0, 8, 0] + littleEndianBytes(of: wide)
      let failure = error {
        $0.entries[1].headerStart = .max
        $0.entries[1].extra = extra
      }
      #expect(failure != nil)
    }
    // Both entries name the bytes of the second one, or one contains the other.
    let shared = error {
      $0.entries[0] = $0.entries[1]
      $0.entries[0].name = "a/data/1"
      $0.entries.append(.init(name: "a/data.pkl", content: pickle))
      $0.entries[2].headerStart = 0
    }
    #expect(shared != nil)
    let long = error { $0.entries[0].storedSize = 400 }
    #expect(long != nil)
  }

  /// One file inside another: the outer one counts, and the inner one is numbers.
  @Test func archivesInArchivesAreNotOpened() {
    let inner = ArchiveBuilder(pickle: PickleBuilder.dictionary([]), storages: [:]).bytes
    let padded = inner + [UInt8](repeating: 0, count: (4 - inner.count % 4) % 4)
    let outer = ArchiveBuilder(
      pickle: PickleBuilder.dictionary([
        ("w", PickleBuilder.tensor(count: padded.count / 4, shape: [2], strides: [1]))
      ]), storages: ["0": padded])
    #expect(Self.error(outer.bytes) == nil)
    // A zip archive where the pickle should be is none.
    #expect(
      Self.error(ArchiveBuilder(pickle: inner).bytes)
        == .pickle(.forbiddenInstruction(UInt8(ascii: "P"), offset: 0)))
  }

  /// Elements of a type without a kind of storage are bytes, whose number they share out.
  @Test(arguments: [
    ("UntypedStorage", "uint16", 16, 8, true), ("UntypedStorage", "uint16", 16, 9, false),
    ("UntypedStorage", "uint64", 16, 2, true), ("UntypedStorage", "uint64", 15, 1, false),
    ("UntypedStorage", "float32", 16, 4, true), ("UntypedStorage", "uint16", 1 << 40, 8, false),
    ("UntypedStorage", "uint16", -2, 0, false), ("FloatStorage", "uint16", 4, 4, false),
    ("UntypedStorage", "Size", 16, 4, false),
  ])
  func typedTensorsStayWithinTheirBytes(
    storage: String, type: String, count: Int, elements: Int, isRead: Bool
  ) {
    let module = storage == "UntypedStorage" ? "torch.storage" : "torch"
    let bytes =
      PickleBuilder.tuple(
        PickleBuilder.text("storage"), PickleBuilder.global(module, storage),
        PickleBuilder.text("0"), PickleBuilder.text("cpu"), PickleBuilder.integer(count))
      + Array("Q".utf8)
    let tensor = PickleBuilder.call(
      PickleBuilder.global("torch._utils", "_rebuild_tensor_v3"),
      PickleBuilder.tuple(
        bytes, PickleBuilder.integer(0), PickleBuilder.tuple(PickleBuilder.integer(elements)),
        PickleBuilder.tuple(PickleBuilder.integer(1)), [0x89], Array("N".utf8),
        PickleBuilder.global("torch", type)))
    #expect((Self.error(tensor: tensor) == nil) == isRead)
  }

  @Test func everyCutIsRefused() throws {
    for name in ["tensors.pth", "deflated.pth"] {
      let bytes = try PyTorchFileTests.bytes(name)
      for part in 0..<64 {
        #expect(Self.error(Array(bytes.prefix(bytes.count * part / 64))) != nil, "\(part) / 64")
      }
      #expect(Self.error(Array(bytes.dropLast())) != nil)
    }
  }

  /// Storages are read on several threads; what is told does not depend on which of them is first.
  @Test func theFirstOfSeveralErrorsIsTold() {
    let names = (0..<40).map { "w\($0)" }
    let items = names.enumerated().map {
      (name: $0.element, value: PickleBuilder.tensor("\($0.offset)"))
    }
    var builder = ArchiveBuilder(pickle: PickleBuilder.dictionary(items))
    for index in names.indices {
      builder.entries.append(
        .init(
          name: "a/data/\(index)", content: [UInt8](repeating: 1, count: 16),
          checksum: index % 3 == 2 ? 1 : nil))
    }
    for _ in 0..<50 {
      #expect(Self.error(builder.bytes) == .zip(.checksumMismatch(name: "a/data/2")))
    }
  }

  /// Every byte that a checksum or a structure covers is missed when it changes; others do no harm.
  @Test func changedElementsAreFound() throws {
    let bytes = ArchiveBuilder(
      pickle: PickleBuilder.dictionary([("w", PickleBuilder.tensor())]),
      storages: ["0": (0..<16).map { UInt8($0) }]
    ).bytes
    let start = try #require(
      bytes.indices.first { bytes[$0...].starts(with: (0..<16).map { UInt8($0) }) })
    for bit in 0..<128 {
      var changed = bytes
      changed[start + bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Self.error(changed) == .zip(.checksumMismatch(name: "a/data/0")))
    }
  }
}
