import DurableFiles

/// The dictionary at the start of a NumPy array file: element type, order and shape.
struct NumPyHeader {
  var elementType = ""
  var isFortranOrder = false
  var dimensions: [Int] = []

  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// NumPy refuses longer headers too.
  static let limitInBytes = 10_000

  init(elementType: String, dimensions: [Int]) {
    self.elementType = elementType
    self.dimensions = dimensions
  }

  /// Everything before the elements, in version 1.0, byte for byte as NumPy writes it.
  ///
  /// NumPy leaves room for the first extent to grow to 21 digits, and pads to a multiple of 64.
  func encoded() -> [UInt8] {
    let extents = dimensions.map(String.init)
    let tuple = extents.count == 1 ? "(\(extents[0]),)" : "(\(extents.joined(separator: ", ")))"
    var text = "{'descr': '\(elementType)', 'fortran_order': False, 'shape': \(tuple), }"
    if let first = extents.first {
      text += String(repeating: " ", count: max(21 - first.count, 0))
    }
    let prefixLength = Self.magic.count + 4
    while (prefixLength + text.utf8.count + 1) % 64 != 0 { text += " " }
    text += "\n"
    return Self.magic + [1, 0] + littleEndianBytes(of: UInt16(truncatingIfNeeded: text.utf8.count))
      + Array(text.utf8)
  }

  /// Reads the header's text, which begins at byte `start` of the file and ends at its byte `end`.
  init(decoding bytes: [UInt8], from start: Int, to end: Int) throws(NumPyError) {
    var scanner = Scanner(bytes: bytes, position: start, end: end)
    var seen: [String] = []
    try scanner.expect("{")
    while !scanner.consume("}") {
      let keyStart = scanner.position
      let key = try scanner.quotedText()
      guard !seen.contains(key) else {
        throw .malformedHeader(offset: keyStart, expected: "each key once")
      }
      seen.append(key)
      try scanner.expect(":")
      switch key {
      case "descr": elementType = try scanner.quotedText()
      case "fortran_order": isFortranOrder = try scanner.boolean()
      case "shape": dimensions = try scanner.tuple()
      default:
        throw .malformedHeader(offset: keyStart, expected: "'descr', 'fortran_order' or 'shape'")
      }
      if scanner.consume("}") { break }
      try scanner.expect(",")
    }
    guard seen.count == 3 else {
      throw .malformedHeader(
        offset: scanner.position, expected: "'descr', 'fortran_order' and 'shape'")
    }
    scanner.skipSpace()
    guard scanner.position == end else {
      throw .malformedHeader(offset: scanner.position, expected: "the end of the header")
    }
  }
}

/// Reads the few Python literals of a header.
private struct Scanner {
  let bytes: [UInt8]
  var position: Int
  let end: Int

  private var next: UInt8? { position < end ? bytes[position] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// Takes `word` after any space, if it is what comes.
  mutating func consume(_ word: String) -> Bool {
    skipSpace()
    guard bytes[position..<end].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  mutating func expect(_ word: String) throws(NumPyError) {
    guard consume(word) else { throw .malformedHeader(offset: position, expected: "'\(word)'") }
  }

  mutating func quotedText() throws(NumPyError) -> String {
    let quote: UInt8
    if consume("'") {
      quote = UInt8(ascii: "'")
    } else if consume("\"") {
      quote = UInt8(ascii: "\"")
    } else {
      throw .malformedHeader(offset: position, expected: "a text in quotes")
    }
    guard let length = bytes[position..<end].firstIndex(of: quote).map({ $0 - position }),
      let text = String(validating: bytes[position..<position + length], as: UTF8.self)
    else { throw .malformedHeader(offset: position, expected: "a text in quotes") }
    position += length + 1
    return text
  }

  mutating func boolean() throws(NumPyError) -> Bool {
    if consume("True") { return true }
    if consume("False") { return false }
    throw .malformedHeader(offset: position, expected: "True or False")
  }

  mutating func tuple() throws(NumPyError) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !consume(")") {
      numbers.append(try naturalNumber())
      if consume(")") {
        // Python reads (3) as a number.
        guard numbers.count > 1 else {
          throw .malformedHeader(offset: position, expected: "a tuple")
        }
        break
      }
      try expect(",")
    }
    return numbers
  }

  private mutating func naturalNumber() throws(NumPyError) -> Int {
    skipSpace()
    let start = position
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard let number = Int(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw .malformedHeader(offset: start, expected: "an extent")
    }
    return number
  }
}
