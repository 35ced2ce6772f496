/// What is wrong with the contents of a safetensors file, or with what should go into one.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The file has fewer than the 8 bytes that give the header's length.
  case tooShort(bytes: Int)
  /// The header is longer than the format or the file allows.
  case headerTooLong(bytes: UInt64, limit: Int)
  /// The header is not a JSON object; `reason` says where it stops being one.
  case headerIsNotJSON(reason: String)
  /// The metadata is not an object of strings.
  case metadataIsNotStrings
  /// The entry of tensor `name` has a missing, unknown or ill-formed field.
  case malformedEntry(name: String, field: String)
  /// The element type of tensor `name` is not one of the format's.
  case unknownElementType(name: String, type: String)
  /// The extents of tensor `name` multiply to more than can be addressed.
  case sizeOverflow(name: String)
  /// Tensor `name` needs `needed` bytes by its shape and is given `given`.
  case sizeMismatch(name: String, needed: Int, given: Int)
  /// Tensor `name` does not begin where the one before it ends.
  case holeOrOverlap(name: String, begins: Int, expected: Int)
  /// The tensors end at byte `covered` of the data, which has `available`.
  case lengthMismatch(covered: Int, available: Int)
  /// Two tensors would have the same name.
  case duplicateName(String)
  /// `__metadata__` cannot be a tensor's name.
  case reservedName
}

extension SafetensorsError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .tooShort(let bytes):
      "not a safetensors file: \(bytes) bytes, too few for a header"
    case .headerTooLong(let bytes, let limit):
      "not a safetensors file, or cut off: its header would have \(bytes) bytes, at most \(limit) "
        + "are possible"
    case .headerIsNotJSON(let reason):
      "not a safetensors file: its header is not a JSON object (\(reason))"
    case .metadataIsNotStrings:
      "the metadata is not an object of strings"
    case .malformedEntry(let name, let field):
      "tensor '\(printable(name))': \(printable(field)) is missing, unknown or malformed"
    case .unknownElementType(let name, let type):
      "tensor '\(printable(name))': unknown element type '\(printable(type))'"
    case .sizeOverflow(let name):
      "tensor '\(printable(name))': its shape is too large"
    case .sizeMismatch(let name, let needed, let given):
      "tensor '\(printable(name))': its shape needs \(needed) bytes, the file gives it \(given)"
    case .holeOrOverlap(let name, let begins, let expected):
      "tensor '\(printable(name))' begins at byte \(begins) of the data instead of \(expected)"
    case .lengthMismatch(let covered, let available):
      "the file holds \(available) bytes of data, its tensors take \(covered)"
    case .duplicateName(let name):
      "two tensors are called '\(printable(name))'"
    case .reservedName:
      "no tensor can be called '__metadata__'"
    }
  }
}
