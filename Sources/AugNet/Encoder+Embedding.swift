import ImageAugmentation
import ImageCodecs
import Kernels
import Synchronization
import Tensors
import Training

/// Embeddings of pictures that were found and read, in the order of their paths.
public struct EmbeddedPictures: Sendable {
  /// The pictures' files.
  public let paths: [String]
  /// `[n, c]`: a row for each path.
  public let embeddings: Tensor
  /// Files that are pictures but could not be read.
  public let skipped: [SkippedPicture]
  /// Files that are no pictures at all.
  public let otherFileCount: Int
}

extension Encoder {
  /// Pictures that go through the network together; fewer of large ones, which need much memory.
  ///
  /// How many there are changes no embedding.
  private var batch: Int {
    let pixels = file.preparation.size * file.preparation.size
    return min(32, max(1, 32 * 256 * 256 / pixels))
  }

  /// The embeddings of images: `[n, c]`, each number in −1 … 1.
  ///
  /// What of each image the network sees, and how large, is the encoder's own; see
  /// ``EncoderFile/preparation``.
  public func embed(_ images: [Image]) -> Tensor {
    guard !images.isEmpty else { return Tensor([0, dimension]) }
    var parts: [Tensor] = []
    // What is made ready for the network is larger than the pictures: no more than keeps the cores busy.
    let step = file.preparation.isWhole ? min(batch, 2 * Parallel.threadCount) : batch
    for start in stride(from: 0, to: images.count, by: step) {
      let chosen = images[start..<min(start + step, images.count)]
      parts += inputs(of: chosen).map(compiled.embeddings(of:))
    }
    return Tensor(joining: parts)
  }

  /// What the network reads of a few images: one batch, or for whole pictures, which have many sizes, one
  /// for each, made on several threads.
  private func inputs(of images: ArraySlice<Image>) -> [Tensor] {
    let (preparation, normalization) = (file.preparation, file.normalization)
    guard preparation.isWhole else {
      return [preparation.input(of: images, normalization)]
    }
    let inputs = Mutex([Int: Tensor]())
    Parallel.forEach(images.count) { index in
      let place = images.startIndex + index
      let input = preparation.input(of: images[place...place], normalization)
      inputs.withLock { $0[index] = input }
    }
    return inputs.withLock { inputs in (0..<images.count).compactMap { inputs[$0] } }
  }

  /// The embedding of one image.
  public func embedding(of image: Image) -> [Float] {
    embed([image]).scalars
  }

  /// The Euclidean distance of two images' embeddings.
  public func distance(from first: Image, to second: Image) -> Float {
    let embeddings = embed([first, second])
    return embeddings.parts(0..<1).distances(to: embeddings.parts(1..<2))[0]
  }

  /// Finds, reads and embeds all pictures among and below `paths`, some at a time.
  ///
  /// - Parameter progress: Called now and then with how many files are done, of how many.
  /// - Throws: If a path does not exist, or not one picture can be read.
  public func embed(
    filesAt paths: [String], progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> EmbeddedPictures {
    let files = try PictureFolder.files(at: paths)
    var embedded: [String] = []
    var parts: [Tensor] = []
    var skipped: [SkippedPicture] = []
    var otherFiles = 0
    for start in stride(from: 0, to: files.count, by: batch) {
      let names = Array(files[start..<min(start + batch, files.count)])
      var images: [Image] = []
      for (path, reading) in zip(names, PictureReading.read(names)) {
        switch reading {
        case .picture(let image):
          images.append(image)
          embedded.append(path)
        case .broken(let reason): skipped.append(SkippedPicture(path: path, reason: reason))
        case .noPicture: otherFiles += 1
        }
      }
      if !images.isEmpty { parts.append(embed(images)) }
      progress(start + names.count, files.count)
    }
    guard !parts.isEmpty else {
      throw PictureFolderError.noPictures(at: paths, files: files.count, skipped: skipped)
    }
    return EmbeddedPictures(
      paths: embedded, embeddings: Tensor(joining: parts), skipped: skipped,
      otherFileCount: otherFiles)
  }
}
