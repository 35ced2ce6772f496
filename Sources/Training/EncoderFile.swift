import Checkpoints
import NeuralNetworks

/// A trained encoder as a file has it: the weights, and how pictures are to be prepared for them.
public struct EncoderFile: Sendable {
  /// The network.
  public let network: EncoderNetwork
  /// Width and height of the network's pictures in pixels.
  public let pictureSize: Int
  /// How samples become numbers.
  public let normalization: PixelNormalization
  /// What else the file tells, such as the recipe it was trained with; by name.
  public let notes: [String: String]

  private static let format = "augnet-encoder-1"

  /// Puts a file together.
  public init(
    network: EncoderNetwork, pictureSize: Int, normalization: PixelNormalization,
    notes: [String: String]
  ) {
    self.network = network
    self.pictureSize = pictureSize
    self.normalization = normalization
    self.notes = notes
  }

  /// The encoder of a run and what it was trained with.
  public init(_ run: TrainingRun, pictures: PictureSet) {
    let configuration = run.configuration
    self.init(
      network: run.network, pictureSize: configuration.viewSize,
      normalization: pictures.normalization,
      notes: [
        "recipe": configuration.recipe.identifier, "loss": configuration.loss.rawValue,
        "learning_rate": "\(configuration.learningRate)", "seed": "\(configuration.seed)",
        "steps": "\(run.stepCount)", "pictures_per_step": "\(run.picturesPerStep)",
        "views_per_picture": "\(configuration.viewsPerPicture)",
        "training_pictures": "\(pictures.count)",
      ])
  }

  /// The file's content as safetensors: weights under PyTorch's names, everything else as metadata.
  public func safetensors() throws -> SafetensorsFile {
    var metadata = notes
    metadata["format"] = Self.format
    metadata["encoder"] = "\(network.architecture)"
    metadata["picture_size"] = "\(pictureSize)"
    metadata["mean"] = Self.text(normalization.mean)
    metadata["standard_deviation"] = Self.text(normalization.standardDeviation)
    var file = SafetensorsFile(metadata: metadata)
    for entry in network.stateDictionary() { try file.append(entry.value, named: entry.name) }
    return file
  }

  /// Reads the content of a file.
  ///
  /// - Throws: ``EncoderFileError``, or an error that lists the weights that do not fit.
  public init(_ file: SafetensorsFile) throws {
    var notes = file.metadata
    func take(_ name: String) throws(EncoderFileError) -> String {
      guard let text = notes.removeValue(forKey: name) else { throw .missing(name) }
      return text
    }
    guard notes.removeValue(forKey: "format") == Self.format else {
      throw EncoderFileError.otherFormat
    }
    let encoderName = try take("encoder")
    guard let architecture = EncoderArchitecture(encoderName) else {
      throw EncoderFileError.invalid("encoder", encoderName)
    }
    let sizeText = try take("picture_size")
    guard let size = Int(sizeText), (architecture.smallestInputSide...4096).contains(size) else {
      throw EncoderFileError.invalid("picture_size", sizeText)
    }
    let meanText = try take("mean")
    let deviationText = try take("standard_deviation")
    guard let mean = Self.numbers(meanText) else {
      throw EncoderFileError.invalid("mean", meanText)
    }
    guard let deviation = Self.numbers(deviationText), deviation.min() > 0 else {
      throw EncoderFileError.invalid("standard_deviation", deviationText)
    }
    for name in file.names where file[name]?.hasOnlyFiniteElements() == false {
      throw EncoderFileError.notFinite(name)
    }
    let entries = file.names.compactMap { name in file[name].map { (name: name, value: $0) } }
    self.init(
      network: try EncoderNetwork(architecture: architecture, stateDictionary: entries),
      pictureSize: size,
      normalization: PixelNormalization(mean: mean, standardDeviation: deviation), notes: notes)
  }

  /// What tells a file from all others: the 64-bit FNV-1a hash of its bytes, in hexadecimal.
  package static func fingerprint(of bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
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

/// Why a safetensors file is no encoder.
public enum EncoderFileError: Error, Equatable, CustomStringConvertible {
  /// The metadata does not say that it is one.
  case otherFormat
  /// The metadata lacks an entry.
  case missing(String)
  /// An entry of the metadata makes no sense.
  case invalid(String, String)
  /// A weight has an element that is infinite or not a number.
  case notFinite(String)

  /// One line for the user.
  public var description: String {
    switch self {
    case .otherFormat: "this is no encoder written by 'augnet train'"
    case .missing(let name): "the metadata has no '\(name)'"
    case .invalid(let name, let text): "the metadata's '\(name)' is '\(text)', which makes no sense"
    case .notFinite(let name):
      "the weight '\(name)' has elements that are no finite numbers; train the encoder anew"
    }
  }
}
