import DurableFiles
import Tensors

/// Makes tensors of what a pickle says of them and of the storages in the archive.
struct PyTorchStorages {
  private let archive: PyTorchArchive
  private let objects: PickleObjects

  /// The storages that were read; tensors may share one.
  private var contents: [String: (bytes: FileBytes, range: Range<Int>)] = [:]

  init(_ archive: PyTorchArchive, _ objects: PickleObjects) {
    self.archive = archive
    self.objects = objects
  }

  /// A tensor, all elements of which were found to lie within its storage.
  mutating func tensor(
    _ description: PickleObjects.Tensor, named name: String
  ) throws(PyTorchError) -> StoredTensor {
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
    let isContiguous = try Self.check(description, within: storage.count, named: name)
    if contents[storage.key] == nil {
      contents[storage.key] = try archive.storage(storage.key)
    }
    guard let (bytes, range) = contents[storage.key] else { throw .missingStorage(name: name) }
    return StoredTensor(
      type, Shape(description.dimensions),
      FileElements(
        in: bytes, at: range.lowerBound, offset: description.offset,
        strides: isContiguous ? nil : description.strides, isBigEndian: archive.isBigEndian))
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
