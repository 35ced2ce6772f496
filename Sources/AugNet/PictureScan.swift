import DurableFiles
import ImageCodecs
import Kernels
import Synchronization
import Training

/// What there is to know of a folder's pictures before they are learned from: which are broken, which
/// come twice, and which show little.
public struct PictureScan: Sendable {
  /// What a picture must have in order not to be told of.
  public struct Thresholds: Sendable, Equatable {
    /// Pixels of the shorter side.
    public var shortSide = 32
    /// The mean luminance, from 0 (black) to 255.
    public var brightness = 20.0
    /// The variance of the luminance's Laplacian, with a shorter side of at most 256 pixels.
    ///
    /// Of 300 photographs of 224 × 224 pixels none had less than 29, and of the same ones after a
    /// Gaussian blur of two pixels 95 in 100 had less than 23.
    public var sharpness = 25.0

    /// The usual thresholds.
    public init() {}
  }

  /// Something that is wrong with a picture.
  public enum Finding: Sendable, Equatable {
    /// It cannot be decoded, and why.
    case broken(reason: String)
    /// It is the same as an earlier file, byte for byte.
    case duplicate(of: String)
    /// It has few pixels.
    case tiny(width: Int, height: Int)
    /// It is dark.
    case dark(brightness: Double)
    /// It has no edges.
    case blurred(sharpness: Double)
  }

  /// A finding and its file.
  public struct Entry: Sendable, Equatable {
    /// The file.
    public let path: String
    /// What is wrong with it.
    public let finding: Finding
  }

  /// What was found, in the order of the files.
  public private(set) var entries: [Entry] = []
  /// Files that are pictures, broken ones among them.
  public private(set) var pictureCount = 0
  /// Files that are no pictures.
  public private(set) var otherFileCount = 0

  /// Reads every file among and below `paths`, several at a time; of each no more than its digest and
  /// its findings stay in memory.
  ///
  /// - Parameter progress: Called now and then with how many files were read, of how many.
  /// - Throws: ``PictureFolderError`` if a path is missing.
  public init(
    of paths: [String], thresholds: Thresholds = Thresholds(),
    progress: (_ read: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let files = try PictureFolder.files(at: paths)
    var firstFiles: [FileDigest: [String]] = [:]
    let batch = 32
    for start in stride(from: 0, to: files.count, by: batch) {
      let names = Array(files[start..<min(start + batch, files.count)])
      for (path, file) in zip(names, ScannedFile.read(names, thresholds)) {
        guard file.isPicture else {
          otherFileCount += 1
          continue
        }
        pictureCount += 1
        var findings = file.findings
        if let digest = file.digest {
          let candidates = firstFiles[digest, default: []]
          if let original = candidates.first(where: { haveSameBytes($0, path) }) {
            findings.insert(.duplicate(of: original), at: 0)
          } else {
            firstFiles[digest, default: []].append(path)
          }
        }
        entries += findings.map { Entry(path: path, finding: $0) }
      }
      progress(start + names.count, files.count)
    }
  }
}

/// What equal files have in common.
private struct FileDigest: Hashable {
  let byteCount: Int
  let checksum: UInt32
}

private func haveSameBytes(_ first: String, _ second: String) -> Bool {
  guard let a = try? readFile(atPath: first), let b = try? readFile(atPath: second) else {
    return false
  }
  return a == b
}

/// One file, read and decoded, as far as anything is to be said of it.
private struct ScannedFile {
  var isPicture = true
  var digest: FileDigest?
  var findings: [PictureScan.Finding] = []

  /// Sharpness is compared at this size.
  private static let shortSide = 256

  /// The files, several at a time.
  static func read(_ paths: [String], _ thresholds: PictureScan.Thresholds) -> [ScannedFile] {
    let files = Mutex([ScannedFile?](repeating: nil, count: paths.count))
    Parallel.forEach(paths.count) { index in
      let file = ScannedFile(path: paths[index], thresholds: thresholds)
      files.withLock { $0[index] = file }
    }
    return files.withLock { $0.compactMap(\.self) }
  }

  private init(path: String, thresholds: PictureScan.Thresholds) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(
        atPath: path, limitInBytes: DecodingLimits.standard.maximumEncodedByteCount)
    } catch {
      // The path is told beside the reason.
      let (text, prefix) = ("\(error)", "\(error.path): ")
      findings = [
        .broken(reason: text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
      ]
      return
    }
    do throws(ImageDecodingError) {
      let options = DecodingOptions(minimumShortSide: Self.shortSide)
      let picture = try DecodedPicture(decoding: bytes, options: options)
      digest = FileDigest(byteCount: bytes.count, checksum: CRC32C.checksum(of: bytes))
      let (width, height) = (picture.storedWidth, picture.storedHeight)
      if min(width, height) < thresholds.shortSide {
        findings.append(.tiny(width: width, height: height))
      }
      let luminance = Luminance(picture.image, shortSide: Self.shortSide)
      if luminance.mean < thresholds.brightness {
        findings.append(.dark(brightness: luminance.mean))
      }
      if let sharpness = luminance.laplacianVariance, sharpness < thresholds.sharpness {
        findings.append(.blurred(sharpness: sharpness))
      }
    } catch {
      let isNamedAsPicture = Image.hasDecodableFileExtension(path)
      if error == .unrecognizedFormat && !isNamedAsPicture || error == .empty && !isNamedAsPicture {
        isPicture = false
      } else {
        findings = [.broken(reason: "\(error)")]
      }
    }
  }
}
