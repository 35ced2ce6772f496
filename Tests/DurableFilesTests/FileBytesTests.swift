import DurableFiles
import Foundation
import Testing

@Suite struct FileBytesTests {
  @Test func areTheSameMappedAndInMemory() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/bytes"
    let content: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xFE, 0xFD]
    try Data(content).write(to: URL(fileURLWithPath: path))
    for bytes in [FileBytes.memory(content), .mapped(try MappedFile(path: path))] {
      #expect(bytes.count == 11 && bytes.bytes(in: 0..<11) == content)
      #expect(bytes.bytes(in: 3..<3).isEmpty && bytes.bytes(in: 9..<11) == [0xFE, 0xFD])
      #expect(bytes.integers(UInt32.self, in: 1..<10) == [0x0504_0302, 0xFF08_0706])
      #expect(bytes.integers(Int16.self, in: 8..<11) == [-257])
      #expect(bytes.withSpan { $0.count } == 11)
    }
    try Data().write(to: URL(fileURLWithPath: path))
    let empty = FileBytes.mapped(try MappedFile(path: path))
    #expect(empty.count == 0 && empty.bytes(in: 0..<0).isEmpty)
  }
}
