/// Reads the pickle of a PyTorch file without running anything.
///
/// A pickle is a program for a machine with a stack. This machine knows the instructions that
/// `torch.save` writes for dictionaries of tensors and makes descriptions of tensors of them; the first
/// instruction and the first name beyond them end the reading.
///
/// Sources: Python's `pickletools`, which documents the instructions; PyTorch's
/// `torch/serialization.py` and `torch/_utils.py`.
struct PickleMachine {
  /// Of ResNet-50 it has 52,000.
  static let lengthLimitInBytes = 8 << 20

  /// Of ResNet-50 it makes 6,000.
  private static let valueLimit = 1 << 20

  let bytes: [UInt8]
  private(set) var position = 0
  var objects = PickleObjects()

  private var stack: [PickleValue] = []
  /// How long the stack was at each mark that was not used yet.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var valueCount = 0

  /// The value that the pickle describes, and what it refers to.
  static func read(_ bytes: [UInt8]) throws(PickleError) -> (PickleValue, PickleObjects) {
    guard bytes.count <= lengthLimitInBytes else {
      throw .tooLong(bytes: bytes.count, limit: lengthLimitInBytes)
    }
    var machine = PickleMachine(bytes: bytes)
    while true {
      if let value = try machine.step() { return (value, machine.objects) }
    }
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Does one instruction; the value of the whole pickle if it was the last one.
  private mutating func step() throws(PickleError) -> PickleValue? {
    let start = position
    let instruction = try takeByte()
    switch instruction {
    case UInt8(ascii: "."): return try pop(start)
    case 0x80:
      let version = try takeByte()
      guard version == 2 else { throw .unsupportedProtocol(version) }
    case UInt8(ascii: "("): try mark()
    case UInt8(ascii: "N"): try push(.none)
    case 0x88: try push(.boolean(true))
    case 0x89: try push(.boolean(false))
    case UInt8(ascii: "K"): try push(.integer(Int(try takeByte())))
    case UInt8(ascii: "M"): try push(.integer(Int(try takeInteger(UInt16.self))))
    case UInt8(ascii: "J"): try push(.integer(Int(try takeInteger(Int32.self))))
    case 0x8A: try push(takeLong())
    case UInt8(ascii: "G"):
      _ = try takeInteger(UInt64.self)
      try push(.otherNumber)
    case UInt8(ascii: "X"): try push(.text(takeText(start)))
    case UInt8(ascii: "c"): try push(.global(takeGlobal(start)))
    case UInt8(ascii: "q"): try remember(Int(try takeByte()), start)
    case UInt8(ascii: "r"): try remember(Int(try takeInteger(UInt32.self)), start)
    case UInt8(ascii: "h"): try recall(Int(try takeByte()), start)
    case UInt8(ascii: "j"): try recall(Int(try takeInteger(UInt32.self)), start)
    case UInt8(ascii: "0"): _ = try pop(start)
    case UInt8(ascii: ")"): try pushTuple([])
    case 0x85...0x87: try pushTuple(pop(Int(instruction) - 0x84, start))
    case UInt8(ascii: "t"): try pushTuple(popToMark(start))
    case UInt8(ascii: "]"): try pushList()
    case UInt8(ascii: "a"): try append([pop(start)], start)
    case UInt8(ascii: "e"): try append(popToMark(start), start)
    case UInt8(ascii: "}"): try pushDictionary()
    case UInt8(ascii: "s"): try setItems(pop(2, start), start)
    case UInt8(ascii: "u"): try setItems(popToMark(start), start)
    case UInt8(ascii: "b"):
      // The state of an object: of a dictionary's it is what PyTorch notes beside the tensors.
      _ = try pop(start)
      guard case .dictionary = stack.last else {
        throw .malformed(offset: start, expected: "a dictionary below the state")
      }
    case UInt8(ascii: "R"):
      let arguments = try pop(start)
      try push(apply(pop(start), to: arguments, start))
    case UInt8(ascii: "Q"): try push(storage(pop(start), start))
    default: throw .forbiddenInstruction(instruction, offset: start)
    }
    return nil
  }
}

// The stack.
extension PickleMachine {
  private mutating func push(_ value: PickleValue) throws(PickleError) {
    try count()
    stack.append(value)
  }

  private mutating func mark() throws(PickleError) {
    try count()
    marks.append(stack.count)
  }

  private mutating func count() throws(PickleError) {
    valueCount += 1
    guard valueCount <= Self.valueLimit else { throw .tooManyValues(limit: Self.valueLimit) }
  }

  private mutating func pushTuple(_ elements: [PickleValue]) throws(PickleError) {
    try push(.tuple(objects.tuples.count))
    objects.tuples.append(elements)
  }

  private mutating func pushList() throws(PickleError) {
    try push(.list(objects.lists.count))
    objects.lists.append([])
  }

  private mutating func pushDictionary() throws(PickleError) {
    try push(newDictionary())
  }

  mutating func newDictionary() -> PickleValue {
    objects.dictionaries.append([])
    return .dictionary(objects.dictionaries.count - 1)
  }

  private mutating func pop(_ start: Int) throws(PickleError) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw .malformed(offset: start, expected: "a value on the stack")
    }
    return value
  }

  private mutating func pop(_ count: Int, _ start: Int) throws(PickleError) -> [PickleValue] {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop(start)) }
    return values.reversed()
  }

  private mutating func popToMark(_ start: Int) throws(PickleError) -> [PickleValue] {
    guard let mark = marks.popLast() else {
      throw .malformed(offset: start, expected: "a mark on the stack")
    }
    let values = Array(stack[mark...])
    stack.removeLast(values.count)
    return values
  }

  private mutating func remember(_ place: Int, _ start: Int) throws(PickleError) {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw .malformed(offset: start, expected: "a value on the stack")
    }
    memo[place] = value
  }

  private mutating func recall(_ place: Int, _ start: Int) throws(PickleError) {
    guard let value = memo[place] else {
      throw .malformed(offset: start, expected: "a value that was remembered")
    }
    try push(value)
  }

  private mutating func append(_ values: [PickleValue], _ start: Int) throws(PickleError) {
    guard case .list(let list) = stack.last else {
      throw .malformed(offset: start, expected: "a list below the elements")
    }
    objects.lists[list] += values
  }

  private mutating func setItems(_ values: [PickleValue], _ start: Int) throws(PickleError) {
    guard case .dictionary(let dictionary) = stack.last, values.count % 2 == 0 else {
      throw .malformed(offset: start, expected: "a dictionary below keys and values")
    }
    for index in stride(from: 0, to: values.count, by: 2) {
      objects.dictionaries[dictionary].append(.init(key: values[index], value: values[index + 1]))
    }
  }
}

// What follows an instruction.
extension PickleMachine {
  private mutating func takeByte() throws(PickleError) -> UInt8 {
    guard position < bytes.count else { throw .endOfProgram }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func takeInteger<Integer: FixedWidthInteger>(
    _ type: Integer.Type
  ) throws(PickleError) -> Integer {
    let size = Integer.bitWidth / 8
    guard bytes.count - position >= size else { throw .endOfProgram }
    defer { position += size }
    return littleEndian(bytes.span, position, type)
  }

  /// A whole number of up to 255 bytes.
  private mutating func takeLong() throws(PickleError) -> PickleValue {
    let length = Int(try takeByte())
    guard bytes.count - position >= length else { throw .endOfProgram }
    let digits = bytes[position..<position + length]
    position += length
    guard length <= 8 else { return .otherNumber }
    let isNegative = (digits.last ?? 0) & 0x80 != 0
    return .integer(
      digits.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) })
  }

  private mutating func takeText(_ start: Int) throws(PickleError) -> String {
    let length = Int(try takeInteger(UInt32.self))
    guard bytes.count - position >= length else { throw .endOfProgram }
    defer { position += length }
    guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
      throw .malformed(offset: start, expected: "a text in UTF-8")
    }
    return text
  }

  private mutating func takeGlobal(_ start: Int) throws(PickleError) -> PickleGlobal {
    let module = try takeLine(start)
    let name = try takeLine(start)
    guard let global = PickleGlobal(module: module, name: name) else {
      throw .forbiddenGlobal("\(module).\(name)")
    }
    return global
  }

  private mutating func takeLine(_ start: Int) throws(PickleError) -> String {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw .endOfProgram
    }
    defer { position = end + 1 }
    guard let line = String(validating: bytes[position..<end], as: UTF8.self) else {
      throw .malformed(offset: start, expected: "a name in UTF-8")
    }
    return line
  }
}
