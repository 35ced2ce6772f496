import DurableFiles

/// Why a file of weights or of an array could not be read or written, with its path.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system refused to read or to write.
  case file(FileError)
  /// The contents are not a safetensors file.
  case safetensors(path: String, SafetensorsError)
  /// The contents are not a NumPy array file that this library reads.
  case numPy(path: String, NumPyError)

  /// One line that begins with the path.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .safetensors(let path, let error): "\(path): \(error)"
    case .numPy(let path, let error): "\(path): \(error)"
    }
  }
}
