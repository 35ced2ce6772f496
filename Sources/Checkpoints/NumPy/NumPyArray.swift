import DurableFiles
import Tensors

/// An array as a NumPy file (.npy) holds it; in memory the last axis is the fastest.
///
/// Source: the description of the format in NumPy's documentation, `numpy.lib.format`.
public struct NumPyArray: Sendable, Equatable {
  /// The elements in storage order.
  public enum Elements: Sendable, Equatable {
    /// Single precision; half precision too, of which it holds every number.
    case float32([Float])
    /// Double precision.
    case float64([Double])
    /// Signed 64-bit integers; narrower ones and truth values too.
    case int64([Int64])
    /// Unsigned 64-bit integers.
    case uint64([UInt64])
  }

  /// The extents, slowest first.
  public let shape: Shape

  /// The elements, as many as the shape says.
  public let elements: Elements

  /// Makes an array of the elements of `tensor`.
  public init(_ tensor: Tensor) {
    self.init(tensor.shape, .float32(tensor.scalars))
  }

  /// Makes an array of integers.
  ///
  /// - Precondition: `integers` has as many elements as `shape`.
  public init(_ shape: Shape, _ integers: [Int64]) {
    self.init(shape, .int64(integers))
  }

  /// Makes an array of the given elements.
  ///
  /// - Precondition: There are as many elements as `shape` has.
  public init(_ shape: Shape, _ elements: Elements) {
    precondition(
      elements.count == shape.count, "shape \(shape) needs \(shape.count), not \(elements.count)")
    self.shape = shape
    self.elements = elements
  }

  /// The array as a tensor, if its elements are floating-point numbers; double precision is rounded.
  public var tensor: Tensor? {
    switch elements {
    case .float32(let numbers): Tensor(shape, numbers)
    case .float64(let numbers): Tensor(shape, numbers.map { Float($0) })
    case .int64, .uint64: nil
    }
  }

  /// Reads the bytes of a file of version 1.0, 2.0 or 3.0.
  ///
  /// Elements may be truth values, integers of 8 to 64 bits, and numbers of half, single and double
  /// precision, of either byte order, in C or in Fortran order. Nothing is allocated that the length of
  /// `bytes` does not bound.
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
    guard let type = NumPyElementType(header.elementType) else {
      throw .unsupportedElementType(header.elementType)
    }
    guard let needed = checkedProduct(header.dimensions + [type.stored.sizeInBytes]) else {
      throw .sizeOverflow
    }
    guard needed == bytes.count - dataStart else {
      throw .lengthMismatch(needed: needed, given: bytes.count - dataStart)
    }
    let shape = Shape(header.dimensions)
    let elements = FileElements(
      in: .memory(bytes), at: dataStart, offset: 0,
      strides: header.isFortranOrder ? Self.fortranStrides(header.dimensions) : nil,
      isBigEndian: type.isBigEndian)
    self.init(shape, Elements(elements, shape, type.stored))
  }

  /// How far the next element along each axis is, when the first axis is the fastest.
  private static func fortranStrides(_ dimensions: [Int]) -> [Int] {
    var stride = 1
    return dimensions.map { extent in
      defer { stride *= extent }
      return stride
    }
  }

  /// The bytes of the file in version 1.0, the same as `numpy.save` writes.
  public func encoded() -> [UInt8] {
    let (type, bytes): (String, [UInt8]) =
      switch elements {
      case .float32(let numbers): ("<f4", littleEndianBytes(of: numbers))
      case .float64(let numbers): ("<f8", littleEndianBytes(of: numbers.map(\.bitPattern)))
      case .int64(let numbers): ("<i8", littleEndianBytes(of: numbers))
      case .uint64(let numbers): ("<u8", littleEndianBytes(of: numbers))
      }
    return NumPyHeader(elementType: type, dimensions: shape.dimensions).encoded() + bytes
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
