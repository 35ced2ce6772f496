import DurableFiles
import Retrieval
import Tensors
import Training

/// The embeddings of a collection of pictures and the encoder that made them: search and clusters.
///
///     let index = try PictureIndex(of: ["~/Pictures"], encoder: encoder, modelPath: "birds.safetensors")
///     let neighbours = try index.search([Image(contentsOf: "query.png")], count: 10)
public struct PictureIndex: Sendable {
  /// The embeddings and paths.
  public let entries: EmbeddingIndex
  /// The encoder, with which queries are embedded too.
  public let encoder: Encoder

  /// Makes an index of pictures that are embedded already.
  ///
  /// - Parameter modelPath: Where the encoder's file is, for whoever opens the index later.
  public init(_ pictures: EmbeddedPictures, encoder: Encoder, modelPath: String) throws {
    self.encoder = encoder
    entries = try EmbeddingIndex(
      embeddings: pictures.embeddings, paths: pictures.paths,
      provenance: EmbeddingIndex.Provenance(
        encoderFingerprint: encoder.fingerprint, modelPath: absolutePath(modelPath),
        preprocessing: "\(encoder.file.preparation)",
        activationLimits: encoder.ranges?.limits ?? []))
  }

  /// Reads an index that ``write(to:)`` or `augnet index` wrote, and its encoder.
  ///
  /// - Parameters:
  ///   - path: The index.
  ///   - modelPath: The encoder's file, if it is no longer where it was when the index was made.
  /// - Throws: ``PictureIndexError`` if the encoder is gone or is not the one the index was made with.
  public init(contentsOf path: String, modelPath: String? = nil) throws {
    entries = try EmbeddingIndex(contentsOf: path)
    let provenance = entries.provenance
    let model = modelPath ?? provenance.modelPath
    guard fileExists(atPath: model) else {
      throw PictureIndexError.missingModel(index: path, model: model)
    }
    var encoder = try Encoder(contentsOf: model)
    if let preparation = PicturePreparation(provenance.preprocessing),
      let other = try? Encoder(encoder, preparation: preparation)
    {
      encoder = other
    }
    // It depends on the preparation too.
    guard encoder.fingerprint == provenance.encoderFingerprint else {
      throw PictureIndexError.otherModel(index: path, model: model)
    }
    guard !provenance.activationLimits.isEmpty else {
      self.encoder = encoder
      return
    }
    guard
      let ranges = ActivationRanges(
        limits: provenance.activationLimits, architecture: encoder.architecture)
    else { throw PictureIndexError.otherRanges(index: path) }
    self.encoder = try Encoder(encoder, ranges: ranges)
  }

  /// Writes the index; a file of that name is replaced as a whole or not at all.
  public func write(to path: String) throws {
    try entries.write(to: path)
  }

  /// The nearest pictures of each image, nearest first; of equals the one that was indexed first.
  ///
  /// - Throws: ``PictureIndexError/tooFewPictures(wanted:count:)`` if `count` are not there.
  public func search(_ images: [Image], count: Int) throws -> [[EmbeddingIndex.Neighbor]] {
    guard count <= entries.count else {
      throw PictureIndexError.tooFewPictures(wanted: count, count: entries.count)
    }
    return try entries.search(encoder.embed(images), count: count)
  }
}

extension EmbeddingIndex {
  /// How the network computed that made the embeddings.
  public var precision: ComputingPrecision { provenance.activationLimits.isEmpty ? .fp32 : .int8 }
}

/// Why an index cannot be used.
public enum PictureIndexError: Error, Equatable, CustomStringConvertible {
  /// The encoder's file is not where it was.
  case missingModel(index: String, model: String)
  /// The encoder is not the one that made the index.
  case otherModel(index: String, model: String)
  /// The limits of activations are not those of the encoder's layers.
  case otherRanges(index: String)
  /// More pictures are asked for than there are.
  case tooFewPictures(wanted: Int, count: Int)

  /// One line for the user.
  public var description: String {
    switch self {
    case .missingModel(let index, let model):
      "\(index): the encoder it was made with is not at \(model); say where it is with --model"
    case .otherModel(let index, let model):
      "\(index): made with another encoder than \(model); make the index anew, or give its own encoder with --model"
    case .otherRanges(let index):
      "\(index): the limits of activations in it are not for its encoder; make the index anew"
    case .tooFewPictures(let wanted, let count):
      "\(wanted) pictures are asked for, and the index has \(count); ask for at most \(count)"
    }
  }
}
