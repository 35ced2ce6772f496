import DurableFiles

/// The bytes of a container of the given sections; the same for the same sections.
///
/// - Precondition: There are at most 64 sections, and their ids ascend.
package func encodedContainer(kind: UInt32, sections: [ContainerSection]) -> [UInt8] {
  precondition(
    sections.count <= ContainerFormat.sectionCountLimit
      && zip(sections, sections.dropFirst()).allSatisfy { $0.id < $1.id },
    "sections \(sections.map(\.id))")
  let alignment = ContainerFormat.alignment
  let tableEnd =
    ContainerFormat.headerLength + ContainerFormat.sectionEntryLength * sections.count
  var offsets: [Int] = []
  var end = tableEnd
  for section in sections {
    offsets.append((end + alignment - 1) / alignment * alignment)
    end = offsets[offsets.count - 1] + section.bytes.count
  }
  let fileLength = end + ContainerFormat.footerLength

  var bytes: [UInt8] = []
  bytes.reserveCapacity(fileLength)
  bytes += ContainerFormat.magic
  bytes += littleEndianBytes(of: ContainerFormat.version)
  bytes += littleEndianBytes(of: kind)
  bytes += littleEndianBytes(of: UInt64(fileLength))
  bytes += littleEndianBytes(of: UInt32(sections.count))
  bytes += littleEndianBytes(of: UInt32(0))
  for (section, offset) in zip(sections, offsets) {
    bytes += littleEndianBytes(of: section.id)
    bytes += littleEndianBytes(of: section.elementType.rawValue)
    bytes += littleEndianBytes(of: UInt32(section.dimensions.count))
    for axis in 0..<ContainerFormat.rankLimit {
      let extent = axis < section.dimensions.count ? section.dimensions[axis] : 0
      bytes += littleEndianBytes(of: UInt64(extent))
    }
    bytes += littleEndianBytes(of: UInt64(offset))
    bytes += littleEndianBytes(of: UInt64(section.bytes.count))
    bytes += littleEndianBytes(of: CRC32C.checksum(of: section.bytes))
  }
  let headerChecksum = littleEndianBytes(of: CRC32C.checksum(of: bytes))
  bytes.replaceSubrange(ContainerFormat.checksumRange, with: headerChecksum)
  for (section, offset) in zip(sections, offsets) {
    bytes += repeatElement(0, count: offset - bytes.count)
    bytes += section.bytes
  }
  bytes += littleEndianBytes(of: UInt64(fileLength))
  bytes += littleEndianBytes(of: CRC32C.checksum(of: bytes))
  return bytes
}
