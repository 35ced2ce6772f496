import DurableFiles
import ImageCodecs

/// A picture that could not be used, and why.
public struct SkippedPicture: Sendable, Hashable {
  /// The file.
  public let path: String
  /// What is wrong with it, in one line that names the file.
  public let reason: String

  /// Notes a picture.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// The files that a user's folder, or list of files and folders, stands for.
public enum PictureFolder {
  /// All files among and below `paths`, each folder's in the order of their bytes.
  ///
  /// - Throws: If a path does not exist or a folder cannot be read.
  public static func files(at paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      if isDirectory(atPath: path) {
        files += try listFiles(below: path)
      } else {
        guard fileExists(atPath: path) else {
          throw PictureFolderError.missing(path)
        }
        files.append(path)
      }
    }
    return files
  }
}

extension PictureFolderError {
  /// Says that among and below `paths` there is not one picture; of many paths it names the first ones.
  public static func noPictures(
    at paths: [String], files: Int, skipped: [SkippedPicture]
  ) -> PictureFolderError {
    let named = paths.prefix(3).joined(separator: ", ")
    let rest = paths.count > 3 ? " and \(paths.count - 3) more" : ""
    return .noPictures(named + rest, files: files, example: skipped.first?.reason)
  }
}

/// Why a folder cannot serve.
public enum PictureFolderError: Error, Equatable, CustomStringConvertible {
  /// There is nothing of that name.
  case missing(String)
  /// No file in it is a picture that can be read; how many files there were, and one reason.
  case noPictures(String, files: Int, example: String?)

  /// One line for the user.
  public var description: String {
    switch self {
    case .missing(let path):
      return "\(path): no such file or folder; check the name"
    case .noPictures(let path, 0, _):
      return "\(path): the folder is empty; give one that has PNG, JPEG, BMP, PPM or PGM pictures"
    case .noPictures(let path, 1, let reason):
      return reason ?? "\(path): the only file is no picture (PNG, JPEG, BMP, PPM, PGM)"
    case .noPictures(let path, let files, let example):
      let advice = example.map { "for instance, \($0)" } ?? "PNG, JPEG, BMP, PPM and PGM can"
      return "\(path): none of the \(files) files is a picture that can be read; \(advice)"
    }
  }
}
