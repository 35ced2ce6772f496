import DurableFiles
import Kernels

/// An array of `Float` with a shape, contiguous, the last axis fastest; a value, copied when written.
public struct Tensor: Sendable {
  /// The extents.
  public private(set) var shape: Shape

  private var storage: TensorStorage

  /// Makes a tensor whose elements are undefined until written.
  package init(uninitialized shape: Shape) {
    self.shape = shape
    storage = TensorStorage(count: shape.count)
  }

  /// Makes a tensor in which every element is `value`.
  public init(_ shape: Shape, filledWith value: Float = 0) {
    self.init(uninitialized: shape)
    unsafe storage.pointer.initialize(repeating: value, count: shape.count)
  }

  /// Makes a tensor of the given elements, the last axis fastest.
  ///
  /// - Precondition: `scalars` has as many elements as `shape`.
  public init(_ shape: Shape, _ scalars: [Float]) {
    precondition(
      scalars.count == shape.count, "shape \(shape) needs \(shape.count), not \(scalars.count)")
    self.init(uninitialized: shape)
    unsafe withUnsafeMutablePointer { pointer in
      for index in scalars.indices { unsafe pointer[index] = scalars[index] }
    }
  }

  /// Makes a tensor of the numbers that lie in a mapped file, without copying them: the low byte first.
  ///
  /// The mapping lives as long as a tensor refers to it. Writing an element copies all of them first.
  /// Nil if the numbers' place is not a multiple of four bytes, as their reading would need it.
  ///
  /// - Precondition: The file has as many elements as `shape` from byte `offset` on, at least one.
  package init?(_ shape: Shape, viewing file: MappedFile, at offset: Int) {
    precondition(
      shape.count >= 1 && offset >= 0 && shape.count <= (file.count - offset) / 4,
      "\(shape) at byte \(offset) is beyond the file")
    guard let storage = TensorStorage(viewing: file, at: offset) else { return nil }
    self.shape = shape
    self.storage = storage
  }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The extent of the last axis, 1 for a scalar.
  var lastExtent: Int { shape.lastExtent }

  /// The product of all extents but the last.
  var rowCount: Int { shape.rowCount }

  /// The elements, the last axis fastest.
  public var scalars: [Float] {
    unsafe withUnsafePointer { pointer in
      unsafe Array(UnsafeBufferPointer(start: pointer, count: count))
    }
  }

  /// Element number `index` in storage order.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
      return unsafe storage.pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
      makeUnique()
      unsafe storage.pointer[index] = newValue
    }
  }

  /// The same elements under another shape.
  ///
  /// - Precondition: Both shapes have as many elements.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(shape.count == count, "\(self.shape) cannot be seen as \(shape)")
    var result = self
    result.shape = shape
    return result
  }

  /// Calls `body` with the elements for reading.
  package func withUnsafePointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafePointer(storage.pointer))
  }

  /// Calls `body` with the elements for writing, after making them this tensor's own.
  package mutating func withUnsafeMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try unsafe body(storage.pointer)
  }

  /// Calls `body` with the elements for reading.
  package func withSpan<Result, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeBufferPointer(start: storage.pointer, count: count).span)
  }

  /// Says that the elements will not be looked at for a while: if they lie in a mapped file, they take no memory
  /// until they are.
  package func giveBackMemory() {
    storage.giveBackMemory(count: count)
  }

  /// Whether no other tensor shares the elements, and they may be written.
  mutating func isUnshared() -> Bool {
    storage.isWritable && isKnownUniquelyReferenced(&storage)
  }

  private mutating func makeUnique() {
    guard !isUnshared() else { return }
    let copy = TensorStorage(count: count)
    unsafe copy.pointer.initialize(from: storage.pointer, count: count)
    storage = copy
  }
}

extension Tensor: Equatable {
  /// Whether shapes are equal and all elements are equal as numbers.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    return (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}

extension Tensor {
  /// Makes a tensor whose parts along the first axis `body` writes, several at once.
  ///
  /// - Parameters:
  ///   - shape: At least one axis.
  ///   - body: Gets the part's number and its elements, all of which it must write.
  package init(_ shape: Shape, writingParts body: (_ part: Int, inout MutableSpan<Float>) -> Void) {
    precondition(shape.rank >= 1, "a scalar has no parts")
    self.init(uninitialized: shape)
    let size = shape.dimensions.dropFirst().reduce(1, *)
    unsafe withUnsafeMutablePointer { pointer in
      Parallel.forEach(shape[0]) { part in
        let elements = unsafe UnsafeMutableBufferPointer(start: pointer + part * size, count: size)
        var span = unsafe MutableSpan(_unsafeElements: elements)
        body(part, &span)
      }
    }
  }

  /// The parts `range` along the first axis.
  package func parts(_ range: Range<Int>) -> Tensor {
    precondition(shape.rank >= 1 && range.lowerBound >= 0 && range.upperBound <= shape[0])
    let size = shape.dimensions.dropFirst().reduce(1, *)
    var result = Tensor(uninitialized: Shape([range.count] + shape.dimensions.dropFirst()))
    unsafe result.withUnsafeMutablePointer { target in
      unsafe withUnsafePointer {
        unsafe target.update(from: $0 + range.lowerBound * size, count: range.count * size)
      }
    }
    return result
  }

  /// Tensors joined along the first axis; all other extents must agree.
  package init(joining tensors: [Tensor]) {
    precondition(!tensors.isEmpty, "nothing to join")
    let rest = tensors[0].shape.dimensions.dropFirst()
    let parts = tensors.reduce(0) { $0 + $1.shape[0] }
    self.init(uninitialized: Shape([parts] + rest))
    unsafe withUnsafeMutablePointer { target in
      var target = unsafe target
      for tensor in tensors {
        precondition(tensor.shape.dimensions.dropFirst() == rest, "\(tensor.shape) does not fit")
        unsafe tensor.withUnsafePointer { unsafe target.update(from: $0, count: tensor.count) }
        unsafe target += tensor.count
      }
    }
  }
}
