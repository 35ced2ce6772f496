import DurableFiles
import Foundation
import Testing

@testable import ImageCodecs

@Suite struct ImageFilesTests {
  private let image = Image(noise: 3, width: 6, height: 4, colorModel: .rgb)

  /// Calls `body` with the path of a folder that is deleted afterwards.
  private func withTemporaryFolder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ImageFilesTests-\(UUID().uuidString)"
    ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func writesAndReads() throws {
    try withTemporaryFolder { folder in
      for name in ["a.png", "a.PNG", "a.b.ppm", "a.pnm", "a.pgm"] {
        let path = "\(folder)/\(name)"
        try image.write(to: path)
        #expect(try Image(contentsOf: path) == image)
        #expect(Image.hasDecodableFileExtension(path))
      }
      // The contents count, not the name.
      try replaceFile(atPath: "\(folder)/wrong.txt", with: image.pngEncoded())
      #expect(try Image(contentsOf: "\(folder)/wrong.txt") == image)
    }
  }

  @Test func errorsNameTheFile() throws {
    try withTemporaryFolder { folder in
      #expect(throws: PictureFileError.file(.notFound(path: "\(folder)/absent.png"))) {
        try Image(contentsOf: "\(folder)/absent.png")
      }
      #expect(throws: PictureFileError.file(.isDirectory(path: folder))) {
        try Image(contentsOf: folder)
      }
      #expect(throws: PictureFileError.file(.isDirectory(path: folder))) {
        try image.write(to: folder)
      }
      #expect(throws: PictureFileError.file(.notFound(path: "\(folder)/no/a.png"))) {
        try image.write(to: "\(folder)/no/a.png")
      }
      for name in ["a.gif", "png", ".png", "a.png/b"] {
        let path = "\(folder)/\(name)"
        let error = #expect(throws: PictureFileError.unknownFileExtension(path: path)) {
          try image.write(to: path)
        }
        #expect(error?.path == path)
        #expect(!Image.hasDecodableFileExtension(path))
      }
      let path = "\(folder)/photo.png"
      try replaceFile(atPath: path, with: Array("GIF8".utf8))
      let error = #expect(throws: PictureFileError.self) { try Image(contentsOf: path) }
      #expect(error == .decoding(path: path, .unsupportedFormat(name: "GIF")))
      #expect(error.map { "\($0)".hasPrefix("\(path): GIF is not supported yet") } == true)
      let limits = DecodingLimits(maximumEncodedByteCount: 3)
      #expect(
        throws: PictureFileError.file(
          .tooLarge(path: path, sizeInBytes: 4, limitInBytes: 3))
      ) {
        try Image(contentsOf: path, options: DecodingOptions(limits: limits))
      }
    }
  }
}
