import DurableFiles
import Tensors

/// Where the elements of a tensor are in a file, and how they are laid out.
///
/// Whoever makes one has checked that all of them are within the bytes.
struct FileElements: Sendable {
  /// What holds the elements.
  let bytes: FileBytes
  /// The first byte of the storage that the elements lie in.
  let start: Int
  /// Where the first element is in that storage, in elements.
  let offset: Int
  /// How far the next element along each axis is, in elements; nil if they lie one behind the other,
  /// the last axis fastest.
  let strides: [Int]?
  /// Whether the high byte of an element is the first.
  let isBigEndian: Bool

  /// Elements from byte `start` on, one behind the other.
  init(in bytes: FileBytes, at start: Int, isBigEndian: Bool = false) {
    self.init(in: bytes, at: start, offset: 0, strides: nil, isBigEndian: isBigEndian)
  }

  /// Elements of a storage that begins at byte `start`.
  init(in bytes: FileBytes, at start: Int, offset: Int, strides: [Int]?, isBigEndian: Bool) {
    self.bytes = bytes
    self.start = start
    self.offset = offset
    self.strides = strides
    self.isBigEndian = isBigEndian
  }

  /// The elements in single precision; nil if their type has no such numbers.
  func tensor(_ shape: Shape, _ type: ElementType) -> Tensor? {
    func converted<Integer: FixedWidthInteger & BitwiseCopyable>(
      _ stored: Integer.Type, _ convert: (Integer) -> Float
    ) -> Tensor {
      Tensor(shape, integers(stored, shape).map(convert))
    }
    switch type {
    case .float32:
      return view(shape) ?? converted(UInt32.self) { Float(bitPattern: $0) }
    case .float64: return converted(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .float16: return converted(UInt16.self, single(fromHalf:))
    case .bfloat16: return converted(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .bool: return converted(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: return converted(UInt8.self) { Float($0) }
    case .uint16: return converted(UInt16.self) { Float($0) }
    case .uint32: return converted(UInt32.self) { Float($0) }
    case .uint64: return converted(UInt64.self) { Float($0) }
    case .int8: return converted(Int8.self) { Float($0) }
    case .int16: return converted(Int16.self) { Float($0) }
    case .int32: return converted(Int32.self) { Float($0) }
    case .int64: return converted(Int64.self) { Float($0) }
    case .float8e5m2, .float8e4m3, .float8e8m0, .complex64: return nil
    }
  }

  /// The elements' bytes, the last axis fastest and the low byte of each first.
  func bytes(_ shape: Shape, _ type: ElementType) -> [UInt8] {
    if strides == nil && !isBigEndian {
      let first = start + offset * type.sizeInBytes
      return bytes.bytes(in: first..<first + shape.count * type.sizeInBytes)
    }
    return switch type.sizeInBytes {
    case 1: integers(UInt8.self, shape)
    case 2: littleEndianBytes(of: integers(UInt16.self, shape))
    case 4: littleEndianBytes(of: integers(UInt32.self, shape))
    default: littleEndianBytes(of: integers(UInt64.self, shape))
    }
  }

  /// The elements without a copy, where that is possible.
  private func view(_ shape: Shape) -> Tensor? {
    guard case .mapped(let file) = bytes, strides == nil, !isBigEndian, shape.count > 0 else {
      return nil
    }
    return Tensor(shape, viewing: file, at: start + 4 * offset)
  }

  /// The elements as they are stored, the last axis fastest.
  func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ shape: Shape
  ) -> [Integer] {
    guard shape.count > 0 else { return [] }
    let size = Integer.bitWidth / 8
    let first = start + offset * size
    // How far the last element is behind the first.
    let reach = strides.map { zip(shape.dimensions, $0).reduce(0) { $0 + ($1.0 - 1) * $1.1 } }
    let stored = bytes.integers(
      type, in: first..<first + ((reach ?? shape.count - 1) + 1) * size)
    var result = strides.map { Self.gathered(stored, shape.dimensions, $0) } ?? stored
    if isBigEndian && size > 1 {
      for index in result.indices { result[index] = result[index].byteSwapped }
    }
    return result
  }

  /// The elements of `stored` that `strides` lead to, the last axis fastest.
  private static func gathered<Integer>(
    _ stored: [Integer], _ dimensions: [Int], _ strides: [Int]
  ) -> [Integer] {
    var result: [Integer] = []
    let count = dimensions.reduce(1, *)
    result.reserveCapacity(count)
    var coordinates = [Int](repeating: 0, count: dimensions.count)
    var position = 0
    while true {
      result.append(stored[position])
      if result.count == count { return result }
      var axis = dimensions.count - 1
      while coordinates[axis] == dimensions[axis] - 1 {
        position -= coordinates[axis] * strides[axis]
        coordinates[axis] = 0
        axis -= 1
      }
      coordinates[axis] += 1
      position += strides[axis]
    }
  }
}
