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
  /// Pictures so long that only their middle was seen; see ``PicturePreparation/shortSide(_:)``.
  public let shortenedCount: Int
}

extension Encoder {
  /// Pixels of pictures that go through the network together.
  package static let pixelsTogether = 1 << 17
  /// Pixels of pictures that are made ready ahead.
  private static let pixelsAhead = 1 << 19
  /// However small they are.
  private static let mostPictures = 64

  /// Pictures that are made ready ahead.
  private var window: Int {
    let size = file.preparation.size
    return max(2 * Parallel.threadCount, min(Self.mostPictures, Self.pixelsAhead / (size * size)))
  }

  private var preparer: PicturePreparer {
    PicturePreparer(file.preparation, file.normalization)
  }

  /// The embeddings of images: `[n, c]`, each number in −1 … 1.
  ///
  /// What of each image the network sees, and how large, is the encoder's own; see
  /// ``EncoderFile/preparation``.
  public func embed(_ images: [Image]) -> Tensor {
    let (preparer, window) = (preparer, window)
    var rows = EmbeddingRows(dimension: dimension)
    for start in stride(from: 0, to: images.count, by: window) {
      let chosen = images[start..<min(start + window, images.count)]
      let prepared = Mutex([PreparedPicture?](repeating: nil, count: chosen.count))
      Parallel.forEach(chosen.count) { number in
        let picture = preparer.prepare(chosen[start + number])
        prepared.withLock { $0[number] = picture }
      }
      append(prepared.withLock { $0.compactMap(\.self) }, to: &rows)
    }
    return rows.tensor
  }

  /// Embeds pictures, those of one size together.
  ///
  /// - Parameter progress: Called with how many of them are done.
  private func append(
    _ pictures: [PreparedPicture], to rows: inout EmbeddingRows, progress: (Int) -> Void = { _ in }
  ) {
    let first = rows.extend(by: pictures.count)
    var sizes: [(size: SIMD2<Int>, numbers: [Int])] = []
    for (number, picture) in pictures.enumerated() {
      let size = SIMD2(picture.height, picture.width)
      if let place = sizes.firstIndex(where: { $0.size == size }) {
        sizes[place].numbers.append(number)
      } else {
        sizes.append((size, [number]))
      }
    }
    var done = 0
    for (size, numbers) in sizes {
      let together = max(1, Self.pixelsTogether / (size.x * size.y))
      for start in stride(from: 0, to: numbers.count, by: together) {
        let batch = numbers[start..<min(start + together, numbers.count)]
        let embeddings = network.embeddings(batch: batch.count, height: size.x, width: size.y) {
          pictures[batch[start + $0]].write(into: &$1, rowPitch: $2)
        }
        for (part, number) in batch.enumerated() {
          rows.set(first + number, to: embeddings, part: part)
        }
        done += batch.count
        progress(done)
      }
    }
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

  /// Finds, reads and embeds all pictures among and below `paths`: while the network works on some, the next
  /// ones are made ready.
  ///
  /// Beside the embeddings, and the network's own memory, there are never more decoded pictures than threads,
  /// and never more than two windows of pictures that are ready for the network: a window is as many as have 2¹⁹
  /// pixels if they are square, but at least two for each thread and at most 64.
  ///
  /// - Parameters:
  ///   - skipping: Called for each picture that cannot be read, when it is met, but not before one that can be
  ///     read: if there is none, that is an error.
  ///   - progress: Called now and then with how many files are done, of how many.
  /// - Throws: If a path does not exist, or not one picture can be read.
  public func embed(
    filesAt paths: [String], skipping: (SkippedPicture) -> Void = { _ in },
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> EmbeddedPictures {
    let files = try PictureFolder.files(at: paths)
    var stream = PictureStream(files, size: window, preparer)
    var embedded: [String] = []
    var rows = EmbeddingRows(dimension: dimension)
    var skipped: [SkippedPicture] = []
    var toldCount = 0
    var otherFiles = 0
    var shortened = 0
    var done = 0
    while let (names, readings) = stream.next() {
      var pictures: [PreparedPicture] = []
      for (path, reading) in zip(names, readings) {
        switch reading {
        case .picture(let picture):
          pictures.append(picture)
          embedded.append(path)
          if picture.isShortened { shortened += 1 }
        case .broken(let reason):
          skipped.append(SkippedPicture(path: path, reason: reason))
        case .noPicture: otherFiles += 1
        }
      }
      if !embedded.isEmpty {
        for picture in skipped[toldCount...] { skipping(picture) }
        toldCount = skipped.count
      }
      done += names.count - pictures.count
      append(pictures, to: &rows) { progress(done + $0, files.count) }
      done += pictures.count
      progress(done, files.count)
    }
    guard !embedded.isEmpty else {
      throw PictureFolderError.noPictures(at: paths, files: files.count, skipped: skipped)
    }
    return EmbeddedPictures(
      paths: embedded, embeddings: rows.tensor, skipped: skipped, otherFileCount: otherFiles,
      shortenedCount: shortened)
  }
}

/// Embeddings of pictures as they come.
private struct EmbeddingRows {
  private let dimension: Int
  private var numbers: [Float] = []

  init(dimension: Int) {
    self.dimension = dimension
  }

  /// Makes place for `count` rows more; returns the first one's number.
  mutating func extend(by count: Int) -> Int {
    let first = numbers.count / dimension
    numbers.append(contentsOf: repeatElement(0, count: count * dimension))
    return first
  }

  /// Sets a row to a part of `embeddings`, `[n, c]`.
  mutating func set(_ row: Int, to embeddings: Tensor, part: Int) {
    for column in 0..<dimension {
      numbers[row * dimension + column] = embeddings[part * dimension + column]
    }
  }

  /// All rows, `[n, c]`.
  var tensor: Tensor { Tensor([numbers.count / dimension, dimension], numbers) }
}
