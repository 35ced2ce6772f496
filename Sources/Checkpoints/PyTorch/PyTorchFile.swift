import DurableFiles

/// The named tensors of a file that `torch.save` wrote: a state dictionary, alone or as the
/// `state_dict`, `model_state_dict` or `model` of a dictionary.
///
/// Nothing in the file is run: its pickle is read by a machine that knows tensors and nothing else.
/// Elements that the archive stores without compression are looked at where they lie.
public struct PyTorchFile: Sendable {
  /// The tensors in the order of the dictionary.
  public let tensors: [(name: String, tensor: StoredTensor)]

  /// Reads the bytes of a file: the archive's directory, the pickle, and the checksums of all elements.
  init(_ bytes: FileBytes) throws(PyTorchError) {
    if bytes.withSpan({ $0.count > 1 && $0[0] == 0x80 && $0[1] <= 5 }) { throw .legacyFormat }
    let archive = try PyTorchArchive(bytes)
    let value: PickleValue
    let objects: PickleObjects
    do {
      (value, objects) = try PickleMachine.read(archive.pickle)
    } catch {
      throw .pickle(error)
    }
    guard let items = Self.stateDictionary(value, objects) else { throw .noStateDictionary }
    var storages = PyTorchStorages(archive, objects)
    for item in items {
      // A state dictionary may have other entries, such as a layer's own state; they are no weights.
      guard case .text(let name) = item.key, case .tensor(let tensor) = item.value else { continue }
      try storages.append(objects.tensors[tensor], named: name)
    }
    tensors = try storages.read()
  }

  /// Reads the bytes of a file.
  ///
  /// Nothing is allocated that the length of `bytes` does not bound.
  public init(decoding bytes: [UInt8]) throws(PyTorchError) {
    try self.init(.memory(bytes))
  }

  /// Reads the file at `path`, which stays mapped as long as one of its tensors is referred to.
  public init(contentsOf path: String) throws(CheckpointError) {
    let file: MappedFile
    do { file = try MappedFile(path: path) } catch { throw .file(error) }
    do { try self.init(.mapped(file)) } catch { throw .pyTorch(path: path, error) }
  }

  /// The items of the dictionary of tensors that `value` is or has; nil if there is none.
  private static func stateDictionary(
    _ value: PickleValue, _ objects: PickleObjects
  ) -> [PickleObjects.Item]? {
    guard case .dictionary(let dictionary) = value else { return nil }
    let items = objects.dictionaries[dictionary]
    let hasTensors = items.contains { if case .tensor = $0.value { true } else { false } }
    if hasTensors || items.isEmpty { return items }
    for key in ["state_dict", "model_state_dict", "model"] {
      if let item = items.first(where: { $0.key == .text(key) }),
        case .dictionary(let nested) = item.value
      {
        return objects.dictionaries[nested]
      }
    }
    return nil
  }
}
