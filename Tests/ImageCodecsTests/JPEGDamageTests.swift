import TestSupport
import Testing

@testable import ImageCodecs

/// What is made of damaged JPEG files.
@Suite struct JPEGDamageTests {
  private let lenient = DecodingOptions(acceptsDamage: true)

  private func reference(_ name: String) throws -> [UInt8] {
    try #require(ReferenceDigest.jpegs.first { $0.name == name }).file
  }

  /// Where the restart markers stand.
  private func restarts(in file: [UInt8]) -> [Int] {
    file.indices.dropLast().filter { file[$0] == 0xFF && file[$0 + 1] & 0xF8 == 0xD0 }
  }

  @Test func thereAreReferences() { #expect(ReferenceDigest.damagedJPEGs.count > 20) }

  @Test(arguments: ReferenceDigest.damagedJPEGs)
  func givesWhatLibjpegGives(_ reference: ReferenceDigest) throws {
    let picture = try DecodedPicture(decoding: reference.file, options: lenient)
    #expect(reference.describes(picture.image))
    // Noise can be read as fewer bytes than there are: they are passed over, as libjpeg does.
    let isNoticed = (try? Image(decoding: reference.file)) == nil
    #expect(isNoticed || reference.name.hasPrefix("noise"))
    #expect((picture.damage != nil) == isNoticed)
  }

  @Test func undamagedFilesAreToldToBe() throws {
    for reference in ReferenceDigest.jpegs {
      let picture = try DecodedPicture(decoding: reference.file, options: lenient)
      #expect(picture.damage == nil, "\(reference.name)")
      #expect(picture.image == (try Image(decoding: reference.file)), "\(reference.name)")
    }
  }

  @Test func aLostRestartMarkerCostsWhatFollowsIt() throws {
    // Units of 16 × 16 pixels, each a segment.
    let file = try reference("restart-1B")
    let whole = try Image(decoding: file)
    let markers = restarts(in: file)
    let columns = (whole.width + 15) / 16
    for number in markers.indices.dropLast() {
      // The marker with its segment, then only the marker.
      for end in [markers[number + 1], markers[number] + 2] {
        var cut = file
        cut.removeSubrange(markers[number]..<end)
        let picture = try DecodedPicture(decoding: cut, options: lenient)
        #expect(picture.damage != nil)
        for unit in 0..<columns * ((whole.height + 15) / 16) where unit != number + 1 {
          let (row, column) = (unit / columns * 16 + 4, unit % columns * 16 + 4)
          for channel in 0..<3 where row + 8 < whole.height && column + 8 < whole.width {
            // Away from the edges, over which chroma is interpolated.
            let place = ((row + 4) * whole.width + column + 4) * 3 + channel
            #expect(
              picture.image.samples[place] == whole.samples[place], "\(number), unit \(unit)")
          }
        }
      }
    }
  }

  @Test func aComponentThatNeverComesIsGray() throws {
    let file = try reference("scans-apart-2x2,1x1")
    let scans = file.indices.dropLast().filter { file[$0] == 0xFF && file[$0 + 1] == 0xDA }
    let cut = Array(file[..<scans[1]]) + [0xFF, 0xD9]
    #expect(throws: ImageDecodingError.self) { try Image(decoding: cut) }
    let picture = try DecodedPicture(decoding: cut, options: lenient)
    #expect(picture.damage.map { "\($0)".contains("before all of it has come") } == true)
    let samples = picture.image.samples
    for pixel in stride(from: 0, to: samples.count, by: 3) {
      #expect(samples[pixel] == samples[pixel + 1] && samples[pixel] == samples[pixel + 2])
    }
  }

  @Test func onlyTheMarkerAtTheEndMayBeMissing() throws {
    for name in ["16x16-420", "16x16-420-progressive", "scans-bits-2x2,1x1"] {
      let file = try reference(name)
      #expect(try Image(decoding: Array(file.dropLast(2))) == Image(decoding: file), "\(name)")
    }
    // Here scans could still have come.
    let open = try reference("open-luma-2x2,1x1-53x40")
    #expect(throws: ImageDecodingError.self) { try Image(decoding: Array(open.dropLast(2))) }
  }

  @Test func damagedFilesNeverTrap() {
    var random = SeededRandom(47)
    let options = DecodingOptions(
      limits: DecodingLimits(maximumPixelCount: 1_000_000), acceptsDamage: true)
    for _ in 0..<10_000 {
      var file = random.element(of: ReferenceDigest.jpegs).file
      for _ in 0..<random.integer(in: 1...6) {
        let position = random.integer(in: 0...file.count - 1)
        switch random.integer(in: 0...3) {
        case 0: file[position] = UInt8(random.integer(in: 0...255))
        case 1: file[position] ^= UInt8(1 << random.integer(in: 0...7))
        case 2: file.removeSubrange(position..<min(position + 9, file.count - 1))
        default: file.removeLast(random.integer(in: 0...file.count / 3))
        }
      }
      guard let picture = try? DecodedPicture(decoding: file, options: options) else { continue }
      let image = picture.image
      #expect(image.samples.count == image.width * image.height * image.channelCount)
    }
  }
}
