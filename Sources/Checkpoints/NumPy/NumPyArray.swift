import DurableFiles
import Tensors

/// An array as a NumPy file (.npy) holds it, in C order: the last axis is the fastest.
///
/// Source: the description of the format in NumPy's documentation, `numpy.lib.format`.
public struct NumPyArray: Sendable, Equatable {
  /// The elements in storage order.
  public enum Elements: Sendable, Equatable {
    /// Single precision, `<f4`.
    case float32([Float])
    /// Signed 64-bit integers, `<i8`.
    case int64([Int64])
  }

  /// The extents, slowest first.
  public let shape: Shape

  /// The elements, as many as the shape says.
  public let elements: Elements

  /// Makes an array of the elements of `tensor`.
  public init(_ tensor: Tensor) {
    shape = tensor.shape
    elements = .float32(tensor.scalars)
  }

  /// Makes an array of integers.
  ///
  /// - Precondition: `integers` has as many elements as `shape`.
  public init(_ shape: Shape, _ integers: [Int64]) {
    precondition(
      integers.count == shape.count, "shape \(shape) needs \(shape.count), not \(integers.count)")
    self.shape = shape
    elements = .int64(integers)
  }

  /// The array as a tensor, if its elements are single-precision numbers.
  public var tensor: Tensor? {
    if case .float32(let numbers) = elements { Tensor(shape, numbers) } else { nil }
  }

  /// Reads the bytes of a file of version 1.0, 2.0 or 3.0 in C order with elements `<f4` or `<i8`.
  public init(decoding bytes: [UInt8]) throws(NumPyError) {
    let magic = NumPyHeader.magic
    guard bytes.starts(with: magic), bytes.count >= magic.count + 2 else { throw .notNumPy }
    let (major, minor) = (bytes[magic.count], bytes[magic.count + 1])
    guard (1...3).contains(major), minor == 0 else {
      throw .unsupportedVersion(major: major, minor: minor)
    }
    let lengthStart = magic.count + 2
    let headerStart = lengthStart + (major == 1 ? 2 : 4)
    guard bytes.count >= headerStart else { throw .headerLength(stated: 0, limit: 0) }
    let headerLength = Int(
      littleEndianInteger(in: bytes, from: lengthStart, count: headerStart - lengthStart))
    let limit = min(bytes.count - headerStart, NumPyHeader.limitInBytes)
    guard headerLength <= limit else {
      throw .headerLength(stated: headerLength, limit: limit)
    }
    let dataStart = headerStart + headerLength
    let header = try NumPyHeader(decoding: bytes, from: headerStart, to: dataStart)
    let elementSize =
      switch header.elementType {
      case "<f4": 4
      case "<i8": 8
      default: throw .unsupportedElementType(header.elementType)
      }
    // A vector is stored alike in both orders.
    guard !header.isFortranOrder || header.dimensions.count < 2 else { throw .fortranOrder }
    guard let needed = checkedProduct(header.dimensions + [elementSize]) else {
      throw .sizeOverflow
    }
    guard needed == bytes.count - dataStart else {
      throw .lengthMismatch(needed: needed, given: bytes.count - dataStart)
    }
    shape = Shape(header.dimensions)
    let count = shape.count
    elements =
      elementSize == 4
      ? .float32(littleEndianFloats(in: bytes, dataStart..<dataStart + 4 * count))
      : .int64(
        (0..<count).map {
          Int64(
            bitPattern: littleEndianInteger(in: bytes, from: dataStart + 8 * $0, count: 8))
        })
  }

  /// The bytes of the file in version 1.0, the same as `numpy.save` writes.
  public func encoded() -> [UInt8] {
    switch elements {
    case .float32(let numbers):
      NumPyHeader(elementType: "<f4", dimensions: shape.dimensions).encoded()
        + littleEndianBytes(of: numbers)
    case .int64(let numbers):
      NumPyHeader(elementType: "<i8", dimensions: shape.dimensions).encoded()
        + numbers.flatMap { littleEndianBytes(of: $0) }
    }
  }

  /// Reads the file at `path`; see ``init(decoding:)``.
  public init(contentsOf path: String) throws(CheckpointError) {
    let bytes: [UInt8]
    do { bytes = try readFile(atPath: path) } catch { throw .file(error) }
    do { try self.init(decoding: bytes) } catch { throw .numPy(path: path, error) }
  }

  /// Writes the file at `path`, whole or not at all.
  public func write(to path: String) throws(CheckpointError) {
    do { try replaceFile(atPath: path, with: encoded()) } catch { throw .file(error) }
  }
}
