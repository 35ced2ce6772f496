import ImageCodecs
import Inference
import Tensors
import Training

/// What an encoder computes of a sample of a user's pictures, as far as it must be known to compute in 8-bit
/// integers: how large the numbers between its layers become, and the embeddings themselves, to compare with.
///
///     let calibration = try Calibration(of: encoder, filesAt: ["~/Pictures"])
///     let faster = try Encoder(encoder, ranges: calibration.ranges)
///     let pictures = try faster.embed(filesAt: ["~/Pictures"])
///     print(calibration.agreement(with: pictures)?.overlap)
public struct Calibration: Sendable {
  /// How large the numbers become.
  public let ranges: ActivationRanges
  /// The sample's files.
  public let paths: [String]
  /// `[n, c]`: the embeddings without rounding, a row for each path.
  public let embeddings: Tensor

  /// How many of the sample's pictures the ranges are of: every second one.
  public var calibrationCount: Int { (paths.count + 1) / 2 }

  /// Pictures of a sample, of which every second one is calibrated on.
  private static let sampleCount = 64

  /// Looks at up to 64 pictures among and below `paths`, spread evenly over all files.
  ///
  /// - Parameter progress: Called now and then with how many of the pictures are done.
  /// - Throws: If a path does not exist, or not one picture can be read.
  public init(
    of encoder: Encoder, filesAt paths: [String],
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let files = try PictureFolder.files(at: paths)
    let wanted = min(Self.sampleCount, files.count)
    let file = encoder.file
    let preparer = PicturePreparer(file.preparation, file.normalization)
    var calibrator = try ActivationCalibrator(
      architecture: file.architecture, stateDictionary: file.stateDictionary)
    var rows: [Tensor] = []
    var sample: [String] = []
    var skipped: [SkippedPicture] = []
    for number in 0..<wanted {
      // What cannot be read is replaced by the files behind it.
      let end = (number + 1) * files.count / wanted
      for place in number * files.count / wanted..<end {
        let reading = PictureReading(ofFileAt: files[place])
        if case .broken(let reason) = reading {
          skipped.append(SkippedPicture(path: files[place], reason: reason))
        }
        guard case .picture(let image) = reading else { continue }
        let input = preparer.prepare(image).tensor
        // The other half tells how well others than those that were looked at are computed.
        rows.append(
          sample.count % 2 == 0 ? calibrator.observe(input) : calibrator.embeddings(of: input))
        sample.append(files[place])
        break
      }
      progress(number + 1, wanted)
    }
    guard !rows.isEmpty else {
      throw PictureFolderError.noPictures(at: paths, files: files.count, skipped: skipped)
    }
    (ranges, self.paths, embeddings) = (calibrator.ranges, sample, Tensor(joining: rows))
  }

  /// How far the neighbours of the sample's pictures are the same with embeddings of another precision.
  ///
  /// - Parameter pictures: Embeddings of all pictures, the sample's among them; those that are not, because
  ///   their files have changed, do not count.
  /// - Returns: Nil if there are fewer than three pictures to compare.
  public func agreement(with pictures: EmbeddedPictures) -> NeighborAgreement? {
    var numbers: [String: Int] = [:]
    for (number, path) in pictures.paths.enumerated() { numbers[path] = number }
    let pairs = paths.enumerated().compactMap { place, path in
      numbers[path].map { (place, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    return NeighborAgreement(
      Tensor(joining: pairs.map { embeddings.parts($0.0..<$0.0 + 1) }),
      Tensor(joining: pairs.map { pictures.embeddings.parts($0.1..<$0.1 + 1) }))
  }
}
