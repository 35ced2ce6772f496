import Checkpoints
import DurableFiles

extension EmbeddedPictures {
  /// Writes the embeddings as a NumPy file, float32 `[n, c]`, and beside it the paths, one a line in
  /// the same order.
  ///
  /// - Parameter path: The NumPy file's name.
  /// - Returns: The name of the file of paths: `E.paths.txt` for `E.npy`.
  @discardableResult
  public func write(to path: String) throws -> String {
    let pathsFile = Self.pathsFile(for: path)
    // The paths wait in a hidden file, on the disk already, until the embeddings are in place.
    var writer = try AtomicFileWriter(replacing: pathsFile)
    try writer.append(Array((paths.joined(separator: "\n") + "\n").utf8))
    try writer.flush()
    try NumPyArray(embeddings).write(to: path)
    try writer.commit()
    return pathsFile
  }

  /// The name of the file of paths that belongs to a NumPy file: `E.paths.txt` for `E.npy`.
  public static func pathsFile(for path: String) -> String {
    (path.hasSuffix(".npy") ? String(path.dropLast(4)) : path) + ".paths.txt"
  }
}
