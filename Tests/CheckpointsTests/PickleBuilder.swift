import DurableFiles

/// Writes the instructions of pickles.
enum PickleBuilder {
  static func text(_ text: String) -> [UInt8] {
    [UInt8(ascii: "X")] + littleEndianBytes(of: UInt32(text.utf8.count)) + Array(text.utf8)
  }

  static func integer(_ value: Int) -> [UInt8] { [0x8A, 8] + littleEndianBytes(of: value) }

  static func tuple(_ elements: [UInt8]...) -> [UInt8] {
    Array("(".utf8) + elements.flatMap { $0 } + Array("t".utf8)
  }

  static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  static func call(_ function: [UInt8], _ arguments: [UInt8]) -> [UInt8] {
    function + arguments + Array("R".utf8)
  }

  /// The instructions that make a tensor.
  static func tensor(
    _ key: String = "0", type: String = "FloatStorage", count: Int = 4, offset: Int = 0,
    shape: [Int] = [2, 2], strides: [Int] = [2, 1]
  ) -> [UInt8] {
    let storage =
      tuple(
        text("storage"), global("torch", type), text(key), text("cpu"), integer(count))
      + Array("Q".utf8)
    func extents(_ numbers: [Int]) -> [UInt8] { tuple(numbers.flatMap { integer($0) }) }
    return call(
      global("torch._utils", "_rebuild_tensor_v2"),
      tuple(
        storage, integer(offset), extents(shape), extents(strides), [0x89],
        call(global("collections", "OrderedDict"), Array(")".utf8))))
  }

  /// A whole pickle: a dictionary of the given values.
  static func dictionary(_ items: [(name: String, value: [UInt8])]) -> [UInt8] {
    [0x80, 2] + Array("}".utf8)
      + items.flatMap { text($0.name) + $0.value + Array("s".utf8) } + Array(".".utf8)
  }
}
