import DurableFiles
import Testing

@testable import KernelBenchmarks

@Suite struct TemporaryFolderTests {
  @Test func isThereAsLongAsSomeoneHoldsIt() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.path)
    #expect(isDirectory(atPath: path))
    try createDirectory(atPath: "\(path)/a/b")
    try replaceFile(atPath: "\(path)/a/b/file", with: [1])
    try replaceFile(atPath: "\(path)/file", with: [1])
    #expect(try TemporaryFolder().path != path)
    withExtendedLifetime(folder) {}
    folder = nil
    #expect(!fileExists(atPath: path))
  }

  @Test func peakMemoryNeverFalls() {
    let before = peakMemoryInBytes()
    #expect(before > 1 << 20)
    let buffer = FloatBuffer(16 << 20)
    #expect(peakMemoryInBytes() >= before)
    #expect(peakMemoryInBytes() >= 64 << 20)
    withExtendedLifetime(buffer) {}
  }
}
