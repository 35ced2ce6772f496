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
  case rebuildParameter
  case storage(ElementType)

  private static let storages: [String: ElementType] = [
    "FloatStorage": .float32, "DoubleStorage": .float64, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "ByteStorage": .uint8, "CharStorage": .int8,
    "ShortStorage": .int16, "IntStorage": .int32, "LongStorage": .int64, "BoolStorage": .bool,
    "ComplexFloatStorage": .complex64,
  ]

  /// The meaning of `name` in Python's module `module`; nil if it is not allowed.
  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", let name):
      guard let type = Self.storages[name] else { return nil }
      self = .storage(type)
    default: return nil
    }
  }
}
