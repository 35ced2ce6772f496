import DurableFiles

/// Why a picture file could not be read or written.
public enum PictureFileError: Error, Equatable, Sendable {
  /// The file itself could not be read or written.
  case file(FileError)
  /// The file's contents could not be decoded.
  case decoding(path: String, ImageDecodingError)
  /// The path's ending names no format that can be written.
  case unknownFileExtension(path: String)

  /// The file.
  public var path: String {
    switch self {
    case .file(let error): error.path
    case .decoding(let path, _), .unknownFileExtension(let path): path
    }
  }
}

extension PictureFileError: CustomStringConvertible {
  /// One line: the path, what is wrong, and what helps.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .decoding(let path, let error): "\(path): \(error)"
    case .unknownFileExtension(let path):
      "\(path): cannot tell the picture format; end the name in .png, .jpg, .ppm, .pgm or .pnm"
    }
  }
}
