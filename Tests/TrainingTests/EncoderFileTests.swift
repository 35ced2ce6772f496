import Checkpoints
import NeuralNetworks
import Tensors
import Testing

@testable import Training

@Suite struct EncoderFileTests {
  private static let example = EncoderFile(
    network: EncoderNetwork(.small(width: 4), seed: 3), preparation: .center(16),
    normalization: PixelNormalization(
      mean: SIMD3(0.1, 0.25, 1 / 3), standardDeviation: SIMD3(0.7, 1e-3, 0.3)),
    notes: ["recipe": "stl", "note": "é"])

  @Test func comesBackFromItsBytes() throws {
    let bytes = try Self.example.safetensors().encoded()
    let file = try EncoderFile(SafetensorsFile(decoding: bytes))
    #expect(file.preparation == .center(16) && file.notes == Self.example.notes)
    #expect(file.normalization == Self.example.normalization)
    #expect(file.architecture == .small(width: 4))
    for (entry, expected) in zip(
      file.stateDictionary, Self.example.stateDictionary)
    {
      #expect(entry.name == expected.name && entry.value == expected.value)
    }
    #expect(try file.safetensors().encoded() == bytes)
  }

  /// Whole pictures, and half precision: each weight is the nearest half, all else as it was.
  @Test func comesBackRoundedFromHalfPrecision() throws {
    let whole = EncoderFile(
      architecture: Self.example.architecture, stateDictionary: Self.example.stateDictionary,
      preparation: .shortSide(40), normalization: .imageNet, notes: [:])
    let stored = try whole.safetensors(.fp16)
    let file = try EncoderFile(SafetensorsFile(decoding: stored.encoded()))
    #expect(file.preparation == .shortSide(40) && file.normalization == .imageNet)
    for (entry, original) in zip(file.stateDictionary, whole.stateDictionary) {
      let type = try #require(stored.stored(entry.name)).elementType
      #expect(
        type
          == (entry.name.hasSuffix("tracked")
            ? .int64 : original.value.shape.rank > 1 ? .float16 : .float32))
      for index in 0..<entry.value.count {
        let (value, exact) = (entry.value[index], original.value[index])
        // Half a unit in the last of 11 bits, or of the subnormal numbers.
        let bound = type == .float16 ? max(exact.magnitude * 0x1p-11, 0x1p-25) : 0
        #expect((value - exact).magnitude <= bound, "\(entry.name)")
      }
    }
    #expect(file.makeFingerprint() != whole.makeFingerprint())
    #expect(try EncoderFile(file.safetensors()).makeFingerprint() == file.makeFingerprint())
  }

  @Test func refusesWhatHalfPrecisionCannotHold() throws {
    var entries = Self.example.stateDictionary
    let name = entries[0].name
    entries[0].value[3] = -65505
    let file = EncoderFile(
      architecture: Self.example.architecture, stateDictionary: entries,
      preparation: .center(16), normalization: .imageNet, notes: [:])
    #expect(throws: EncoderFileError.beyondHalfPrecision(name)) { try file.safetensors(.fp16) }
    #expect(throws: Never.self) { try file.safetensors() }
  }

  /// A file may hold any numbers, also where PyTorch counts.
  @Test(arguments: [Float(0.5), 1e30, -1e30]) func countsMayBeAnyNumber(_ count: Float) throws {
    var entries = Self.example.stateDictionary
    let index = try #require(entries.firstIndex { $0.name.hasSuffix("num_batches_tracked") })
    entries[index].value[0] = count
    let file = EncoderFile(
      architecture: Self.example.architecture, stateDictionary: entries,
      preparation: .center(16), normalization: .imageNet, notes: [:])
    let stored = try SafetensorsFile(decoding: file.safetensors().encoded())
    #expect(stored[entries[index].name] == Tensor([], [count]))
    #expect(try EncoderFile(stored).makeFingerprint() == file.makeFingerprint())
  }

  /// Weights from elsewhere say nothing of their encoder and of how pictures are prepared.
  @Test func takesOtherWeightsForThePublishedKind() throws {
    var other = SafetensorsFile(metadata: ["format": "pt"])
    for (name, value) in Self.example.stateDictionary {
      try other.append(value, named: "module.pre." + name)
    }
    let file = try EncoderFile(Checkpoint(other))
    #expect(file.architecture == .small(width: 4) && file.notes == ["format": "pt"])
    #expect(file.preparation == .shortSide(350) && file.normalization == .imageNet)
    #expect(file.stateDictionary.map(\.name) == Self.example.stateDictionary.map(\.name))
    #expect(throws: EncoderFileError.otherFormat) { try EncoderFile(other) }
  }

  @Test func fingerprintsDependOnWeightsAndPreparation() throws {
    let file = Self.example
    func fingerprint(
      _ preparation: PicturePreparation = .center(16),
      _ change: (inout [EncoderNetwork.StateEntry]) -> Void = { _ in }
    ) -> String {
      var entries = file.stateDictionary
      change(&entries)
      return EncoderFile(
        architecture: file.architecture, stateDictionary: entries, preparation: preparation,
        normalization: file.normalization, notes: ["other": "notes"]
      ).makeFingerprint()
    }
    #expect(fingerprint() == file.makeFingerprint())
    #expect(
      fingerprint(.shortSide(16)) != fingerprint() && fingerprint(.center(17)) != fingerprint())
    for index in file.stateDictionary.indices
    where !file.stateDictionary[index].name.hasSuffix("num_batches_tracked") {
      let changed = fingerprint { $0[index].value[0] = $0[index].value[0].nextUp }
      #expect(changed != fingerprint(), "\(file.stateDictionary[index].name)")
    }
  }

  @Test func tellsHowItWasTrained() throws {
    let files = try PictureFiles(count: 3)
    let pictures = try PictureSet(readingFrom: [files.path])
    let run = try TrainingRun(
      TrainingConfiguration(
        architecture: .small(width: 4), viewSize: 16, viewsPerPicture: 2, seed: 9),
      pictures: pictures)
    let file = EncoderFile(run, pictures: pictures)
    #expect(file.normalization == pictures.normalization && file.preparation == .center(16))
    #expect(file.notes["seed"] == "9" && file.notes["loss"] == "contrast")
    #expect(file.notes["steps"] == "0" && file.notes["training_pictures"] == "3")
    #expect(file.notes["pictures_per_step"] == "3" && file.notes["views_per_picture"] == "2")
  }

  private static func error(
    _ change: (inout [String: String]) -> Void
  ) throws -> EncoderFileError? {
    var file = try example.safetensors()
    change(&file.metadata)
    do {
      _ = try EncoderFile(file)
      return nil
    } catch let error as EncoderFileError { return error }
  }

  @Test func namesTheEntryThatIsMissing() throws {
    #expect(try Self.error { _ in } == nil)
    #expect(try Self.error { $0["format"] = nil } == .otherFormat)
    #expect(try Self.error { $0["format"] = "augnet-encoder-2" } == .otherFormat)
    for name in ["encoder", "picture_size", "mean", "standard_deviation"] {
      #expect(try Self.error { $0[name] = nil } == .missing(name))
    }
  }

  @Test(arguments: [
    ("encoder", "vgg16"), ("encoder", "small-0"), ("encoder", "small-99999999999999999999"),
    ("picture_size", "0"), ("picture_size", "7"), ("picture_size", "4097"), ("picture_size", "-16"),
    ("picture_size", "1e2"), ("picture_size", "9223372036854775808"), ("mean", ""),
    ("mean", "0.1 0.2"), ("mean", "0.1 0.2 x 0.3"), ("mean", "nan 0 0"),
    ("standard_deviation", "0.1 0.2 0"), ("standard_deviation", "0.1 -0.2 0.3"),
    ("standard_deviation", "inf 1 1"),
  ])
  func namesTheEntryThatMakesNoSense(_ name: String, _ text: String) throws {
    #expect(try Self.error { $0[name] = text } == .invalid(name, text))
  }

  @Test func refusesWeightsOfAnotherNetwork() throws {
    var file = try Self.example.safetensors()
    file.metadata["encoder"] = "small-8"
    #expect(throws: StateDictionaryError.self) { try EncoderFile(file) }
    let none = SafetensorsFile(metadata: file.metadata)
    #expect(throws: StateDictionaryError.self) { try EncoderFile(none) }
  }

  /// Values of the hash's authors, Fowler, Noll and Vo.
  @Test func takesFingerprints() {
    #expect(EncoderFile.fingerprint(of: []) == "cbf29ce484222325")
    #expect(EncoderFile.fingerprint(of: Array("a".utf8)) == "af63dc4c8601ec8c")
    #expect(EncoderFile.fingerprint(of: Array("foobar".utf8)) == "85944171f73967e8")
  }

  @Test(arguments: [Float.nan, .infinity]) func refusesWeightsThatAreNoNumbers(_ value: Float)
    throws
  {
    let whole = try Self.example.safetensors()
    var file = SafetensorsFile(metadata: whole.metadata)
    let last = try #require(whole.names.last { $0.hasSuffix("weight") })
    for name in whole.names {
      var tensor = try #require(whole[name])
      if name == last { tensor[tensor.count - 1] = value }
      try file.append(tensor, named: name)
    }
    #expect(throws: EncoderFileError.notFinite(last)) { try EncoderFile(file) }
  }

  @Test func describesErrorsInOneLine() {
    for error in [
      EncoderFileError.otherFormat, .missing("mean"), .invalid("picture_size", "x"),
      .notFinite("a"), .notNumbers("a", "C64"), .beyondHalfPrecision("a"),
    ] {
      #expect(!error.description.isEmpty && !error.description.contains("\n"))
    }
  }
}
