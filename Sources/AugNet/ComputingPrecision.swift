/// How a network computes.
public enum ComputingPrecision: String, Sendable, CaseIterable, CustomStringConvertible {
  /// With single-precision numbers.
  case fp32
  /// In 8-bit integers; see ``QuantizedEncoder``.
  case int8

  /// The name.
  public var description: String { rawValue }
}
