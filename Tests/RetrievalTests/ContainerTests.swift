import DurableFiles
import Retrieval
import TestSupport
import Testing

struct ContainerTests {
  static let sections = [
    ContainerSection(id: 2, bytes: Array("text".utf8)),
    ContainerSection(id: 5, bytes: []),
    ContainerSection(
      id: 7, dimensions: [2, 3], numbers: [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, -2]),
    ContainerSection(id: 9, dimensions: [], numbers: [4]),
  ]

  static let bytes = encodedContainer(kind: 3, sections: sections)

  /// The bytes with `change` made, and all checksums made right again.
  static func resealed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var bytes = Self.bytes
    change(&bytes)
    reseal(&bytes)
    return bytes
  }

  @Test func readsBackWhatWasWritten() throws {
    let reader = try ContainerReader(decoding: Self.bytes, kind: 3)
    #expect(reader.sections.map(\.id) == [2, 5, 7, 9])
    #expect(reader.sections.map(\.dimensions) == [[4], [0], [2, 3], []])
    #expect(reader.sections.map(\.count) == [4, 0, 6, 1])
    for (section, written) in zip(reader.sections, Self.sections) {
      #expect(Array(reader.bytes(of: section)) == written.bytes)
      #expect(section.elementType == written.elementType)
    }
    let numbers = try reader.numbers(of: #require(reader.section(7)))
    let expected: [Float] = [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, -2]
    #expect(numbers.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(reader.section(3) == nil)
    #expect(
      try ContainerReader(decoding: encodedContainer(kind: 0, sections: []), kind: 0).sections
        .isEmpty)
  }

  @Test func hasTheDocumentedLayout() {
    let bytes = Self.bytes
    #expect(bytes[0..<8] == [0x89, 0x41, 0x55, 0x47, 0x4E, 0x45, 0x54, 0x0A])
    #expect(bytes[8..<16] == [1, 0, 0, 0, 3, 0, 0, 0])
    #expect(integer(bytes, at: 16, count: 8) == UInt64(bytes.count))
    #expect(integer(bytes, at: 24, count: 4) == 4)
    // 32 + 4 · 96 = 416 bytes of header; the first contents at the next multiple of 64.
    #expect(integer(bytes, at: 32 + 76, count: 8) == 448)
    #expect(bytes[448..<452] == Array("text".utf8)[...])
    #expect(bytes[452..<512].allSatisfy { $0 == 0 })
    // The empty section 5 begins and ends at 512, and so section 7 begins there too.
    #expect(integer(bytes, at: 32 + 2 * 96 + 76, count: 8) == 512)
    #expect(integer(bytes, at: 32 + 2 * 96 + 84, count: 8) == 24)
    #expect(bytes.count == 576 + 4 + 12)
    #expect(integer(bytes, at: 580, count: 8) == UInt64(bytes.count))
    #expect(
      integer(bytes, at: 588, count: 4) == UInt64(CRC32C.checksum(of: Array(bytes[..<588]))))
  }

  @Test(arguments: [
    (0, 0x88, ContainerError.notAContainer),
    (8, 2, .unsupportedVersion(2)),
    (12, 4, .wrongKind(4, expected: 3)),
    (24, 65, .sectionCount(65)),
    (24, 6, .sectionCount(6)),
    (32, 6, .malformedSection(id: 5, field: "id")),
    (36, 0, .malformedSection(id: 2, field: "element type")),
    (36, 3, .malformedSection(id: 2, field: "element type")),
    (40, 9, .malformedSection(id: 2, field: "rank")),
    (40, 0, .malformedSection(id: 2, field: "shape")),
    (44, 5, .malformedSection(id: 2, field: "length")),
    (51, 0x80, .malformedSection(id: 2, field: "shape")),
    (51, 0x40, .malformedSection(id: 2, field: "length")),
    (52, 1, .malformedSection(id: 2, field: "shape")),
    (108, 0, .malformedSection(id: 2, field: "offset")),
    (116, 3, .malformedSection(id: 2, field: "length")),
    (500, 1, .malformedPadding(offset: 500)),
  ])
  func refusesImpossibleFieldsWithRightChecksums(
    offset: Int, value: UInt8, expected: ContainerError
  ) {
    let bytes = Self.resealed { $0[offset] = value }
    #expect(throws: expected) { try ContainerReader(decoding: bytes, kind: 3) }
  }

  @Test func refusesSectionsThatEndTooEarly() {
    let bytes = Self.resealed { bytes in
      bytes.insert(contentsOf: [0, 0, 0, 0], at: bytes.count - 12)
      for start in [16, bytes.count - 12] {
        for byte in 0..<8 {
          bytes[start + byte] = UInt8(truncatingIfNeeded: bytes.count >> (8 * byte))
        }
      }
    }
    #expect(throws: ContainerError.malformedPadding(offset: 580)) {
      try ContainerReader(decoding: bytes, kind: 3)
    }
  }

  @Test func namesTheDamagedPart() {
    func error(_ change: (inout [UInt8]) -> Void) -> ContainerError? {
      var bytes = Self.bytes
      change(&bytes)
      do {
        _ = try ContainerReader(decoding: bytes, kind: 3)
        return nil
      } catch {
        return error
      }
    }
    #expect(error { $0[40] ^= 1 } == .checksumMismatch(part: "the header"))
    #expect(error { $0[449] ^= 1 } == .checksumMismatch(part: "the file"))
    #expect(
      error { bytes in bytes.removeLast() }
        == .lengthMismatch(stated: UInt64(Self.bytes.count), got: Self.bytes.count - 1))
    #expect(error { $0 = Array($0[..<20]) } == .tooShort(got: 20))
    #expect(
      error { bytes in
        bytes[449] ^= 1
        let checksum = CRC32C.checksum(of: Array(bytes[..<(bytes.count - 4)]))
        for byte in 0..<4 {
          bytes[bytes.count - 4 + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * byte))
        }
      } == .checksumMismatch(part: "section 2"))
  }

  @Test func everyFlippedBitIsDetected() {
    for bit in 0..<8 * Self.bytes.count {
      var bytes = Self.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: ContainerError.self) { try ContainerReader(decoding: bytes, kind: 3) }
    }
  }

  @Test func everyPrefixIsRefused() {
    for length in 0..<Self.bytes.count {
      #expect(throws: ContainerError.self) {
        try ContainerReader(decoding: Array(Self.bytes[..<length]), kind: 3)
      }
    }
  }
}

/// The number of `count` bytes at `offset`, the low byte first.
func integer(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
  (0..<count).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
}

/// Makes all checksums of a container right again, as somebody does who means harm.
func reseal(_ bytes: inout [UInt8]) {
  func store(_ checksum: UInt32, at offset: Int) {
    for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * byte)) }
  }
  guard bytes.count >= 44 else { return }
  let sectionCount = Int(min(integer(bytes, at: 24, count: 4), 64))
  let tableEnd = 32 + 96 * sectionCount
  if tableEnd <= bytes.count - 12 {
    for entry in stride(from: 32, to: tableEnd, by: 96) {
      let (start, length) = (
        integer(bytes, at: entry + 76, count: 8), integer(bytes, at: entry + 84, count: 8)
      )
      let (end, overflow) = start.addingReportingOverflow(length)
      guard !overflow, end <= UInt64(bytes.count) else { continue }
      store(CRC32C.checksum(of: Array(bytes[Int(start)..<Int(end)])), at: entry + 92)
    }
    store(0, at: 28)
    store(CRC32C.checksum(of: Array(bytes[..<tableEnd])), at: 28)
  }
  store(CRC32C.checksum(of: Array(bytes[..<(bytes.count - 4)])), at: bytes.count - 4)
}
