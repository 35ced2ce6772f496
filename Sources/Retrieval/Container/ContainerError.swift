/// Why a file is not a container, or a damaged one.
public enum ContainerError: Error, Equatable, Sendable {
  /// The file does not begin with the format's mark.
  case notAContainer
  /// The file has a version that this program does not know.
  case unsupportedVersion(UInt32)
  /// The file has the right mark and another kind of contents.
  case wrongKind(UInt32, expected: UInt32)
  /// The file has `got` bytes, fewer than a header and a footer need.
  case tooShort(got: Int)
  /// The file says that it has `stated` bytes and has `got`.
  case lengthMismatch(stated: UInt64, got: Int)
  /// There would be more sections than the format or the file allows.
  case sectionCount(UInt32)
  /// A checksum differs, so the bytes named by `part` were changed after they were written.
  case checksumMismatch(part: String)
  /// The entry of section `id` is not one that the writer makes; `field` is the first that is not.
  case malformedSection(id: UInt32, field: String)
  /// Bytes between sections are not zero, or follow the last one.
  case malformedPadding(offset: Int)
}

extension ContainerError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .notAContainer:
      "not a file that augnet wrote"
    case .unsupportedVersion(let version):
      "written in format version \(version); this program reads version \(ContainerFormat.version)"
    case .wrongKind(let kind, let expected):
      "a file of kind \(kind); expected kind \(expected)"
    case .tooShort(let got):
      "cut off: only \(got) bytes"
    case .lengthMismatch(let stated, let got):
      "cut off or grown: written with \(stated) bytes, now has \(got)"
    case .sectionCount(let count):
      "damaged: says that it has \(count) sections"
    case .checksumMismatch(let part):
      "damaged: the checksum of \(part) is wrong"
    case .malformedSection(let id, let field):
      "damaged: the \(field) of section \(id) is impossible"
    case .malformedPadding(let offset):
      "damaged: unexpected bytes at \(offset)"
    }
  }
}
