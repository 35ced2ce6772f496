import Foundation
import Testing

@testable import DurableFiles

@Suite struct AtomicFileWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func createsAndReplaces() throws {
    try replaceFile(atPath: folder("file"), with: [1, 2, 3])
    #expect(try folder.contents(of: "file") == [1, 2, 3])
    try replaceFile(atPath: folder("file"), with: [])
    #expect(try folder.contents(of: "file") == [])
    #expect(try folder.names() == ["file"])
  }

  @Test func joinsPiecesOfAllSizes() throws {
    var writer = try AtomicFileWriter(replacing: folder("file"))
    var expected: [UInt8] = []
    for count in [0, 1, 65_535, 1, 1, 65_536, 3, 200_000, 7] {
      let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
      try writer.append(piece)
      expected += piece
    }
    try writer.append([1.5 as Float].span)
    expected += [0, 0, 0xC0, 0x3F]
    #expect(writer.countInBytes == expected.count)
    #expect(try folder.names().allSatisfy { $0.hasPrefix(".file.tmp-") })
    try writer.commit()
    #expect(try folder.contents(of: "file") == expected)
    #expect(try folder.names() == ["file"])
  }

  @Test func droppingAWriterLeavesTheOldFile() throws {
    try folder.put([1, 2, 3], at: "file")
    do {
      var writer = try AtomicFileWriter(replacing: folder("file"))
      try writer.append([UInt8](repeating: 7, count: 100_000))
    }
    #expect(try folder.contents(of: "file") == [1, 2, 3])
    #expect(try folder.names() == ["file"])
  }

  @Test func keepsPermissionsAndLinks() throws {
    try folder.put([1], at: "real/file")
    chmod(folder("real/file"), 0o640)
    symlink(folder("real/file"), folder("link"))
    try replaceFile(atPath: folder("link"), with: [2])
    #expect(try folder.contents(of: "real/file") == [2])
    let link = try FileStatus.ofFile(atPath: folder("link"), followingLinks: false)
    #expect(link?.kind == .symbolicLink)
    #expect(try FileStatus.ofFile(atPath: folder("real/file"))?.permissions == 0o640)
  }

  @Test func refusesWhatCannotBeReplaced() throws {
    try folder.put([1], at: "file")
    let cases: [(String, FileError)] = [
      (folder.path, .isDirectory(path: folder.path)),
      (folder("absent/file"), .notFound(path: folder("absent/file"))),
      (folder("file/file"), .isNotDirectory(path: folder("file/file"))),
      (folder("new/"), .isNotDirectory(path: folder("new/"))),
      ("/dev/null", .isNotRegularFile(path: "/dev/null")),
      ("", .invalidPath(path: "")),
    ]
    for (path, error) in cases {
      #expect(throws: error) { try replaceFile(atPath: path, with: [0]) }
    }
    #expect(try folder.names() == ["file"])
  }

  @Test func longNamesStayLegal() throws {
    let name = String(repeating: "n", count: 250)
    try replaceFile(atPath: folder(name), with: [5])
    #expect(try folder.contents(of: name) == [5])
  }

  @Test func aWriteThatTheSystemRefusesLeavesTheOldFile() async {
    // In a process of its own, since the limit on the size of files holds for all of a process.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: rlim_t(100_000))
      #if canImport(Darwin)
        let resource = RLIMIT_FSIZE
      #else
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #endif
      precondition(setrlimit(resource, &limit) == 0)
      let folder = try TemporaryFolder()
      try folder.put([1, 2, 3], at: "file")
      var errors: [FileError] = []
      do throws(FileError) {
        var writer = try AtomicFileWriter(replacing: folder("file"))
        try writer.append([UInt8](repeating: 7, count: 90_000))
        for _ in 0..<2 {
          do throws(FileError) {
            try writer.append([UInt8](repeating: 7, count: 90_000))
          } catch {
            errors.append(error)
          }
        }
        try writer.commit()
      } catch {
        errors.append(error)
      }
      let tooLarge = FileError.system(path: folder("file"), operation: "write", code: EFBIG)
      #expect(errors == [tooLarge, tooLarge, tooLarge])
      #expect(try folder.contents(of: "file") == [1, 2, 3])
      #expect(try folder.names() == ["file"])
    }
  }
}
