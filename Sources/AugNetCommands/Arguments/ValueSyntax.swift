/// How an option's text becomes a value, and the words for what it must be.
package struct ValueSyntax<Value: Sendable>: Sendable {
  /// What a value must be, as words that follow "needs": "a whole number ≥ 1".
  package let requirement: String
  /// The value of a text; nil when the text is not one.
  package let convert: @Sendable (String) -> Value?

  /// Makes a syntax.
  package init(_ requirement: String, _ convert: @escaping @Sendable (String) -> Value?) {
    self.requirement = requirement
    self.convert = convert
  }
}

extension ValueSyntax where Value == String {
  /// A path: any text but the empty one.
  package static var path: Self { Self("a path") { $0.isEmpty ? nil : $0 } }

  /// A name: any text but the empty one.
  package static var name: Self { Self("a name") { $0.isEmpty ? nil : $0 } }

  /// One of the given words.
  package static func oneOf(_ words: [String]) -> Self {
    Self("one of " + words.joined(separator: ", ")) { words.contains($0) ? $0 : nil }
  }
}

extension ValueSyntax where Value == Int {
  /// A whole number of at least `minimum`.
  package static func atLeast(_ minimum: Int) -> Self {
    Self("a whole number ≥ \(minimum)") { text in
      Int(text).flatMap { $0 >= minimum ? $0 : nil }
    }
  }

  /// A whole number in `range`.
  package static func inRange(_ range: ClosedRange<Int>) -> Self {
    Self("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueSyntax where Value == UInt64 {
  /// A seed: any whole number that 64 bits without a sign can hold.
  package static var seed: Self {
    Self("a whole number from 0 to \(UInt64.max)") { UInt64($0) }
  }
}

extension ValueSyntax where Value == Double {
  /// A finite number greater than 0, of at most `maximum`.
  package static func positiveNumber(atMost maximum: Double = .greatestFiniteMagnitude) -> Self {
    let bound = maximum == .greatestFiniteMagnitude ? "" : " and ≤ \(maximum)"
    return Self("a number > 0" + bound) { text in
      Double(text).flatMap { $0 > 0 && $0 <= maximum ? $0 : nil }
    }
  }
}
