import DurableFiles

/// A container whose every byte has been checked, ready to hand out its sections.
///
/// Reading takes no sizes on trust: all are compared with the number of bytes that there are, and
/// nothing is allocated before.
package struct ContainerReader: Sendable {
  /// Where a section's contents are and how they are shaped.
  package struct Section: Sendable, Equatable {
    package let id: UInt32
    package let elementType: ContainerElementType
    package let dimensions: [Int]
    let range: Range<Int>

    /// The number of elements.
    package var count: Int { range.count / elementType.size }
  }

  /// The sections in ascending order of their ids.
  package let sections: [Section]

  private let bytes: [UInt8]

  /// Checks the bytes of a container of kind `kind`.
  package init(decoding bytes: [UInt8], kind: UInt32) throws(ContainerError) {
    let tableEnd = try Self.checkHeader(bytes, kind: kind)
    var end = tableEnd
    var previousID: UInt32?
    var sections: [Section] = []
    for entry in stride(
      from: ContainerFormat.headerLength, to: tableEnd, by: ContainerFormat.sectionEntryLength)
    {
      let section = try Self.section(bytes, entry: entry, after: end)
      if let previousID, section.id <= previousID {
        throw .malformedSection(id: section.id, field: "id")
      }
      previousID = section.id
      end = section.range.upperBound
      sections.append(section)
    }
    let footer = bytes.count - ContainerFormat.footerLength
    guard end == footer else { throw .malformedPadding(offset: end) }
    self.sections = sections
    self.bytes = bytes
  }

  /// The section called `id`, if there is one.
  package func section(_ id: UInt32) -> Section? {
    sections.first { $0.id == id }
  }

  /// The contents of a section.
  package func bytes(of section: Section) -> ArraySlice<UInt8> {
    bytes[section.range]
  }

  /// The numbers of a section.
  ///
  /// - Precondition: The section consists of numbers.
  package func numbers(of section: Section) -> [Float] {
    precondition(section.elementType == .float32, "section \(section.id) has no numbers")
    return littleEndianFloats(in: bytes, section.range)
  }

  /// Checks all but the section table's entries; returns where the table ends.
  private static func checkHeader(_ bytes: [UInt8], kind: UInt32) throws(ContainerError) -> Int {
    let shortest = ContainerFormat.headerLength + ContainerFormat.footerLength
    guard bytes.starts(with: ContainerFormat.magic) else { throw .notAContainer }
    guard bytes.count >= shortest else { throw .tooShort(got: bytes.count) }
    let version = littleEndianUInt32(in: bytes, at: 8)
    guard version == ContainerFormat.version else { throw .unsupportedVersion(version) }
    let length = littleEndianUInt64(in: bytes, at: 16)
    guard length == UInt64(bytes.count) else {
      throw .lengthMismatch(stated: length, got: bytes.count)
    }
    let sectionCount = littleEndianUInt32(in: bytes, at: 24)
    guard sectionCount <= ContainerFormat.sectionCountLimit else {
      throw .sectionCount(sectionCount)
    }
    let tableEnd =
      ContainerFormat.headerLength + ContainerFormat.sectionEntryLength * Int(sectionCount)
    let footer = bytes.count - ContainerFormat.footerLength
    guard tableEnd <= footer else { throw .sectionCount(sectionCount) }

    var header = Array(bytes[..<tableEnd])
    for index in ContainerFormat.checksumRange { header[index] = 0 }
    let stated = littleEndianUInt32(in: bytes, at: ContainerFormat.checksumRange.lowerBound)
    guard CRC32C.checksum(of: header) == stated else {
      throw .checksumMismatch(part: "the header")
    }
    let footerLength = littleEndianUInt64(in: bytes, at: footer)
    guard footerLength == length else {
      throw .lengthMismatch(stated: footerLength, got: bytes.count)
    }
    guard checksum(of: bytes, 0..<footer + 8) == littleEndianUInt32(in: bytes, at: footer + 8)
    else { throw .checksumMismatch(part: "the file") }
    let found = littleEndianUInt32(in: bytes, at: 12)
    guard found == kind else { throw .wrongKind(found, expected: kind) }
    return tableEnd
  }

  /// Checks the entry at `entry` of the section table, and the contents, which must be the first
  /// after `end`.
  private static func section(
    _ bytes: [UInt8], entry: Int, after end: Int
  ) throws(ContainerError) -> Section {
    let id = littleEndianUInt32(in: bytes, at: entry)
    guard let type = ContainerElementType(rawValue: littleEndianUInt32(in: bytes, at: entry + 4))
    else { throw .malformedSection(id: id, field: "element type") }
    let rank = littleEndianUInt32(in: bytes, at: entry + 8)
    guard rank <= ContainerFormat.rankLimit else {
      throw .malformedSection(id: id, field: "rank")
    }
    var dimensions: [Int] = []
    var size = type.size
    for axis in 0..<ContainerFormat.rankLimit {
      let extent = littleEndianUInt64(in: bytes, at: entry + 12 + 8 * axis)
      guard axis < rank else {
        guard extent == 0 else { throw .malformedSection(id: id, field: "shape") }
        continue
      }
      guard let extent = Int(exactly: extent) else {
        throw .malformedSection(id: id, field: "shape")
      }
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw .malformedSection(id: id, field: "shape") }
      dimensions.append(extent)
      size = product
    }
    let footer = bytes.count - ContainerFormat.footerLength
    guard let start = ContainerFormat.aligned(end), start <= footer,
      littleEndianUInt64(in: bytes, at: entry + 76) == UInt64(start)
    else { throw .malformedSection(id: id, field: "offset") }
    guard size <= footer - start, littleEndianUInt64(in: bytes, at: entry + 84) == UInt64(size)
    else { throw .malformedSection(id: id, field: "length") }
    if let offset = (end..<start).first(where: { bytes[$0] != 0 }) {
      throw .malformedPadding(offset: offset)
    }
    let range = start..<start + size
    guard checksum(of: bytes, range) == littleEndianUInt32(in: bytes, at: entry + 92) else {
      throw .checksumMismatch(part: "section \(id)")
    }
    return Section(id: id, elementType: type, dimensions: dimensions, range: range)
  }

  /// The checksum of `bytes[range]`, taken in pieces so that no large copy is made.
  private static func checksum(of bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    var checksum = CRC32C()
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 16) {
      checksum.update(with: Array(bytes[start..<min(start + 1 << 16, range.upperBound)]))
    }
    return checksum.value
  }
}
