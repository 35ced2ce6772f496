import Checkpoints
import NeuralNetworks
import Tensors

extension EncoderFile {
  private static let format = "augnet-encoder-1"

  /// How the weights of convolutions and linear layers are written.
  public enum Precision: String, Sendable, CaseIterable {
    /// Single precision.
    case fp32
    /// Half precision: half the length, each weight rounded to 11 bits. Everything that is a number a
    /// channel stays in single precision.
    case fp16
  }

  /// The file's content as safetensors: weights under PyTorch's names, everything else as metadata.
  ///
  /// - Throws: ``EncoderFileError/beyondHalfPrecision(_:)``.
  public func safetensors(_ precision: Precision = .fp32) throws -> SafetensorsFile {
    var metadata = notes
    metadata["format"] = Self.format
    metadata["encoder"] = "\(architecture)"
    switch preparation {
    case .center(let size): metadata["picture_size"] = "\(size)"
    case .shortSide(let size): metadata["short_side"] = "\(size)"
    }
    metadata["mean"] = Self.text(normalization.mean)
    metadata["standard_deviation"] = Self.text(normalization.standardDeviation)
    var file = SafetensorsFile(metadata: metadata)
    for (name, value) in stateDictionary {
      let type = Self.elementType(of: name, value, precision)
      if type == .float16, value.largestMagnitude > 65504 {
        throw EncoderFileError.beyondHalfPrecision(name)
      }
      try file.append(StoredTensor(value, as: type), named: name)
    }
    return file
  }

  private static func elementType(
    of name: String, _ value: Tensor, _ precision: Precision
  ) -> ElementType {
    // PyTorch counts in integers; a file may hold any number.
    if name.hasSuffix("num_batches_tracked"),
      value.scalars.allSatisfy({ Int64(exactly: $0) != nil })
    {
      return .int64
    }
    return precision == .fp16 && value.shape.rank > 1 ? .float16 : .float32
  }

  /// Reads the content of a file that ``safetensors(_:)`` made.
  ///
  /// - Throws: ``EncoderFileError``, or an error that lists the weights that do not fit.
  public init(_ file: SafetensorsFile) throws {
    guard file.metadata["format"] == Self.format else { throw EncoderFileError.otherFormat }
    try self.init(Checkpoint(file))
  }

  /// Reads the content of a file of weights.
  ///
  /// One that does not come from here, such as the AugNet authors' own, does not say which encoder it
  /// is and how pictures are to be prepared. The encoder is found from the names and shapes of the
  /// weights; the preparation is taken to be that of the authors' published weights.
  ///
  /// - Throws: ``EncoderFileError``, or an error that lists the weights that do not fit.
  public init(_ checkpoint: Checkpoint) throws {
    var notes = checkpoint.metadata
    var architecture: EncoderArchitecture?
    var preparation = PicturePreparation.published
    var normalization = PixelNormalization.imageNet
    if notes["format"] == Self.format {
      notes["format"] = nil
      let name = try Self.take("encoder", from: &notes)
      guard let known = EncoderArchitecture(name) else {
        throw EncoderFileError.invalid("encoder", name)
      }
      architecture = known
      preparation = try Self.takePreparation(from: &notes, for: known)
      normalization = try Self.takeNormalization(from: &notes)
    }
    let match = try StateDictionaryMatch(
      checkpoint.tensors.map { ($0.name, $0.tensor.shape) }, architecture: architecture)
    var stateDictionary: [EncoderNetwork.StateEntry] = []
    for entry in match.entries {
      let (name, stored) = checkpoint.tensors[entry.index]
      guard let value = stored.tensor else {
        throw EncoderFileError.notNumbers(name, "\(stored.elementType)")
      }
      guard value.hasOnlyFiniteElements() else { throw EncoderFileError.notFinite(name) }
      value.giveBackMemory()
      stateDictionary.append((entry.name, value))
    }
    self.init(
      architecture: match.architecture, stateDictionary: stateDictionary,
      preparation: preparation, normalization: normalization, notes: notes)
  }

  /// Reads the encoder in a safetensors or PyTorch file.
  ///
  /// - Throws: ``CheckpointError`` or what ``init(_:)-(Checkpoint)`` throws.
  public init(contentsOf path: String) throws {
    try self.init(Checkpoint(contentsOf: path))
  }

  private static func take(
    _ name: String, from notes: inout [String: String]
  ) throws(EncoderFileError) -> String {
    guard let text = notes.removeValue(forKey: name) else { throw .missing(name) }
    return text
  }

  private static func takePreparation(
    from notes: inout [String: String], for architecture: EncoderArchitecture
  ) throws(EncoderFileError) -> PicturePreparation {
    let isWhole = notes["short_side"] != nil && notes["picture_size"] == nil
    let name = isWhole ? "short_side" : "picture_size"
    let text = try take(name, from: &notes)
    let sizes = isWhole ? PicturePreparation.shortSideSizes : PicturePreparation.centerSizes
    guard let size = Int(text), sizes.contains(size), size >= architecture.smallestInputSide else {
      throw .invalid(name, text)
    }
    return isWhole ? .shortSide(size) : .center(size)
  }

  private static func takeNormalization(
    from notes: inout [String: String]
  ) throws(EncoderFileError) -> PixelNormalization {
    let meanText = try take("mean", from: &notes)
    let deviationText = try take("standard_deviation", from: &notes)
    guard let mean = numbers(meanText) else { throw .invalid("mean", meanText) }
    guard let deviation = numbers(deviationText), deviation.min() > 0 else {
      throw .invalid("standard_deviation", deviationText)
    }
    return PixelNormalization(mean: mean, standardDeviation: deviation)
  }

  private static func text(_ numbers: SIMD3<Float>) -> String {
    "\(numbers.x) \(numbers.y) \(numbers.z)"
  }

  private static func numbers(_ text: String) -> SIMD3<Float>? {
    let words = text.split(separator: " ")
    let numbers = words.compactMap { Float($0) }
    guard words.count == 3, numbers.count == 3, numbers.allSatisfy(\.isFinite) else { return nil }
    return SIMD3(numbers[0], numbers[1], numbers[2])
  }
}
