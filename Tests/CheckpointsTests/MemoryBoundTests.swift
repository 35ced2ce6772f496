import Deflate
import DurableFiles
import Foundation
import Testing

@testable import Checkpoints

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that ask for much memory are refused before they get it; each runs in a process of its own.
@Suite struct MemoryBoundTests {
  /// Ends the process with status 1 if `body` accepts its file, or takes more than `limitInBytes`.
  private static func check(limitInBytes: Int, _ body: () throws -> Void) {
    let before = peakMemory()
    do {
      try body()
      exit(1)
    } catch {
      exit(peakMemory() - before <= limitInBytes ? 0 : 1)
    }
  }

  /// The most memory that this process had at one time, in bytes.
  private static func peakMemory() -> Int {
    #if canImport(Darwin)
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      // Not `getrusage`, which counts what the process was before it began this program.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
      return (line.split { !$0.isNumber }.first.flatMap { Int($0) } ?? .max / 2048) * 1024
    #endif
  }

  /// 256 MiB of zeros in 256 KiB.
  @Test func archivesThatGrowAreNotDecompressed() async {
    await #expect(processExitsWith: .success) {
      let block = deflate([UInt8](repeating: 0, count: 1 << 20).span, format: .raw)
      var builder = ArchiveBuilder(
        pickle: PickleBuilder.dictionary([
          ("w", PickleBuilder.tensor(count: 1 << 26, shape: [1 << 26], strides: [1]))
        ]))
      builder.entries.append(
        .init(name: "a/data/0", content: block, size: 1 << 28, method: 8))
      let bytes = builder.bytes
      MemoryBoundTests.check(limitInBytes: 8 << 20) { _ = try PyTorchFile(decoding: bytes) }
    }
  }

  /// A pickle that deflates a thousandfold, and one that is too long.
  @Test func picklesAreBounded() async {
    await #expect(processExitsWith: .success) {
      let long = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "N"), count: 9 << 20)
      let bytes = ArchiveBuilder(pickle: long).bytes
      MemoryBoundTests.check(limitInBytes: 16 << 20) { _ = try PyTorchFile(decoding: bytes) }
    }
    await #expect(processExitsWith: .success) {
      let long = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "("), count: 8_000_000)
      let bytes = ArchiveBuilder(pickle: long, deflated: true).bytes
      MemoryBoundTests.check(limitInBytes: 8 << 20) { _ = try PyTorchFile(decoding: bytes) }
    }
  }

  /// Values in values, remembered and doubled again and again; millions of them; and very deep ones.
  @Test(arguments: 0..<6)
  func valuesAreCounted(_ kind: Int) async {
    await #expect(processExitsWith: .success) { [kind] in
      let unit: [UInt8] =
        switch kind {
        // (x, x) of the last (x, x), as in the attack of a billion laughs.
        case 0: [UInt8(ascii: "q"), 1, UInt8(ascii: "h"), 1, 0x86]
        case 1: [0x85]
        case 2: [UInt8(ascii: "}")]
        case 3: [UInt8(ascii: "]"), UInt8(ascii: "a")]
        case 4: [UInt8(ascii: "r"), 1, 2, 3, 4, UInt8(ascii: "h"), 1]
        default: [UInt8(ascii: "N")]
        }
      let count = 8_000_000 / unit.count
      var pickle = Array("]q\u{1}".utf8)
      for _ in 0..<count { pickle += unit }
      let bytes = ArchiveBuilder(pickle: pickle).bytes
      MemoryBoundTests.check(limitInBytes: 96 << 20) { _ = try PyTorchFile(decoding: bytes) }
    }
  }

  /// One long tuple that is the shape of many tensors.
  @Test func longShapesAreNotCopied() async {
    await #expect(processExitsWith: .success) {
      var pickle: [UInt8] = Array("(".utf8)
      for _ in 0..<500_000 { pickle += [UInt8(ascii: "K"), 1] }
      pickle += [UInt8(ascii: "t"), UInt8(ascii: "q"), 1]
      pickle += PickleBuilder.tensor() + Array("0".utf8)
      let function = PickleBuilder.global("torch._utils", "_rebuild_tensor_v2")
      for _ in 0..<10_000 { pickle += function + Array("(Nh\u{1}h\u{1}NNNtR0".utf8) }
      let bytes = ArchiveBuilder(pickle: pickle).bytes
      MemoryBoundTests.check(limitInBytes: 64 << 20) { _ = try PyTorchFile(decoding: bytes) }
    }
  }

  @Test func safetensorsHeadersAreBounded() async {
    await #expect(processExitsWith: .success) {
      let deep = [UInt8](repeating: UInt8(ascii: "["), count: 9_000_000)
      let bytes =
        littleEndianBytes(of: UInt64(deep.count + 5)) + Array("{\"a\":".utf8) + deep
      MemoryBoundTests.check(limitInBytes: 32 << 20) { _ = try SafetensorsFile(decoding: bytes) }
    }
    await #expect(processExitsWith: .success) {
      let long = [UInt8](repeating: UInt8(ascii: "{"), count: 20_000_000)
      let bytes = littleEndianBytes(of: UInt64(long.count)) + long
      MemoryBoundTests.check(limitInBytes: 8 << 20) { _ = try SafetensorsFile(decoding: bytes) }
    }
  }

  @Test func numPyShapesAreNotTrusted() async {
    await #expect(processExitsWith: .success) {
      let header = "{'descr': '<f4', 'fortran_order': True, 'shape': (1048576, 1048576), }"
      let bytes = NumPyArrayTests.file(header, data: 8)
      MemoryBoundTests.check(limitInBytes: 8 << 20) { _ = try NumPyArray(decoding: bytes) }
    }
  }
}
