import Foundation
import Testing

@testable import DurableFiles

@Suite struct FoldersTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func createsFoldersWithThoseTheyStandIn() throws {
    try createDirectory(atPath: folder("a/b//c/"))
    try createDirectory(atPath: folder("a/b/c"))
    #expect(isDirectory(atPath: folder("a/b/c")))
    #expect(!isDirectory(atPath: folder("a/x")))
    try folder.put([], at: "file")
    #expect(fileExists(atPath: folder("file")))
    #expect(!fileExists(atPath: folder("absent")))
    #expect(!isDirectory(atPath: folder("file")))
    #expect(throws: FileError.isNotDirectory(path: folder("file"))) {
      try createDirectory(atPath: folder("file"))
    }
    #expect(throws: FileError.isNotDirectory(path: folder("file"))) {
      try createDirectory(atPath: folder("file/x"))
    }
    #expect(throws: FileError.invalidPath(path: "")) { try createDirectory(atPath: "") }
  }

  @Test func namesTheFolderOfAFile() {
    #expect(folderPath(ofFileAtPath: "file") == ".")
    #expect(folderPath(ofFileAtPath: "/file") == "/")
    #expect(folderPath(ofFileAtPath: "a/b/file") == "a/b")
  }
}
