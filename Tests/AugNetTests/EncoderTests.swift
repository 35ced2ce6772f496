import AugNet
import Foundation
import Testing

@Suite struct EncoderTests {
  @Test func isTheSameAfterWritingAndReading() throws {
    let files = try PictureFiles()
    let encoder = try untrainedEncoder()
    try encoder.write(to: files("model.safetensors"))
    let read = try Encoder(contentsOf: files("model.safetensors"))
    let images = (0..<5).map { PictureFiles.picture($0) }
    #expect(read.embed(images).scalars == encoder.embed(images).scalars)
    #expect(read.fingerprint == encoder.fingerprint)
    #expect(read.architecture == .small(width: 4) && read.dimension == 32)
    #expect(try files.names() == ["model.safetensors"])
  }

  @Test func hasAFingerprintOfItsOwn() throws {
    let encoders = try [
      untrainedEncoder(), untrainedEncoder(seed: 2), untrainedEncoder(pictureSize: 24),
    ]
    #expect(Set(encoders.map(\.fingerprint)).count == 3)
    for encoder in encoders {
      #expect(encoder.fingerprint.count == 16 && encoder.fingerprint.allSatisfy { $0.isHexDigit })
    }
    #expect(try untrainedEncoder().fingerprint == encoders[0].fingerprint)
  }

  @Test func namesTheFileItCannotRead() throws {
    let files = try PictureFiles()
    let whole = try untrainedEncoder().file.safetensors().encoded()
    try files.put(Array(whole.dropLast(5)), at: "cut")
    try files.put([], at: "empty")
    try files.put(Array("just some text, not a model".utf8), at: "text")
    for name in ["cut", "empty", "text", "missing"] {
      do throws(EncoderError) {
        _ = try Encoder(contentsOf: files(name))
        Issue.record("\(name) was read")
      } catch {
        #expect(error.description.hasPrefix(files(name) + ": "))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  #if os(Linux)
    /// Of 44 MB of weights in a file nearly nothing is in memory when the network has packed them.
    @Test func givesTheFilesMemoryBack() async throws {
      await #expect(processExitsWith: .success) {
        let files = try PictureFiles()
        try Encoder(
          untrained: .resnet18, pictureSize: 64, normalization: .imageNet, seed: 1
        ).write(to: files("model.safetensors"))
        let encoder = try Encoder(contentsOf: files("model.safetensors"))
        let before = try residentFileBytes()
        _ = encoder.embed([PictureFiles.picture(1)])
        // The mapping lives as long as the encoder. The program's own code counts too.
        let growth = try withExtendedLifetime(encoder) { try residentFileBytes() - before }
        exit(growth < 20 << 20 ? 0 : Int32(min(growth >> 20, 250)))
      }
    }
  #endif
}

#if os(Linux)
  /// How much of files is mapped and in this process's memory.
  private func residentFileBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("RssFile:") }
    let kibibytes = try #require(line?.split { !$0.isNumber }.first.flatMap { Int($0) })
    return kibibytes * 1024
  }
#endif
