import DurableFiles
import JSON
import Tensors

/// Named tensors and texts about them, as a safetensors file holds them.
///
/// Source: the format's description and reference implementation, github.com/huggingface/safetensors.
public struct SafetensorsFile: Sendable {
  /// Texts by name.
  public var metadata: [String: String]

  /// The names of the tensors, in the order in which they were appended or stand in the header.
  public private(set) var names: [String] = []

  private var tensors: [[UInt8]: StoredTensor] = [:]

  /// Makes a file without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// The tensor called `name` in single precision; nil if there is none, or its elements are no such
  /// numbers.
  public subscript(name: String) -> Tensor? { stored(name)?.tensor }

  /// The tensor called `name` as it is stored; nil if there is none.
  public func stored(_ name: String) -> StoredTensor? { tensors[Array(name.utf8)] }

  /// Adds a tensor that is to be stored in single precision.
  ///
  /// - Throws: If there is a tensor of that name already, or `name` is `__metadata__`.
  public mutating func append(
    _ tensor: Tensor, named name: String
  ) throws(SafetensorsError) {
    try append(StoredTensor(tensor), named: name)
  }

  /// Adds a tensor, to be stored with its own element type.
  ///
  /// - Throws: If there is a tensor of that name already, or `name` is `__metadata__`.
  public mutating func append(
    _ tensor: StoredTensor, named name: String
  ) throws(SafetensorsError) {
    guard name != SafetensorsHeader.metadataName else { throw .reservedName }
    guard stored(name) == nil else { throw .duplicateName(name) }
    tensors[Array(name.utf8)] = tensor
    names.append(name)
  }

  /// Reads the bytes of a file.
  ///
  /// Everything is checked that the format's reference implementation checks: the length of the
  /// header, that the tensors cover the data without holes and overlaps, and that the bytes of each
  /// fit its shape. Nothing is allocated that the length of `bytes` does not bound.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    try self.init(.memory(bytes))
  }

  /// Reads the bytes of a file; see ``init(decoding:)``.
  init(_ bytes: FileBytes) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    let stated = bytes.integers(UInt64.self, in: 0..<8)[0]
    let limit = min(bytes.count - 8, SafetensorsHeader.limitInBytes)
    guard let headerLength = Int(exactly: stated), headerLength <= limit else {
      throw .headerTooLong(bytes: stated, limit: limit)
    }
    let dataStart = 8 + headerLength
    let header = try SafetensorsHeader(
      decoding: bytes.bytes(in: 8..<dataStart), dataLength: bytes.count - dataStart)
    self.init(metadata: header.metadata)
    for entry in header.entries {
      try append(
        StoredTensor(
          entry.elementType, Shape(entry.dimensions),
          FileElements(in: bytes, at: dataStart + entry.range.lowerBound)),
        named: entry.name)
    }
  }

  /// The bytes of the file: the same for the same tensors and metadata, in whatever order they came.
  ///
  /// Tensors are in the order in which the reference implementation writes them: by element type, the
  /// wider ones first so that each lies at a multiple of its elements' size, then by the bytes of their
  /// names. Metadata are in the order of their names' bytes. Spaces pad the header to a multiple of 8.
  public func encoded() -> [UInt8] {
    var bytes = encodedHeader()
    bytes.reserveCapacity(
      bytes.count + tensors.values.reduce(0) { $0 + $1.shape.count * $1.elementType.sizeInBytes })
    for (_, tensor) in sortedTensors { bytes += tensor.encoded }
    return bytes
  }

  /// The tensors in the order of the file.
  var sortedTensors: [(name: String, tensor: StoredTensor)] {
    names.compactMap { name in stored(name).map { (name, $0) } }.sorted {
      if $0.tensor.elementType != $1.tensor.elementType {
        return $0.tensor.elementType.rank > $1.tensor.elementType.rank
      }
      return $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  /// The length and the text of the header.
  func encodedHeader() -> [UInt8] {
    var header = JSONObject()
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      header[SafetensorsHeader.metadataName] = .object(
        JSONObject(texts.map { ($0.key, .string($0.value)) }))
    }
    var end = 0
    for (name, tensor) in sortedTensors {
      let start = end
      end += tensor.shape.count * tensor.elementType.sizeInBytes
      header[name] = [
        "dtype": .string(tensor.elementType.rawValue),
        "shape": .array(tensor.shape.dimensions.map { JSONValue($0) }),
        "data_offsets": [JSONValue(start), JSONValue(end)],
      ]
    }
    var text = Array(JSONValue.object(header).text().utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return littleEndianBytes(of: UInt64(text.count)) + text
  }
}
