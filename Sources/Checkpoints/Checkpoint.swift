import DurableFiles

/// The named tensors of a file of weights, in whichever format it is.
public struct Checkpoint: Sendable {
  /// The formats of files of weights.
  public enum Format: String, Sendable {
    /// A safetensors file.
    case safetensors
    /// A zip archive that `torch.save` wrote.
    case pyTorch = "PyTorch"

    /// The format of a file that begins with `bytes`, of which 9 are enough; nil if it is none.
    ///
    /// PyTorch files of the format before version 1.6 count too; reading them says what helps.
    public init?(ofFileBeginningWith bytes: [UInt8]) {
      if bytes.starts(with: Array("PK".utf8) + [3, 4])
        || (bytes.count > 1 && bytes[0] == 0x80 && bytes[1] <= 5)
      {
        self = .pyTorch
      } else if bytes.count > 8, bytes[8] == UInt8(ascii: "{") {
        self = .safetensors
      } else {
        return nil
      }
    }
  }

  /// The format of the file.
  public let format: Format

  /// What a safetensors file tells beside its tensors; a PyTorch file tells nothing.
  public let metadata: [String: String]

  /// The tensors in the order of the file.
  public let tensors: [(name: String, tensor: StoredTensor)]

  /// Reads the file at `path`, which is recognised by its first bytes.
  public init(contentsOf path: String) throws(CheckpointError) {
    let bytes: FileBytes
    do { bytes = .mapped(try MappedFile(path: path)) } catch { throw .file(error) }
    switch Format(ofFileBeginningWith: bytes.bytes(in: 0..<min(9, bytes.count))) {
    case .safetensors:
      do { self.init(try SafetensorsFile(bytes)) } catch { throw .safetensors(path: path, error) }
    case .pyTorch:
      do { self.init(try PyTorchFile(bytes)) } catch { throw .pyTorch(path: path, error) }
    case nil: throw .unknownFormat(path: path)
    }
  }

  /// The content of a safetensors file.
  public init(_ file: SafetensorsFile) {
    format = .safetensors
    metadata = file.metadata
    tensors = file.names.compactMap { name in file.stored(name).map { (name, $0) } }
  }

  /// The content of a PyTorch file.
  public init(_ file: PyTorchFile) {
    format = .pyTorch
    metadata = [:]
    tensors = file.tensors
  }
}
