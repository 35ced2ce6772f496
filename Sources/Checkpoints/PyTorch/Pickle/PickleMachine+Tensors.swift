extension PickleMachine {
  /// What a call makes.
  mutating func apply(
    _ function: PickleValue, to arguments: PickleValue, _ start: Int
  ) throws(PickleError) -> PickleValue {
    guard case .global(let global) = function, case .tuple(let tuple) = arguments else {
      throw .malformed(offset: start, expected: "a function and its arguments")
    }
    let arguments = objects.tuples[tuple]
    switch global {
    case .orderedDictionary where arguments.isEmpty:
      return newDictionary()
    case .rebuildTensor where arguments.count == 6 || arguments.count == 7:
      guard case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
        let dimensions = integers(arguments[2]), let strides = integers(arguments[3])
      else { break }
      objects.tensors.append(
        .init(storage: storage, offset: offset, dimensions: dimensions, strides: strides))
      return .tensor(objects.tensors.count - 1)
    case .rebuildParameter where arguments.count == 3:
      guard case .tensor = arguments[0] else { break }
      return arguments[0]
    default: break
    }
    throw .malformed(offset: start, expected: "the arguments of \(global)")
  }

  /// The storage that a persistent identifier names.
  mutating func storage(
    _ identifier: PickleValue, _ start: Int
  ) throws(PickleError) -> PickleValue {
    guard case .tuple(let tuple) = identifier, objects.tuples[tuple].count == 5,
      objects.tuples[tuple][0] == .text("storage"),
      case .global(.storage(let type)) = objects.tuples[tuple][1],
      case .text(let key) = objects.tuples[tuple][2],
      case .integer(let count) = objects.tuples[tuple][4]
    else { throw .malformed(offset: start, expected: "the name of a storage") }
    objects.storages.append(.init(key: key, elementType: type, count: count))
    return .storage(objects.storages.count - 1)
  }

  /// The extents or strides of a tensor; nil if there are more than PyTorch has, or others than integers.
  private func integers(_ value: PickleValue) -> [Int]? {
    let axisLimit = 64
    guard case .tuple(let tuple) = value, objects.tuples[tuple].count <= axisLimit else {
      return nil
    }
    var integers: [Int] = []
    for element in objects.tuples[tuple] {
      guard case .integer(let integer) = element else { return nil }
      integers.append(integer)
    }
    return integers
  }
}
