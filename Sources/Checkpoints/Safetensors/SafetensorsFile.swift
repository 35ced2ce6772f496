import DurableFiles
import JSON
import Tensors

/// Named tensors and texts about them, as a safetensors file holds them.
///
/// Source: the format's description and reference implementation, github.com/huggingface/safetensors.
public struct SafetensorsFile: Sendable {
  /// A tensor of an element type other than F32, which was checked and not loaded.
  public struct SkippedTensor: Sendable, Equatable {
    /// The tensor's name.
    public let name: String
    /// The element type as the file names it, such as `I64`.
    public let elementType: String
    /// The extents.
    public let shape: Shape
  }

  /// Texts by name.
  public var metadata: [String: String]

  /// The names of the tensors, in the order in which they were appended or stand in the header.
  public private(set) var names: [String] = []

  /// What the file holds besides F32 tensors; not written.
  public private(set) var skippedTensors: [SkippedTensor] = []

  private var tensors: [[UInt8]: Tensor] = [:]

  /// Makes a file without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// The tensor called `name`; nil if there is none.
  public subscript(name: String) -> Tensor? { tensors[Array(name.utf8)] }

  /// Adds a tensor.
  ///
  /// - Throws: If there is a tensor of that name already, or `name` is `__metadata__`.
  public mutating func append(
    _ tensor: Tensor, named name: String
  ) throws(SafetensorsError) {
    guard name != SafetensorsHeader.metadataName else { throw .reservedName }
    guard self[name] == nil else { throw .duplicateName(name) }
    tensors[Array(name.utf8)] = tensor
    names.append(name)
  }

  /// Reads the bytes of a file.
  ///
  /// Everything is checked that the format's reference implementation checks: the length of the
  /// header, that the tensors cover the data without holes and overlaps, and that the bytes of each
  /// fit its shape. Nothing is allocated that the length of `bytes` does not bound.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .tooShort(bytes: bytes.count) }
    let stated = littleEndianInteger(in: bytes, from: 0, count: 8)
    let limit = min(bytes.count - 8, SafetensorsHeader.limitInBytes)
    guard let headerLength = Int(exactly: stated), headerLength <= limit else {
      throw .headerTooLong(bytes: stated, limit: limit)
    }
    let dataStart = 8 + headerLength
    let header = try SafetensorsHeader(
      decoding: Array(bytes[8..<dataStart]), dataLength: bytes.count - dataStart)
    self.init(metadata: header.metadata)
    for entry in header.entries {
      let shape = Shape(entry.dimensions)
      if entry.elementType == "F32" {
        let elements = littleEndianFloats(
          in: bytes,
          dataStart + entry.range.lowerBound..<dataStart + entry.range.lowerBound + 4 * shape.count)
        try append(Tensor(shape, elements), named: entry.name)
      } else {
        skippedTensors.append(
          SkippedTensor(name: entry.name, elementType: entry.elementType, shape: shape))
      }
    }
  }

  /// The bytes of the file: the same for the same tensors and metadata, in whatever order they came.
  ///
  /// Tensors and metadata are in the order of their names' bytes, the order in which the reference
  /// implementation writes tensors of one element type. Spaces pad the header to a multiple of 8.
  public func encoded() -> [UInt8] {
    var bytes = encodedHeader()
    bytes.reserveCapacity(bytes.count + tensors.values.reduce(0) { $0 + 4 * $1.count })
    for (_, tensor) in sortedTensors { bytes += littleEndianBytes(of: tensor.scalars) }
    return bytes
  }

  /// The tensors in the order of the file.
  var sortedTensors: [(name: String, tensor: Tensor)] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { name in
      self[name].map { (name, $0) }
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
      end += 4 * tensor.count
      header[name] = [
        "dtype": "F32", "shape": .array(tensor.shape.dimensions.map { JSONValue($0) }),
        "data_offsets": [JSONValue(start), JSONValue(end)],
      ]
    }
    var text = Array(JSONValue.object(header).text().utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return littleEndianBytes(of: UInt64(text.count)) + text
  }
}
