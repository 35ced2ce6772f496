extension JSONValue {
  /// How a JSON text is laid out.
  package enum Layout: Sendable {
    /// One line without spaces.
    case compact
    /// A line for each element and member, indented by two spaces.
    case pretty
  }

  /// This value as a JSON text, the same bytes for the same value.
  ///
  /// Numbers have the fewest digits that read back as the same double; those that are not finite,
  /// which JSON cannot express, become `null`.
  package func text(_ layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// A JSON text as it grows.
struct JSONWriter {
  let layout: JSONValue.Layout
  var bytes: [UInt8] = []

  init(layout: JSONValue.Layout) {
    self.layout = layout
  }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(value.description)
    case .number(let value): append(value.isFinite ? value.description : "null")
    case .string(let value): write(value)
    case .array(let elements):
      writeList(elements, between: "[", and: "]", depth: depth) { writer, element in
        writer.write(element, depth: depth + 1)
      }
    case .object(let object):
      writeList(object.members, between: "{", and: "}", depth: depth) { writer, member in
        writer.write(member.name)
        writer.append(writer.layout == .pretty ? ": " : ":")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func writeList<Item>(
    _ items: [Item], between opening: String, and closing: String, depth: Int,
    _ writeItem: (inout JSONWriter, Item) -> Void
  ) {
    append(opening)
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      startLine(depth: depth + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { startLine(depth: depth) }
    append(closing)
  }

  private mutating func startLine(depth: Int) {
    guard layout == .pretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x0C: append("\\f")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20: append("\\u00\(byte < 16 ? "0" : "1")\(String(byte & 15, radix: 16))")
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}
