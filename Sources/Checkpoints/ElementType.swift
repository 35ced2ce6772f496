/// How a file stores the elements of a tensor.
///
/// The raw value is the name in safetensors files. The order is that of the format's reference
/// implementation, which writes tensors of later types first.
public enum ElementType: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Truth values, a byte each.
  case bool = "BOOL"
  /// Unsigned 8-bit integers.
  case uint8 = "U8"
  /// Signed 8-bit integers.
  case int8 = "I8"
  /// 8-bit floating point with 2 bits of fraction.
  case float8e5m2 = "F8_E5M2"
  /// 8-bit floating point with 3 bits of fraction.
  case float8e4m3 = "F8_E4M3"
  /// 8-bit powers of two.
  case float8e8m0 = "F8_E8M0"
  /// Signed 16-bit integers.
  case int16 = "I16"
  /// Unsigned 16-bit integers.
  case uint16 = "U16"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of single precision.
  case bfloat16 = "BF16"
  /// Signed 32-bit integers.
  case int32 = "I32"
  /// Unsigned 32-bit integers.
  case uint32 = "U32"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// Pairs of single-precision numbers.
  case complex64 = "C64"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// Signed 64-bit integers.
  case int64 = "I64"
  /// Unsigned 64-bit integers.
  case uint64 = "U64"

  /// Bytes an element.
  public var sizeInBytes: Int {
    switch self {
    case .bool, .uint8, .int8, .float8e5m2, .float8e4m3, .float8e8m0: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .complex64, .float64, .int64, .uint64: 8
    }
  }

  /// Whether the elements can be read as single-precision numbers.
  public var isConvertible: Bool {
    switch self {
    case .float8e5m2, .float8e4m3, .float8e8m0, .complex64: false
    default: true
    }
  }

  /// The name in safetensors files, such as `F32`.
  public var description: String { rawValue }

  /// The place in the order of the declaration.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
