import JSON

/// What the header of a safetensors file says, held against the length of the data behind it.
struct SafetensorsHeader {
  /// One tensor of the file.
  struct Entry {
    let name: String
    let elementType: ElementType
    let dimensions: [Int]
    /// Where its bytes are, counted from the start of the data.
    let range: Range<Int>
  }

  static let metadataName = "__metadata__"

  /// The length of the longest header that is read.
  ///
  /// That of ResNet-50 has 36,000 bytes. The format allows 100,000,000, which would take fifty times
  /// as much memory to read.
  static let limitInBytes = 10_000_000

  var metadata: [String: String] = [:]

  /// The tensors in the order of the header.
  var entries: [Entry] = []

  /// Reads the header's JSON text.
  ///
  /// - Parameter dataLength: How many bytes follow the header; the tensors must cover them exactly.
  init(decoding text: [UInt8], dataLength: Int) throws(SafetensorsError) {
    let header: JSONValue
    do {
      header = try JSONValue(parsing: text, depthLimit: 4)
    } catch {
      throw .headerIsNotJSON(reason: error.description)
    }
    guard text.first == UInt8(ascii: "{"), let object = header.objectValue else {
      throw .headerIsNotJSON(reason: "it does not begin with '{'")
    }
    for member in object.members {
      if member.name == Self.metadataName {
        metadata = try Self.metadata(member.value)
      } else {
        entries.append(try Self.entry(member.name, member.value))
      }
    }
    try checkCoverage(of: dataLength)
  }

  private static func metadata(_ value: JSONValue) throws(SafetensorsError) -> [String: String] {
    guard let members = value.objectValue?.members else { throw .metadataIsNotStrings }
    var metadata: [String: String] = [:]
    for member in members {
      guard let text = member.value.stringValue else { throw .metadataIsNotStrings }
      metadata[member.name] = text
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ value: JSONValue
  ) throws(SafetensorsError) -> Entry {
    guard let fields = value.objectValue else {
      throw .malformedEntry(name: name, field: "its entry")
    }
    let known = ["dtype", "shape", "data_offsets"]
    if let unknown = fields.names.first(where: { !known.contains($0) }) {
      throw .malformedEntry(name: name, field: unknown)
    }
    guard let typeName = fields["dtype"]?.stringValue else {
      throw .malformedEntry(name: name, field: "dtype")
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw .unknownElementType(name: name, type: typeName)
    }
    guard let dimensions = fields["shape"].flatMap(naturalNumbers) else {
      throw .malformedEntry(name: name, field: "shape")
    }
    guard let offsets = fields["data_offsets"].flatMap(naturalNumbers), offsets.count == 2,
      offsets[0] <= offsets[1]
    else { throw .malformedEntry(name: name, field: "data_offsets") }
    guard let needed = checkedProduct(dimensions + [type.sizeInBytes]) else {
      throw .sizeOverflow(name: name)
    }
    guard needed == offsets[1] - offsets[0] else {
      throw .sizeMismatch(name: name, needed: needed, given: offsets[1] - offsets[0])
    }
    return Entry(
      name: name, elementType: type, dimensions: dimensions, range: offsets[0]..<offsets[1])
  }

  private static func naturalNumbers(_ value: JSONValue) -> [Int]? {
    guard let elements = value.arrayValue else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .integer(let wide) = element, let number = Int(exactly: wide), number >= 0 else {
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Checks that the tensors follow each other without holes and overlaps and fill the data.
  private func checkCoverage(of dataLength: Int) throws(SafetensorsError) {
    let inOrder = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in inOrder {
      guard entry.range.lowerBound == end else {
        throw .holeOrOverlap(name: entry.name, begins: entry.range.lowerBound, expected: end)
      }
      end = entry.range.upperBound
    }
    guard end == dataLength else {
      throw .lengthMismatch(covered: end, available: dataLength)
    }
  }
}
