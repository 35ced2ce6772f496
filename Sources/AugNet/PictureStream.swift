import Kernels
import Synchronization
import Training

/// Files on their way to a network: read, decoded and made ready a window at a time, each window while the
/// network works on the one before.
///
/// Of decoded pictures there are never more than threads; of those made ready, never more than two windows.
struct PictureStream {
  /// What came of a file.
  enum Reading: Sendable {
    /// A picture, ready for the network.
    case picture(PreparedPicture)
    /// A picture that cannot be read: why, in one line that names the file.
    case broken(String)
    /// Not a picture at all.
    case noPicture
  }

  /// Some files that follow each other.
  private final class Window: Sendable {
    let files: ArraySlice<String>
    private let readings: Mutex<[Reading?]>
    private let work: Mutex<BackgroundWork?> = Mutex(nil)

    init(_ files: ArraySlice<String>, _ preparer: PicturePreparer) {
      self.files = files
      readings = Mutex([Reading?](repeating: nil, count: files.count))
      let work = BackgroundWork(files.count) { [self] number in
        let reading = Reading(ofFileAt: files[files.startIndex + number], preparer)
        readings.withLock { $0[number] = reading }
      }
      self.work.withLock { $0 = work }
    }

    /// Waits for the readings, which are in the order of the files, and helps.
    func finish() -> [Reading] {
      let work = work.withLock { work in
        defer { work = nil }
        return work
      }
      work?.finish()
      return readings.withLock { $0.compactMap(\.self) }
    }
  }

  private let files: [String]
  private let size: Int
  private let preparer: PicturePreparer
  private var window: Window?

  /// Begins to read `files`.
  ///
  /// - Parameter size: How many files are a window.
  init(_ files: [String], size: Int, _ preparer: PicturePreparer) {
    (self.files, self.size, self.preparer) = (files, size, preparer)
    window = files.isEmpty ? nil : Window(files.prefix(size), preparer)
  }

  /// The next window, its files and what came of them; nil after the last one.
  ///
  /// The one after it is read from now on, by threads that would idle.
  mutating func next() -> (files: ArraySlice<String>, readings: [Reading])? {
    guard let window else { return nil }
    let readings = window.finish()
    let following = files[window.files.endIndex...].prefix(size)
    self.window = following.isEmpty ? nil : Window(following, preparer)
    return (window.files, readings)
  }
}

extension PictureStream.Reading {
  fileprivate init(ofFileAt path: String, _ preparer: PicturePreparer) {
    switch PictureReading(ofFileAt: path) {
    case .picture(let image): self = .picture(preparer.prepare(image))
    case .broken(let reason): self = .broken(reason)
    case .noPicture: self = .noPicture
    }
  }
}
