import Checkpoints
import DurableFiles
import ImageCodecs
import Retrieval
import Training

/// What a file is, found from its content and never from its name.
public enum FileContents: Sendable {
  /// An encoder, and the tensors of its file as they are stored.
  case encoder(EncoderFile, Checkpoint)
  /// Tensors of something else.
  case tensors(Checkpoint)
  /// An index.
  case index(EmbeddingIndex)
  /// A NumPy array.
  case array(NumPyArray)
  /// A picture.
  case picture(Image)

  /// Reads a file.
  ///
  /// - Throws: An error that names the file, for damaged files and for those of no known kind.
  public init(ofFileAt path: String) throws {
    let start = try readStart(ofFileAt: path)
    if start.starts(with: [0x93] + Array("NUMPY".utf8)) {
      self = .array(try NumPyArray(contentsOf: path))
    } else if start.starts(with: EmbeddingIndex.magic) {
      self = .index(try EmbeddingIndex(contentsOf: path))
    } else if Checkpoint.Format(ofFileBeginningWith: start) != nil {
      let checkpoint = try Checkpoint(contentsOf: path)
      if let encoder = try? EncoderFile(checkpoint) {
        self = .encoder(encoder, checkpoint)
      } else {
        self = .tensors(checkpoint)
      }
    } else {
      do throws(PictureFileError) {
        self = .picture(try Image(contentsOf: path))
      } catch .decoding(_, .unrecognizedFormat) {
        throw UnknownContentsError(path: path)
      }
    }
  }
}

/// A file of no kind that is known here.
public struct UnknownContentsError: Error, Equatable, CustomStringConvertible {
  let path: String

  /// One line for the user.
  public var description: String {
    "\(path): neither weights, an index, a NumPy file nor a picture (PNG, JPEG, BMP, PPM and PGM)"
  }
}

private func readStart(ofFileAt path: String) throws -> [UInt8] {
  let file = try MappedFile(path: path)
  return file.bytes(in: 0..<min(16, file.count))
}

/// The text of a UTF-8 file.
///
/// - Throws: An error that names the file.
public func readText(ofFileAt path: String) throws -> String {
  let bytes = try readFile(atPath: path)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw TextFileError(path: path)
  }
  return text
}

/// A file that should be text and is not.
public struct TextFileError: Error, Equatable, CustomStringConvertible {
  let path: String

  /// One line for the user.
  public var description: String { "\(path): not a text file in UTF-8" }
}

/// Finds out whether a file can be written at `path`, before hours are spent on what is to go there.
///
/// - Throws: An error that names the file and what is wrong.
public func checkCanWrite(to path: String) throws {
  _ = try AtomicFileWriter(replacing: path)
}

/// Makes a folder, and those above it, unless it is there.
///
/// - Throws: An error that names the folder.
public func makeFolder(_ path: String) throws {
  try createDirectory(atPath: path)
}

/// Whether there is a folder called `path`.
public func folderExists(_ path: String) -> Bool {
  isDirectory(atPath: path)
}
