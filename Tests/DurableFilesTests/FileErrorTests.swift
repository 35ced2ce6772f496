import Foundation
import Testing

@testable import DurableFiles

@Suite struct FileErrorTests {
  @Test func namesSystemErrors() {
    func error(_ code: Int32) -> FileError {
      FileError(path: "p", operation: "open", code: code)
    }
    #expect(error(ENOENT) == .notFound(path: "p"))
    #expect(error(EISDIR) == .isDirectory(path: "p"))
    #expect(error(ENOTDIR) == .isNotDirectory(path: "p"))
    #expect(error(EACCES) == .permissionDenied(path: "p"))
    #expect(error(EROFS) == .readOnlyFileSystem(path: "p"))
    #expect(error(ENOSPC) == .noSpaceLeft(path: "p"))
    #expect(error(EDQUOT) == .noSpaceLeft(path: "p"))
    #expect(error(EMFILE) == .tooManyOpenFiles(path: "p"))
    #expect(error(EIO) == .system(path: "p", operation: "open", code: EIO))
  }

  @Test func messagesAreOneLineThatNamesThePath() {
    let errors: [FileError] = [
      .notFound(path: "a/b"), .isDirectory(path: "a/b"), .isNotDirectory(path: "a/b"),
      .isNotRegularFile(path: "a/b"), .permissionDenied(path: "a/b"),
      .readOnlyFileSystem(path: "a/b"), .noSpaceLeft(path: "a/b"), .tooManyOpenFiles(path: "a/b"),
      .tooLarge(path: "a/b", sizeInBytes: 9, limitInBytes: 8),
      .truncatedWhileReading(path: "a/b", expectedBytes: 9, gotBytes: 8),
      .nameIsNotUTF8(folder: "a/b", name: "?"), .invalidPath(path: "a/b"),
      .system(path: "a/b", operation: "open", code: EIO),
    ]
    for error in errors {
      #expect(error.path == "a/b")
      #expect("\(error)".contains("a/b"))
      #expect(!"\(error)".contains("\n"))
    }
    #expect("\(FileError.tooLarge(path: "f", sizeInBytes: 9, limitInBytes: 8))".contains("9 bytes"))
  }
}
