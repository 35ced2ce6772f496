import DurableFiles

/// Why a file of weights or of an array could not be read or written, with its path.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system refused to read or to write.
  case file(FileError)
  /// The contents are not a safetensors file.
  case safetensors(path: String, SafetensorsError)
  /// The contents are not a PyTorch file that this library reads.
  case pyTorch(path: String, PyTorchError)
  /// The contents are not a NumPy array file that this library reads.
  case numPy(path: String, NumPyError)
  /// The contents are neither a safetensors nor a PyTorch file.
  case unknownFormat(path: String)

  /// One line that begins with the path.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .safetensors(let path, let error): "\(path): \(error)"
    case .pyTorch(let path, let error): "\(path): \(error)"
    case .numPy(let path, let error): "\(path): \(error)"
    case .unknownFormat(let path): "\(path): neither a safetensors nor a PyTorch file (.pth, .pt)"
    }
  }
}
