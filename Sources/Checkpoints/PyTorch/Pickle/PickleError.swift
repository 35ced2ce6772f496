/// Why the pickle of a PyTorch file was not read.
public enum PickleError: Error, Equatable, Sendable {
  /// The pickle has `bytes` bytes.
  case tooLong(bytes: Int, limit: Int)
  /// The pickle ends before its last instruction.
  case endOfProgram
  /// The pickle's protocol is not 2, which PyTorch writes.
  case unsupportedProtocol(UInt8)
  /// The instruction at byte `offset` is none that tensors need.
  case forbiddenInstruction(UInt8, offset: Int)
  /// The pickle asks for something that tensors do not need.
  case forbiddenGlobal(String)
  /// The pickle would make more than `limit` values.
  case tooManyValues(limit: Int)
  /// The instruction at byte `offset` does not find what it works on.
  case malformed(offset: Int, expected: String)
}

extension PickleError: CustomStringConvertible {
  private static let remedy =
    "in PyTorch, save the tensors alone: torch.save(model.state_dict(), path)"

  /// One line in plain words, with what helps.
  public var description: String {
    switch self {
    case .tooLong(let bytes, let limit):
      "its pickle has \(bytes) bytes, more than the limit of \(limit); \(Self.remedy)"
    case .endOfProgram:
      "its pickle is cut off; copy or download the file again"
    case .unsupportedProtocol(let version):
      "its pickle has protocol \(version), and only 2 is read; save it without pickle_protocol"
    case .forbiddenInstruction(let byte, let offset):
      "its pickle has instruction 0x\(String(byte, radix: 16)) at byte \(offset), which tensors do "
        + "not need; \(Self.remedy)"
    case .forbiddenGlobal(let name):
      "its pickle asks for '\(printable(name))', which tensors do not need and which was not run; "
        + Self.remedy
    case .tooManyValues(let limit):
      "its pickle makes more than \(limit) values; \(Self.remedy)"
    case .malformed(let offset, let expected):
      "its pickle is malformed at byte \(offset): expected \(expected)"
    }
  }
}
