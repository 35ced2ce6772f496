import DurableFiles

/// The layout of a container: a file of checked sections, all numbers with the low byte first.
///
///     magic 8 bytes | version u32 | kind u32 | file length u64 | section count u32 | header CRC u32
///     a section: id u32 | element type u32 | rank u32 | extents 8 × u64 | offset u64 | length u64 | CRC u32
///     the sections' contents, each from the next multiple of 64 on, zeros between
///     footer: file length u64 | CRC u32 of everything before
///
/// Every CRC is CRC-32C; that of the header covers the header and the section table with its own
/// four bytes as zeros.
enum ContainerFormat {
  /// Not ASCII at the start and a line end at the end, so that no text file and no file that went
  /// through a conversion of line ends is taken for one.
  static let magic: [UInt8] = [0x89] + Array("AUGNET".utf8) + [0x0A]

  static let version: UInt32 = 1
  static let headerLength = 32
  static let checksumRange = 28..<32
  static let sectionEntryLength = 96
  static let footerLength = 12
  static let alignment = 64
  static let sectionCountLimit = 64
  static let rankLimit = 8

  /// The first multiple of the alignment that is not below `offset`; nil beyond `Int`.
  static func aligned(_ offset: Int) -> Int? {
    let (sum, overflow) = offset.addingReportingOverflow(alignment - 1)
    return overflow ? nil : sum & ~(alignment - 1)
  }
}

/// What a section of a container consists of.
package enum ContainerElementType: UInt32, Sendable, CaseIterable {
  /// Bytes, among them UTF-8 text.
  case uint8 = 1
  /// Single-precision numbers.
  case float32 = 2

  /// The size of an element in bytes.
  package var size: Int {
    switch self {
    case .uint8: 1
    case .float32: 4
    }
  }
}

/// One section to be written into a container.
package struct ContainerSection: Sendable, Equatable {
  /// What the section means; ascending and unique within a container.
  package let id: UInt32
  package let elementType: ContainerElementType
  /// The extents, slowest first, at most 8.
  package let dimensions: [Int]
  /// The elements, each with the low byte first.
  package let bytes: [UInt8]

  /// Makes a section of bytes.
  package init(id: UInt32, bytes: [UInt8]) {
    self.id = id
    elementType = .uint8
    dimensions = [bytes.count]
    self.bytes = bytes
  }

  /// Makes a section of numbers.
  ///
  /// - Precondition: There are as many numbers as `dimensions` say, and at most 8 extents.
  package init(id: UInt32, dimensions: [Int], numbers: [Float]) {
    precondition(
      dimensions.count <= ContainerFormat.rankLimit && dimensions.reduce(1, *) == numbers.count,
      "\(numbers.count) numbers cannot have the extents \(dimensions)")
    self.id = id
    elementType = .float32
    self.dimensions = dimensions
    bytes = littleEndianBytes(of: numbers)
  }
}
