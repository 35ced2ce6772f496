import TestSupport
import Testing

@testable import PixelRows

@Suite struct SampleConversionTests {
  private let background: UInt8 = 0x5A

  private func target(_ count: Int) -> [UInt8] { [UInt8](repeating: background, count: count) }

  @Test func takesHighBytes() {
    var random = SeededRandom(3)
    for count in [0, 1, 15, 16, 17, 50] {
      let source = (0..<2 * count).map { _ in UInt8(random.integer(in: 0...255)) }
      var result = target(count + 5)
      var span = result.mutableSpan
      SampleConversion.takeHighBytes(of: source.span, count: count, into: &span, at: 2)
      #expect(
        result == target(2) + (0..<count).map { source[2 * $0] } + target(3), "\(count) samples")
    }
  }

  @Test(arguments: [1, 2, 4])
  func unpacks(bits: Int) {
    let source: [UInt8] = [0b1101_1000, 0b0110_0011, 0b1111_0101]
    let all = source.flatMap { byte in
      (0..<8 / bits).map { byte >> UInt8(8 - bits * ($0 + 1)) & UInt8(1 << bits - 1) }
    }
    for count in 0...all.count {
      var result = target(count)
      var span = result.mutableSpan
      SampleConversion.unpack(source.span, bits: bits, count: count, into: &span)
      #expect(result == Array(all[..<count]))
    }
  }

  @Test(arguments: 1...4)
  func looksUpAndScatters(channelCount: Int) {
    let colors = (0..<256).map { UInt32($0) &* 0x9E37_79B1 }
    for count in [1, 2, 3, 4, 9] {
      let numbers = (0..<count).map { UInt8(31 * $0 % 256) }
      let pixels = numbers.flatMap { number in
        (0..<channelCount).map { UInt8(truncatingIfNeeded: colors[Int(number)] >> (8 * $0)) }
      }
      var result = target(count * channelCount + 2)
      var span = result.mutableSpan
      SampleConversion.lookUp(
        numbers.span, in: colors.span, channelCount: channelCount, into: &span, at: 1)
      #expect(result == target(1) + pixels + target(1))

      var expected = target((3 * count - 2) * channelCount)
      for index in 0..<count {
        for channel in 0..<channelCount {
          expected[3 * index * channelCount + channel] = pixels[index * channelCount + channel]
        }
      }
      var scattered = target(expected.count)
      var scatteredSpan = scattered.mutableSpan
      SampleConversion.scatter(
        pixels.span, channelCount: channelCount, into: &scatteredSpan, at: 0, step: 3)
      #expect(scattered == expected)
    }
  }
}
