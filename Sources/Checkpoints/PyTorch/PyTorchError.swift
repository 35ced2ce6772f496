/// What is wrong with the contents of a PyTorch file, or what this library does not read.
public enum PyTorchError: Error, Equatable, Sendable {
  /// The file is of the format before PyTorch 1.6, a pickle without an archive around it.
  case legacyFormat
  /// The archive is damaged.
  case zip(ZipError)
  /// The archive has no pickle of tensors, or several.
  case noPickle(count: Int)
  /// The pickle cannot be read.
  case pickle(PickleError)
  /// The archive names a byte order that does not exist.
  case byteOrder(String)
  /// The pickle's value is not a dictionary of tensors.
  case noStateDictionary
  /// The archive lacks the elements of tensor `name`.
  case missingStorage(name: String)
  /// The storage of tensor `name` needs `needed` bytes and has `given`.
  case storageSize(name: String, needed: Int, given: Int)
  /// The shape or the strides of tensor `name` do not lie within its storage.
  case malformedTensor(name: String, reason: String)
}

extension PyTorchError: CustomStringConvertible {
  /// One line in plain words, with what helps.
  public var description: String {
    switch self {
    case .legacyFormat:
      "a PyTorch file of the format before version 1.6; in PyTorch, "
        + "torch.save(torch.load(path, weights_only=True), path) brings it up to date"
    case .zip(let error): error.description
    case .noPickle(let count):
      "a zip archive, but not one of PyTorch: it has \(count) entries 'data.pkl', not 1"
    case .pickle(let error): error.description
    case .byteOrder(let text):
      "the PyTorch file's byte order is '\(printable(text))'; it can be 'little' or 'big'"
    case .noStateDictionary:
      "the PyTorch file holds no dictionary of tensors; save model.state_dict(), alone or as "
        + "'state_dict' or 'model'"
    case .missingStorage(let name):
      "tensor '\(printable(name))': its elements are missing in the archive"
    case .storageSize(let name, let needed, let given):
      "tensor '\(printable(name))': its storage needs \(needed) bytes, the archive holds \(given)"
    case .malformedTensor(let name, let reason):
      "tensor '\(printable(name))': \(reason)"
    }
  }
}
