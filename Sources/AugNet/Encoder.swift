import Checkpoints
import Training

/// A network that turns pictures into embeddings, ready to use: it knows how pictures are prepared for it.
///
///     let encoder = try Encoder(contentsOf: "birds.safetensors")
///     let distance = try encoder.distance(from: Image(contentsOf: "a.png"), to: Image(contentsOf: "b.png"))
///
/// It is a value; several threads may use it at once.
public struct Encoder: Sendable {
  /// The network, the preparation of pictures, and what is known of the training.
  public let file: EncoderFile

  /// Sixteen hexadecimal digits that tell this encoder from all others.
  public let fingerprint: String

  /// The network's shape.
  public var architecture: EncoderArchitecture { file.network.architecture }

  /// Numbers in an embedding.
  public var dimension: Int { architecture.embeddingDimension }

  /// Makes an encoder of a network.
  public init(_ file: EncoderFile) throws {
    self.file = file
    fingerprint = EncoderFile.fingerprint(of: try file.safetensors().encoded())
  }

  /// An encoder with new weights, as training begins with.
  public init(
    untrained architecture: EncoderArchitecture, pictureSize: Int,
    normalization: PixelNormalization, seed: UInt64
  ) throws {
    try self.init(
      EncoderFile(
        network: EncoderNetwork(architecture, seed: seed), pictureSize: pictureSize,
        normalization: normalization, notes: [:]))
  }

  /// Reads an encoder that ``write(to:)`` or `augnet train` wrote.
  ///
  /// - Throws: ``EncoderError``, which names the file.
  public init(contentsOf path: String) throws(EncoderError) {
    do {
      let contents = try SafetensorsFile(contentsOf: path)
      file = try EncoderFile(contents)
      fingerprint = EncoderFile.fingerprint(of: contents.encoded())
    } catch let error as CheckpointError {
      throw EncoderError(description: "\(error)")
    } catch {
      throw EncoderError(description: "\(path): \(error)")
    }
  }

  /// Writes the encoder as safetensors; a file of that name is replaced as a whole or not at all.
  public func write(to path: String) throws(EncoderError) {
    do {
      try file.safetensors().write(to: path)
    } catch let error as CheckpointError {
      throw EncoderError(description: "\(error)")
    } catch {
      throw EncoderError(description: "\(path): \(error)")
    }
  }
}

/// Why an encoder could not be read or written: one line that names the file.
public struct EncoderError: Error, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String
}
