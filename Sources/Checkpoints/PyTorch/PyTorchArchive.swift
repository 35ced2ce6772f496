import DurableFiles

/// The zip archive around a PyTorch file's pickle and storages.
struct PyTorchArchive {
  private let archive: ZipArchive

  /// What the names of the archive's entries begin with.
  private let folder: String

  /// The pickle's bytes.
  let pickle: [UInt8]

  /// Whether the high byte of each element is the first.
  let isBigEndian: Bool

  /// Reads the directory, the pickle and the byte order.
  init(_ bytes: FileBytes) throws(PyTorchError) {
    do { archive = try ZipArchive(bytes) } catch { throw .zip(error) }
    let pickleName = "data.pkl"
    let pickles = archive.names.filter { $0 == pickleName || $0.hasSuffix("/" + pickleName) }
    guard pickles.count == 1 else { throw .noPickle(count: pickles.count) }
    folder = String(pickles[0].dropLast(pickleName.count))
    let size = archive.size(of: pickles[0]) ?? 0
    guard size <= PickleMachine.lengthLimitInBytes else {
      throw .pickle(.tooLong(bytes: size, limit: PickleMachine.lengthLimitInBytes))
    }
    pickle = try Self.content(of: pickles[0], in: archive)
    let orderName = folder + "byteorder"
    if let size = archive.size(of: orderName) {
      let order = size <= 16 ? try Self.content(of: orderName, in: archive) : []
      isBigEndian = order == Array("big".utf8)
      guard isBigEndian || order == Array("little".utf8) else {
        throw .byteOrder(String(decoding: order, as: UTF8.self))
      }
    } else {
      // As files are that were written before there was this entry.
      isBigEndian = false
    }
  }

  /// The storage called `key`, its checksum compared; nil if there is none.
  func storage(_ key: String) throws(PyTorchError) -> (bytes: FileBytes, range: Range<Int>)? {
    let name = folder + "data/" + key
    guard archive.contains(name) else { return nil }
    do { return try archive.content(of: name) } catch { throw .zip(error) }
  }

  /// How many bytes the storage called `key` has; nil if there is none.
  func size(ofStorage key: String) -> Int? { archive.size(of: folder + "data/" + key) }

  private static func content(
    of name: String, in archive: ZipArchive
  ) throws(PyTorchError) -> [UInt8] {
    do {
      let (bytes, range) = try archive.content(of: name)
      return bytes.bytes(in: range)
    } catch {
      throw .zip(error)
    }
  }
}
