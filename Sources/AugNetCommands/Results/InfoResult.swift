import JSON

/// What a file holds.
package struct InfoResult: CommandResult {
  /// One fact about the file.
  package struct Fact: Sendable {
    /// The key in the JSON object.
    package let key: String
    /// What the fact is called in the text.
    package let title: String
    /// The fact in words.
    package let text: String
    /// The fact for a program.
    package let json: JSONValue

    /// A fact that is text.
    package init(_ key: String, _ title: String, _ text: String) {
      self.key = key
      self.title = title
      self.text = text
      json = .string(text)
    }

    /// A fact that is a whole number.
    package init(_ key: String, _ title: String, _ number: Int) {
      self.key = key
      self.title = title
      text = NumberText.grouped(number)
      json = JSONValue(number)
    }

    /// A fact with words of its own.
    package init(_ key: String, _ title: String, text: String, json: JSONValue) {
      self.key = key
      self.title = title
      self.text = text
      self.json = json
    }
  }

  /// One tensor of a file of weights.
  package struct TensorLine: Sendable {
    /// Its name.
    package let name: String
    /// How its elements are stored, such as `F32`.
    package let type: String
    /// Its extents.
    package let shape: [Int]
  }

  /// The facts in the order of printing.
  package let facts: [Fact]

  /// The tensors in the order of the file.
  package var tensors: [TensorLine] = []

  package var text: String {
    var table = TextTable([("", .left), ("", .left)])
    for fact in facts { table.append([Self.visible(fact.title), Self.visible(fact.text)]) }
    guard !tensors.isEmpty else { return table.text }
    var list = TextTable([("tensor", .left), ("type", .left), ("shape", .left)])
    for tensor in tensors {
      list.append([Self.visible(tensor.name), tensor.type, "\(tensor.shape)"])
    }
    return table.text + "\n\n" + list.text
  }

  /// A text from a file without what would move a terminal's cursor.
  private static func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      result.unicodeScalars.append(isControl ? "?" : scalar)
    }
    return result
  }

  package var json: JSONValue {
    var object = JSONObject(facts.map { ($0.key, $0.json) })
    if !tensors.isEmpty {
      object["tensors"] = .array(
        tensors.map { tensor in
          [
            "name": .string(tensor.name), "type": .string(tensor.type),
            "shape": .array(tensor.shape.map { JSONValue($0) }),
          ]
        })
    }
    return .object(object)
  }
}
