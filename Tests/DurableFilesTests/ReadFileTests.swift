import Foundation
import Testing

@testable import DurableFiles

@Suite struct ReadFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [0, 1, 4095, 70_000])
  func readsAndMapsWholeFiles(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try folder.put(bytes, at: "file")
    #expect(try readFile(atPath: folder("file"), limitInBytes: count) == bytes)
    let mapped = try MappedFile(path: folder("file"), limitInBytes: count)
    #expect(mapped.count == count)
    #expect(mapped.bytes(in: 0..<count) == bytes)
    #expect(mapped.withBytes { $0.byteCount } == count)
    #expect(mapped.withBytes { CRC32C.checksum(of: $0) } == CRC32C.checksum(of: bytes))
  }

  @Test func refusesFilesBeyondTheLimit() throws {
    try folder.put([1, 2, 3], at: "file")
    let expected = FileError.tooLarge(path: folder("file"), sizeInBytes: 3, limitInBytes: 2)
    #expect(throws: expected) { try readFile(atPath: folder("file"), limitInBytes: 2) }
    #expect(throws: expected) { try MappedFile(path: folder("file"), limitInBytes: 2) }
  }

  @Test func refusesWhatIsNoFile() throws {
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    let cases: [(String, FileError)] = [
      (folder("absent"), .notFound(path: folder("absent"))),
      (folder.path, .isDirectory(path: folder.path)),
      (folder("pipe"), .isNotRegularFile(path: folder("pipe"))),
      ("/dev/null", .isNotRegularFile(path: "/dev/null")),
      ("", .invalidPath(path: "")),
      ("a\0b", .invalidPath(path: "a\0b")),
    ]
    for (path, error) in cases {
      #expect(throws: error) { try readFile(atPath: path) }
      #expect(throws: error) { try MappedFile(path: path) }
    }
    try folder.put([], at: "file")
    #expect(throws: FileError.isNotDirectory(path: folder("file/x"))) {
      try readFile(atPath: folder("file/x"))
    }
  }

  @Test func aMappingKeepsTheFileThatWasReplaced() throws {
    try folder.put([1, 2, 3], at: "file")
    let mapped = try MappedFile(path: folder("file"))
    try replaceFile(atPath: folder("file"), with: [9])
    #expect(mapped.bytes(in: 0..<3) == [1, 2, 3])
  }
}
