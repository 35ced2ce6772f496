import Checkpoints
import Inference
import NeuralNetworks
import Training

/// A network that turns pictures into embeddings, ready to use: it knows how pictures are prepared for it.
///
///     let encoder = try Encoder(contentsOf: "birds.safetensors")
///     let distance = try encoder.distance(from: Image(contentsOf: "a.png"), to: Image(contentsOf: "b.png"))
///
/// It is a value; several threads may use it at once.
public struct Encoder: Sendable {
  /// The weights, the preparation of pictures, and what is known of the training.
  public let file: EncoderFile

  /// The network, ready to run; copies of the encoder share it and the weights it has packed.
  package let network: any EmbeddingNetwork

  /// How large activations are taken to be, if the network runs in 8-bit integers; nil if it runs with numbers.
  public let ranges: ActivationRanges?

  /// Sixteen hexadecimal digits that tell this encoder from all others; found by reading all weights.
  public var fingerprint: String { file.makeFingerprint() }

  /// The network's shape.
  public var architecture: EncoderArchitecture { file.architecture }

  /// How the network computes.
  public var precision: ComputingPrecision { ranges == nil ? .fp32 : .int8 }

  /// Numbers in an embedding.
  public var dimension: Int { architecture.embeddingDimension }

  /// Makes an encoder of a network.
  public init(_ file: EncoderFile) throws {
    self.file = file
    ranges = nil
    network = try CompiledEncoder(
      architecture: file.architecture, stateDictionary: file.stateDictionary)
  }

  /// Makes an encoder that computes in 8-bit integers, from the weights of another; see ``QuantizedEncoder``.
  ///
  /// - Parameters:
  ///   - encoder: The encoder, whose fingerprint stays.
  ///   - ranges: How large activations become, as ``Calibration`` finds them.
  public init(_ encoder: Encoder, ranges: ActivationRanges) throws {
    file = encoder.file
    self.ranges = ranges
    network = try QuantizedEncoder(
      architecture: file.architecture, stateDictionary: file.stateDictionary, ranges: ranges,
      inputRanges: file.normalization.ranges)
  }

  /// Makes an encoder for which pictures are prepared otherwise, from another.
  ///
  /// - Throws: ``EncoderError`` if the pictures would be smaller than the network needs.
  public init(_ encoder: Encoder, preparation: PicturePreparation) throws(EncoderError) {
    let smallest = encoder.architecture.smallestInputSide
    guard preparation.size >= smallest else {
      throw EncoderError(
        description:
          "\(encoder.architecture) needs pictures of at least \(smallest) pixels, not \(preparation)"
      )
    }
    file = encoder.file.prepared(as: preparation)
    (network, ranges) = (encoder.network, encoder.ranges)
  }

  /// An encoder with new weights, as training begins with.
  public init(
    untrained architecture: EncoderArchitecture, pictureSize: Int,
    normalization: PixelNormalization, seed: UInt64
  ) throws {
    try self.init(
      EncoderFile(
        network: EncoderNetwork(architecture, seed: seed), preparation: .center(pictureSize),
        normalization: normalization, notes: [:]))
  }

  /// Reads an encoder: one that ``write(to:precision:)`` or `augnet train` wrote, or the weights of one
  /// in any safetensors or PyTorch file; see ``EncoderFile/init(_:)-(Checkpoint)``.
  ///
  /// - Throws: ``EncoderError``, which names the file.
  public init(contentsOf path: String) throws(EncoderError) {
    do {
      try self.init(EncoderFile(contentsOf: path))
    } catch let error as CheckpointError {
      throw EncoderError(description: "\(error)")
    } catch {
      throw EncoderError(description: "\(path): \(error)")
    }
  }

  /// Writes the encoder as safetensors; a file of that name is replaced as a whole or not at all.
  public func write(
    to path: String, precision: EncoderFile.Precision = .fp32
  ) throws(EncoderError) {
    do {
      try file.safetensors(precision).write(to: path)
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
