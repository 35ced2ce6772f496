import DurableFiles

extension SafetensorsFile {
  /// Reads the file at `path`, which stays mapped as long as one of its tensors is referred to; see
  /// ``init(decoding:)``.
  public init(contentsOf path: String) throws(CheckpointError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw .file(error) }
    do {
      try self.init(.mapped(file))
    } catch {
      throw .safetensors(path: path, error)
    }
  }

  /// Writes the file at `path`, whole or not at all: an older file stays until the new one is on the
  /// disk.
  public func write(to path: String) throws(CheckpointError) {
    do throws(FileError) {
      var writer = try AtomicFileWriter(replacing: path)
      try writer.append(encodedHeader())
      for (_, tensor) in sortedTensors { try writer.append(tensor.encoded) }
      try writer.commit()
    } catch {
      throw .file(error)
    }
  }
}
