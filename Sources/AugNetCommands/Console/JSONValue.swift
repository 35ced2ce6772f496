/// TEMPORARY stand-in.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  package var description: String {
    switch self {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .number(let value): return value.isFinite ? "\(value)" : "null"
    case .string(let value):
      var text = "\""
      for scalar in value.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        default: text.unicodeScalars.append(scalar)
        }
      }
      return text + "\""
    case .array(let values): return "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .object(let members):
      return "{"
        + members.map { JSONValue.string($0.name).description + ": " + $0.value.description }
        .joined(separator: ", ") + "}"
    }
  }
}
package struct JSONMember: Sendable, Equatable {
  package let name: String
  package let value: JSONValue
  package init(_ n: String, _ v: JSONValue) { name = n; value = v }
}
