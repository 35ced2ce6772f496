import ImageAugmentation
import ImageCodecs
import Kernels
import Synchronization

/// The pictures to learn from: decoded once to see that they can be, kept in memory as far as a budget
/// goes, and decoded anew at each use beyond it.
public struct PictureSet: Sendable {
  /// The pictures' files, in the order in which they are numbered.
  public let paths: [String]
  /// Files that are pictures but could not be read.
  public let skipped: [SkippedPicture]
  /// Files that are no pictures at all.
  public let otherFileCount: Int
  /// The samples' statistics.
  public let normalization: PixelNormalization

  private let sources: [ViewSource?]

  /// How many pictures there are.
  public var count: Int { paths.count }

  /// Reads the pictures among and below `paths`.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - memoryBudgetInBytes: How much decoded pictures may take.
  ///   - progress: Called now and then with how many files were read, of how many.
  /// - Throws: ``PictureFolderError`` if a path is missing or not one picture can be read.
  public init(
    readingFrom paths: [String], memoryBudgetInBytes: Int = 2 << 30,
    progress: (_ read: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let files = try PictureFolder.files(at: paths)
    var readable: [String] = []
    var skipped: [SkippedPicture] = []
    var sources: [ViewSource?] = []
    var statistics = PixelStatistics()
    var otherFiles = 0
    var usedBytes = 0
    let batch = 64
    for start in stride(from: 0, to: files.count, by: batch) {
      let names = Array(files[start..<min(start + batch, files.count)])
      for (path, reading) in zip(names, PictureReading.read(names)) {
        switch reading {
        case .picture(let image):
          let rgb = image.convertedToRGB()
          statistics.add(rgb.samples)
          readable.append(path)
          // Four bytes a pixel, and a third more for the halved copies.
          let bytes = rgb.width * rgb.height * 16 / 3
          let fits = usedBytes + bytes <= memoryBudgetInBytes
          if fits { usedBytes += bytes }
          sources.append(fits ? ViewSource(rgb) : nil)
        case .broken(let reason): skipped.append(SkippedPicture(path: path, reason: reason))
        case .noPicture: otherFiles += 1
        }
      }
      progress(start + names.count, files.count)
    }
    guard !readable.isEmpty else {
      throw PictureFolderError.noPictures(at: paths, files: files.count, skipped: skipped)
    }
    self.paths = readable
    self.skipped = skipped
    self.sources = sources
    otherFileCount = otherFiles
    normalization = statistics.normalization
  }

  /// Picture number `index`, ready for its views.
  ///
  /// - Throws: If the file can no longer be read.
  func source(_ index: Int) throws -> ViewSource {
    if let source = sources[index] { return source }
    return ViewSource(try Image(contentsOf: paths[index]))
  }
}

/// What came of reading one file.
public enum PictureReading: Sendable {
  /// A picture.
  case picture(Image)
  /// A picture, but not one that can be read: why, in one line that names the file.
  case broken(String)
  /// Not a picture at all.
  case noPicture

  /// Reads files on several threads; the results are in the order of `paths`.
  public static func read(_ paths: [String]) -> [PictureReading] {
    let readings = Mutex([PictureReading](repeating: .noPicture, count: paths.count))
    Parallel.forEach(paths.count) { index in
      let reading = PictureReading(ofFileAt: paths[index])
      readings.withLock { $0[index] = reading }
    }
    return readings.withLock { $0 }
  }

  /// Reads a file.
  public init(ofFileAt path: String) {
    do {
      self = .picture(try Image(contentsOf: path))
    } catch {
      if case .decoding(_, .unrecognizedFormat) = error {
        self = .noPicture
      } else {
        self = .broken("\(error)")
      }
    }
  }
}
