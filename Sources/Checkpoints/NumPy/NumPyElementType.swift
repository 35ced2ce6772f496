import Tensors

/// The element type of a NumPy array file, such as `<f4`: byte order, kind and bytes an element.
struct NumPyElementType {
  /// How an element is stored.
  let stored: ElementType
  /// Whether its high byte is the first.
  let isBigEndian: Bool

  private static let types: [String: ElementType] = [
    "b1": .bool, "u1": .uint8, "u2": .uint16, "u4": .uint32, "u8": .uint64, "i1": .int8,
    "i2": .int16, "i4": .int32, "i8": .int64, "f2": .float16, "f4": .float32, "f8": .float64,
  ]

  /// Reads a type's name; nil for those that are not read.
  init?(_ name: String) {
    guard let order = name.first, let stored = Self.types[String(name.dropFirst())] else {
      return nil
    }
    switch order {
    case "<": isBigEndian = false
    case ">": isBigEndian = true
    // Single bytes have no order.
    case "|" where stored.sizeInBytes == 1: isBigEndian = false
    default: return nil
    }
    self.stored = stored
  }
}

extension NumPyArray.Elements {
  /// The number of elements.
  var count: Int {
    switch self {
    case .float32(let numbers): numbers.count
    case .float64(let numbers): numbers.count
    case .int64(let numbers): numbers.count
    case .uint64(let numbers): numbers.count
    }
  }

  /// The elements of a file, each type in the narrowest case that holds all its numbers.
  init(_ elements: FileElements, _ shape: Shape, _ type: ElementType) {
    self =
      switch type {
      case .float64:
        .float64(elements.integers(UInt64.self, shape).map { Double(bitPattern: $0) })
      case .uint64: .uint64(elements.integers(UInt64.self, shape))
      case .bool: .int64(elements.integers(UInt8.self, shape).map { $0 == 0 ? 0 : 1 })
      case .uint8: .int64(elements.integers(UInt8.self, shape).map { Int64($0) })
      case .uint16: .int64(elements.integers(UInt16.self, shape).map { Int64($0) })
      case .uint32: .int64(elements.integers(UInt32.self, shape).map { Int64($0) })
      case .int8: .int64(elements.integers(Int8.self, shape).map { Int64($0) })
      case .int16: .int64(elements.integers(Int16.self, shape).map { Int64($0) })
      case .int32: .int64(elements.integers(Int32.self, shape).map { Int64($0) })
      case .int64: .int64(elements.integers(Int64.self, shape))
      default: .float32(elements.tensor(shape, type)?.scalars ?? [])
      }
  }
}
