import Foundation
import Testing

@testable import DurableFiles

@Suite struct ListFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func relativePaths() throws -> [String] {
    try listFiles(below: folder.path).map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test func listsInTheOrderOfBytesWithoutHiddenFiles() throws {
    for name in [
      "b", "a/2", "a/10", "a-b/1", "Z", "é", "e\u{301}", ".hidden", ".git/config", "a/.x",
    ] {
      try folder.put([], at: name)
    }
    try createDirectory(atPath: folder("empty"))
    #expect(
      try relativePaths().map { Array($0.utf8) }
        == ["Z", "a-b/1", "a/10", "a/2", "b", "e\u{301}", "é"].map { Array($0.utf8) })
    #expect(try listFiles(below: folder.path + "/").first == folder("Z"))
  }

  @Test func followsLinksOnceAndNotInCircles() throws {
    try folder.put([], at: "z/real")
    try folder.put([], at: "file")
    symlink(folder.path, folder("z/loop"))
    symlink("itself", folder("itself"))
    symlink("nowhere", folder("broken"))
    symlink("file", folder("alias"))
    // The folder is listed by the path that has no link in it.
    symlink("z", folder("a"))
    let other = try TemporaryFolder()
    try other.put([], at: "outside")
    symlink(other.path, folder("m"))
    symlink(other.path, folder("n"))
    #expect(try relativePaths() == ["alias", "file", "m/outside", "z/real"])
  }

  @Test func skipsDevicesAndPipes() throws {
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    #expect(try relativePaths() == [])
  }

  @Test func refusesWhatIsNoFolder() throws {
    try folder.put([], at: "file")
    #expect(throws: FileError.notFound(path: folder("absent"))) {
      try listFiles(below: folder("absent"))
    }
    #expect(throws: FileError.isNotDirectory(path: folder("file"))) {
      try listFiles(below: folder("file"))
    }
  }

  #if !canImport(Darwin)
    @Test func refusesNamesThatAreNotUTF8() throws {
      let name: [CChar] = folder.path.utf8.map { CChar(bitPattern: $0) } + [0x2F, 0x61, -1, 0]
      let file = open(name, O_CREAT | O_WRONLY, 0o600)
      #expect(file >= 0)
      close(file)
      #expect(throws: FileError.nameIsNotUTF8(folder: folder.path, name: "a\u{FFFD}")) {
        try listFiles(below: folder.path)
      }
      unlink(name)
    }
  #endif
}
