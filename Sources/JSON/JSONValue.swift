/// A JSON value (RFC 8259).
///
/// Whole numbers that fit 64 bits are kept exactly as ``integer(_:)``; every other number is a
/// ``number(_:)``. The members of an object keep their order.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// The number that `value` reads as with the fewest digits: 0.1, not 0.10000000149011612.
  package init(_ value: Float) {
    self = .number(Double(value.description) ?? Double(value))
  }

  /// The number `value`; not finite numbers are written as `null`.
  package init(_ value: Double) {
    self = .number(value)
  }

  /// The integer `value`.
  package init(_ value: Int) {
    self = .integer(Int64(value))
  }

  /// The text `value`.
  package init(_ value: String) {
    self = .string(value)
  }
}

extension JSONValue {
  /// The Boolean, if this is one.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The integer, if this is a number without a fractional part that an `Int` holds exactly.
  package var integerValue: Int? {
    switch self {
    case .integer(let value): Int(exactly: value)
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, if this is one; an integer beyond 2⁵³ is rounded.
  package var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text, if this is a string.
  package var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements, if this is an array.
  package var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members, if this is an object.
  package var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The member called `name`; nil if there is none or this is not an object.
  package subscript(name: String) -> JSONValue? { objectValue?[name] }

  /// Element number `index`; nil if there is none or this is not an array.
  package subscript(index: Int) -> JSONValue? {
    guard let elements = arrayValue, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
}
