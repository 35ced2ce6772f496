/// A value on the stack of a pickle.
///
/// What holds other values is named by its number among ``PickleObjects``, so that values that are
/// nested ever so deeply, or in themselves, cost no more than their instructions.
enum PickleValue: Sendable, Equatable {
  case none
  case boolean(Bool)
  case integer(Int)
  /// A number that no tensor needs.
  case otherNumber
  case text(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  case storage(Int)
  case tensor(Int)
}

/// What the values of a pickle refer to.
struct PickleObjects: Sendable {
  /// A key of a dictionary, and its value.
  struct Item: Sendable {
    let key: PickleValue
    let value: PickleValue
  }

  /// The numbers of one or several tensors, as a pickle describes them.
  struct Storage: Sendable {
    /// The name of its entry in the archive.
    let key: String
    let elementType: ElementType
    /// The number of elements.
    let count: Int
  }

  /// A tensor, as a pickle describes it; nothing of it is checked.
  struct Tensor: Sendable {
    let storage: Int
    let offset: Int
    let dimensions: [Int]
    let strides: [Int]
    /// Whether PyTorch changes the numbers when it reads them: a view can be that of its base, negated or
    /// conjugated.
    let isChangedWhenRead: Bool
  }

  var tuples: [[PickleValue]] = []
  var lists: [[PickleValue]] = []
  var dictionaries: [[Item]] = []
  var storages: [Storage] = []
  var tensors: [Tensor] = []
}

/// What a pickle may ask for by name: nothing else is known here, and nothing of it is code.
enum PickleGlobal: Sendable, Equatable {
  case orderedDictionary
  case rebuildTensor
  /// Of a type for which there is no kind of storage.
  case rebuildTypedTensor
  case rebuildParameter
  case rebuildParameterWithState
  case size
  case elementType(ElementType)
  case storage(ElementType)

  private static let storages: [String: ElementType] = [
    "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "ByteStorage": .uint8, "CharStorage": .int8,
    "ShortStorage": .int16, "IntStorage": .int32, "LongStorage": .int64, "BoolStorage": .bool,
    "ComplexFloatStorage": .complex64,
  ]

  private static let elementTypes: [String: ElementType] = [
    "float32": .float32, "float64": .float64, "float16": .float16, "bfloat16": .bfloat16,
    "uint8": .uint8, "uint16": .uint16, "uint32": .uint32, "uint64": .uint64, "int8": .int8,
    "int16": .int16, "int32": .int32, "int64": .int64, "bool": .bool, "complex64": .complex64,
    "float8_e4m3fn": .float8e4m3, "float8_e5m2": .float8e5m2, "float8_e8m0fnu": .float8e8m0,
  ]

  /// The meaning of `name` in Python's module `module`; nil if it is not allowed.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_tensor_v3"): self = .rebuildTypedTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch._utils", "_rebuild_parameter_with_state"): self = .rebuildParameterWithState
    case ("torch", "Size"): self = .size
    // Bytes of whatever they are.
    case ("torch.storage", "UntypedStorage"): self = .storage(.uint8)
    case ("torch", let name):
      if let type = Self.storages[name] {
        self = .storage(type)
      } else if let type = Self.elementTypes[name] {
        self = .elementType(type)
      } else {
        return nil
      }
    default: return nil
    }
  }
}
