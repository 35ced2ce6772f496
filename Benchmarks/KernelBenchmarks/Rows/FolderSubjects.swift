import AugNet
import Kernels
import Synchronization

/// Embedding a folder of pictures, and beside it what the network alone does with as many.
struct FolderSubject {
  let architecture: EncoderArchitecture
  let preparation: PicturePreparation
  let precision: ComputingPrecision
  /// How many pictures, and of which size.
  let count: Int
  let width: Int
  let height: Int

  /// A folder of small pictures, and one of those that the authors' weights are made for.
  static let all = [
    FolderSubject(
      architecture: .small(width: 32), preparation: .center(64), precision: .fp32, count: 96,
      width: 96, height: 96),
    FolderSubject(
      architecture: .resnet18, preparation: .center(96), precision: .fp32, count: 48, width: 128,
      height: 128),
    FolderSubject(
      architecture: .resnet50, preparation: .published, precision: .fp32, count: 12, width: 500,
      height: 375),
    FolderSubject(
      architecture: .resnet50, preparation: .published, precision: .int8, count: 24, width: 500,
      height: 375),
  ]

  /// Both rows.
  var subjects: [Subject] {
    let problem =
      "\(architecture) \(precision) \(preparation) \(count) pictures \(width)x\(height)"
    let (rows, columns) = preparedSize
    guard let shape = ResidualNetworkShape(architecture, height: rows, width: columns) else {
      return []
    }
    let work =
      precision == .fp32
      ? shape.inferenceWork(batch: count) : shape.byteInferenceWork(batch: count)
    let level = KernelSet.current.level
    return [
      Subject(name: "embed_folder", problem: problem, work: work, unit: .images, level: level) {
        _ in
        let folder = try writePictures()
        let encoder = try encoder(for: folder.path)
        return { _ = try encoder.embed(filesAt: [folder.path]) }
      },
      Subject(name: "embed_prepared", problem: problem, work: work, unit: .images, level: level) {
        _ in
        // As many at a time as go together when a folder is embedded.
        let together = max(1, min(count, Encoder.pixelsTogether / (rows * columns)))
        let folder = try writePictures()
        let network = try withExtendedLifetime(folder) { try encoder(for: $0.path).network }
        let pictures = Tensor.random([together, rows, columns, 3], stream: 0)
        return {
          for start in stride(from: 0, to: count, by: together) {
            let isWhole = start + together <= count
            _ = network.embeddings(
              of: isWhole ? pictures : pictures.parts(0..<count - start))
          }
        }
      },
    ]
  }

  private var preparedSize: (rows: Int, columns: Int) {
    switch preparation {
    case .center(let size): (size, size)
    case .shortSide(let size): (size, size * width / height)
    }
  }

  private func writePictures() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let failure = Mutex<(any Error)?>(nil)
    Parallel.forEach(count) { number in
      let picture = SamplePictures.picture(
        class: number % SamplePictures.classes.count, number: number, seed: 0, width: width,
        height: height)
      do {
        try picture.write(to: "\(folder.path)/\(number).png")
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return folder
  }

  private func encoder(for folder: String) throws -> Encoder {
    let encoder = try Encoder(
      EncoderFile(
        network: EncoderNetwork(architecture, seed: 0), preparation: preparation,
        normalization: .imageNet, notes: [:]))
    guard precision == .int8 else { return encoder }
    return try Encoder(
      encoder, ranges: Calibration(of: encoder, filesAt: ["\(folder)/0.png"]).ranges)
  }
}
