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
      guard case .storage(let storage) = arguments[0],
        let tensor = tensor(of: storage, arguments, metadata: 6)
      else { break }
      return tensor
    case .rebuildTypedTensor where arguments.count == 7 || arguments.count == 8:
      guard case .storage(let bytes) = arguments[0], case .global(let global) = arguments[6],
        case .elementType(let type) = global, objects.storages[bytes].elementType == .uint8,
        objects.storages[bytes].count % type.sizeInBytes == 0,
        let tensor = tensor(of: objects.storages.count, arguments, metadata: 7)
      else { break }
      let storage = objects.storages[bytes]
      objects.storages.append(
        .init(key: storage.key, elementType: type, count: storage.count / type.sizeInBytes))
      return tensor
    case .rebuildParameter where arguments.count == 3,
      .rebuildParameterWithState where arguments.count == 4:
      guard case .tensor = arguments[0] else { break }
      return arguments[0]
    case .size where arguments.count == 1:
      guard integers(arguments[0]) != nil else { break }
      return arguments[0]
    default: break
    }
    throw .malformed(offset: start, expected: "the arguments of \(global)")
  }

  /// A tensor of storage number `storage`; nil if the arguments make no sense.
  ///
  /// - Parameter metadata: The place of the last argument, which may be missing.
  private mutating func tensor(
    of storage: Int, _ arguments: [PickleValue], metadata: Int
  ) -> PickleValue? {
    guard case .integer(let offset) = arguments[1], let dimensions = integers(arguments[2]),
      let strides = integers(arguments[3])
    else { return nil }
    var isChangedWhenRead = false
    if arguments.count > metadata, arguments[metadata] != .none {
      guard case .dictionary(let marks) = arguments[metadata] else { return nil }
      isChangedWhenRead = !objects.dictionaries[marks].isEmpty
    }
    objects.tensors.append(
      .init(
        storage: storage, offset: offset, dimensions: dimensions, strides: strides,
        isChangedWhenRead: isChangedWhenRead))
    return .tensor(objects.tensors.count - 1)
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
