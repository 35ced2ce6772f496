import DurableFiles
import Kernels
import Synchronization
import Tensors

/// Makes tensors of what a pickle says of them and of the storages in the archive.
struct PyTorchStorages {
  private let archive: PyTorchArchive
  private let objects: PickleObjects

  private typealias Content = (bytes: FileBytes, range: Range<Int>)

  /// Tensors whose elements were found to lie within their storages.
  private var descriptions: [(name: String, tensor: PickleObjects.Tensor, isContiguous: Bool)] = []

  init(_ archive: PyTorchArchive, _ objects: PickleObjects) {
    self.archive = archive
    self.objects = objects
  }

  /// Takes in a tensor if all its elements lie within its storage, at which nobody looks yet.
  mutating func append(
    _ description: PickleObjects.Tensor, named name: String
  ) throws(PyTorchError) {
    let storage = objects.storages[description.storage]
    let type = storage.elementType
    guard let given = archive.size(ofStorage: storage.key) else {
      throw .missingStorage(name: name)
    }
    guard storage.count >= 0, storage.count <= Int.max / type.sizeInBytes else {
      throw .malformedTensor(name: name, reason: "its storage has \(storage.count) elements")
    }
    guard storage.count * type.sizeInBytes == given else {
      throw .storageSize(name: name, needed: storage.count * type.sizeInBytes, given: given)
    }
    guard !description.isChangedWhenRead else {
      throw .malformedTensor(
        name: name,
        reason: "its numbers are to be negated or conjugated when they are read; "
          + "save tensor.resolve_neg().resolve_conj()")
    }
    let isContiguous = try Self.check(description, within: storage.count, named: name)
    descriptions.append((name, description, isContiguous))
  }

  /// The tensors; their storages' checksums are compared on several threads.
  func read() throws(PyTorchError) -> [(name: String, tensor: StoredTensor)] {
    // Tensors may share a storage.
    var places: [String: Int] = [:]
    var keys: [(key: String, tensor: String)] = []
    for (name, tensor, _) in descriptions {
      let key = objects.storages[tensor.storage].key
      guard places[key] == nil else { continue }
      places[key] = keys.count
      keys.append((key, name))
    }
    let results = Mutex([Result<Content, PyTorchError>?](repeating: nil, count: keys.count))
    Parallel.forEach(keys.count) { index in
      let result = content(keys[index].key, of: keys[index].tensor)
      results.withLock { $0[index] = result }
    }
    // The first error in the file's order is the one that is told.
    var contents: [Content] = []
    for result in results.withLock({ $0 }) {
      if let result { contents.append(try result.get()) }
    }
    return descriptions.map { name, tensor, isContiguous in
      let storage = objects.storages[tensor.storage]
      let (bytes, range) = contents[places[storage.key] ?? 0]
      return (
        name,
        StoredTensor(
          storage.elementType, Shape(tensor.dimensions),
          FileElements(
            in: bytes, at: range.lowerBound, offset: tensor.offset,
            strides: isContiguous ? nil : tensor.strides, isBigEndian: archive.isBigEndian))
      )
    }
  }

  private func content(_ key: String, of name: String) -> Result<Content, PyTorchError> {
    do {
      guard let content = try archive.storage(key) else {
        return .failure(.missingStorage(name: name))
      }
      return .success(content)
    } catch {
      return .failure(error)
    }
  }

  /// Checks that a tensor's elements are within the `count` of its storage and not more than these;
  /// tells whether they lie one behind the other.
  private static func check(
    _ tensor: PickleObjects.Tensor, within count: Int, named name: String
  ) throws(PyTorchError) -> Bool {
    let (dimensions, strides) = (tensor.dimensions, tensor.strides)
    guard dimensions.count == strides.count else {
      throw .malformedTensor(
        name: name, reason: "it has \(dimensions.count) extents and \(strides.count) strides")
    }
    guard let elementCount = checkedProduct(dimensions) else {
      throw .malformedTensor(name: name, reason: "its shape \(dimensions) is negative or too large")
    }
    guard strides.allSatisfy({ $0 >= 0 }), tensor.offset >= 0 else {
      throw .malformedTensor(name: name, reason: "its strides or its offset are negative")
    }
    guard elementCount <= count else {
      // Also what `expand` makes of few elements: its size is not bounded by the file's length.
      throw .malformedTensor(
        name: name,
        reason: "its shape \(dimensions) has more elements than its storage, which has \(count); "
          + "save tensor.contiguous()")
    }
    var reach = tensor.offset
    var isContiguous = true
    var contiguousStride = 1
    for axis in dimensions.indices.reversed() where elementCount > 0 {
      let (steps, overflow) = (dimensions[axis] - 1).multipliedReportingOverflow(by: strides[axis])
      let (sum, carry) = reach.addingReportingOverflow(steps)
      guard !overflow, !carry, sum < count else {
        throw .malformedTensor(name: name, reason: "its strides lead beyond its storage")
      }
      reach = sum
      if dimensions[axis] > 1 && strides[axis] != contiguousStride { isContiguous = false }
      contiguousStride *= dimensions[axis]
    }
    guard elementCount == 0 || reach < count else {
      throw .malformedTensor(name: name, reason: "its offset is beyond its storage")
    }
    return isContiguous
  }
}
