/// The members of a JSON object in order, found by name.
///
/// Names are told apart by their UTF-8 bytes, as in other languages, and not by the canonical
/// equivalence that `String` compares with.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One name and its value.
  package struct Member: Sendable, Equatable {
    package let name: String
    package var value: JSONValue
  }

  /// The members in order; each name occurs once.
  package private(set) var members: [Member] = []

  private var positions: [[UInt8]: Int] = [:]

  /// Makes an object without members.
  package init() {}

  /// Makes an object of the given members; of several with one name the last value is kept.
  package init(_ members: some Sequence<(String, JSONValue)>) {
    for (name, value) in members { self[name] = value }
  }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }

  /// The number of members.
  package var count: Int { members.count }

  /// The names in order.
  package var names: [String] { members.map(\.name) }

  /// The value called `name`.
  ///
  /// Setting replaces the value where it stands or appends a member; setting nil removes it.
  package subscript(name: String) -> JSONValue? {
    get { positions[Array(name.utf8)].map { members[$0].value } }
    set {
      let key = Array(name.utf8)
      switch (positions[key], newValue) {
      case (let position?, let value?):
        members[position].value = value
      case (nil, let value?):
        positions[key] = members.count
        members.append(Member(name: name, value: value))
      case (let position?, nil):
        members.remove(at: position)
        positions = [:]
        for (index, member) in members.enumerated() { positions[Array(member.name.utf8)] = index }
      case (nil, nil):
        break
      }
    }
  }

  /// Appends a member unless its name is taken already; tells whether it was appended.
  mutating func append(_ name: String, _ value: JSONValue) -> Bool {
    let key = Array(name.utf8)
    guard positions[key] == nil else { return false }
    positions[key] = members.count
    members.append(Member(name: name, value: value))
    return true
  }

  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }
}
