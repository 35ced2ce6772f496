/// Turns the samples of a row into others.
package enum SampleConversion {
  /// The first of each two bytes.
  ///
  /// - Parameters:
  ///   - source: At least `2 * count` bytes.
  ///   - target: Where the samples are written, from `start` on.
  package static func takeHighBytes(
    of source: Span<UInt8>, count: Int, into target: inout MutableSpan<UInt8>, at start: Int
  ) {
    precondition(count >= 0 && source.count / 2 >= count)
    precondition(start >= 0 && start <= target.count && count <= target.count - start)
    unsafe source.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let base = target.baseAddress else { return }
        let to = unsafe base + start
        var index = 0
        while index &+ 16 <= count {
          let pairs = unsafe from.loadUnaligned(
            fromByteOffset: index &* 2, as: SIMD16<UInt16>.self)
          unsafe to.storeBytes(
            of: SIMD16<UInt8>(truncatingIfNeeded: littleEndian(pairs)), toByteOffset: index,
            as: SIMD16<UInt8>.self)
          index &+= 16
        }
        while index < count {
          let sample = unsafe from.load(fromByteOffset: index &* 2, as: UInt8.self)
          unsafe to.storeBytes(of: sample, toByteOffset: index, as: UInt8.self)
          index &+= 1
        }
      }
    }
  }

  @inline(__always)
  private static func littleEndian(_ pairs: SIMD16<UInt16>) -> SIMD16<UInt16> {
    #if _endian(little)
      pairs & SIMD16(repeating: 0xFF)
    #else
      pairs &>> SIMD16(repeating: 8)
    #endif
  }

  /// Samples of 1, 2 or 4 bits, the first one highest in a byte, to a byte each.
  ///
  /// - Parameters:
  ///   - source: Enough bytes for `count` samples.
  ///   - bits: The bits of a sample.
  ///   - target: Where the samples are written, from its beginning on.
  package static func unpack(
    _ source: Span<UInt8>, bits: Int, count: Int, into target: inout MutableSpan<UInt8>
  ) {
    let samplesPerByte = 8 / bits
    let mask = UInt8(1 << bits - 1)
    let wholeCount = count / samplesPerByte
    for index in 0..<wholeCount {
      let byte = source[index]
      for sample in 0..<samplesPerByte {
        target[index &* samplesPerByte &+ sample] =
          byte &>> UInt8(truncatingIfNeeded: 8 &- bits &* (sample &+ 1)) & mask
      }
    }
    for sample in wholeCount * samplesPerByte..<count {
      let shift = UInt8(8 - bits * (sample % samplesPerByte + 1))
      target[sample] = source[wholeCount] >> shift & mask
    }
  }

  /// The colour of each number.
  ///
  /// - Parameters:
  ///   - numbers: A number a pixel.
  ///   - colors: 256 colours, the first sample in the lowest byte.
  ///   - channelCount: How many samples a pixel gets, from 1 to 4.
  ///   - target: Where the pixels are written, from `start` on.
  package static func lookUp(
    _ numbers: Span<UInt8>, in colors: Span<UInt32>, channelCount: Int,
    into target: inout MutableSpan<UInt8>, at start: Int
  ) {
    let count = numbers.count
    precondition(colors.count >= 256 && (1...4).contains(channelCount))
    precondition(
      start >= 0 && start <= target.count && count <= (target.count - start) / channelCount)
    unsafe numbers.withUnsafeBufferPointer { numbers in
      unsafe colors.withUnsafeBufferPointer { colors in
        unsafe target.withUnsafeMutableBytes { target in
          guard let numbers = numbers.baseAddress, let colors = colors.baseAddress,
            let base = target.baseAddress
          else { return }
          var to = unsafe base + start
          // Four bytes are written for each pixel that has another after it, which overwrites the
          // rest; the last ones may have no room for more than they need.
          let quickCount = max(0, count - 3)
          for index in 0..<quickCount {
            let color = unsafe colors[Int(numbers[index])].littleEndian
            unsafe to.storeBytes(of: color, as: UInt32.self)
            unsafe to += channelCount
          }
          for index in quickCount..<count {
            var color = unsafe colors[Int(numbers[index])]
            for _ in 0..<channelCount {
              unsafe to.storeBytes(of: UInt8(truncatingIfNeeded: color), as: UInt8.self)
              color >>= 8
              unsafe to += 1
            }
          }
        }
      }
    }
  }

  /// Puts pixels apart.
  ///
  /// - Parameters:
  ///   - pixels: Pixels one after the other.
  ///   - channelCount: Samples of a pixel, from 1 to 4.
  ///   - target: Where they are written: the first at `start`, each `step` pixels after the one before.
  package static func scatter(
    _ pixels: Span<UInt8>, channelCount: Int, into target: inout MutableSpan<UInt8>, at start: Int,
    step: Int
  ) {
    let count = pixels.count / channelCount
    if count == 0 { return }
    let end = ((count - 1) * step + 1) * channelCount
    precondition(step >= 1 && start >= 0 && start <= target.count && end <= target.count - start)
    unsafe pixels.withUnsafeBytes { pixels in
      unsafe target.withUnsafeMutableBytes { target in
        guard let from = pixels.baseAddress, let base = target.baseAddress else { return }
        let to = unsafe base + start
        switch channelCount {
        case 1: unsafe scatter(count, from, UInt8.self, to, step)
        case 2: unsafe scatter(count, from, UInt16.self, to, step * 2)
        case 3:
          // Two bytes and one, for those after a pixel may be of another pass.
          for index in 0..<count {
            let (source, target) = unsafe (from + index &* 3, to + index &* step &* 3)
            unsafe target.storeBytes(of: source.loadUnaligned(as: UInt16.self), as: UInt16.self)
            unsafe target.storeBytes(
              of: source.load(fromByteOffset: 2, as: UInt8.self), toByteOffset: 2, as: UInt8.self)
          }
        default: unsafe scatter(count, from, UInt32.self, to, step * 4)
        }
      }
    }
  }

  @inline(__always)
  private static func scatter<Pixel: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, _ source: UnsafeRawPointer, _: Pixel.Type, _ target: UnsafeMutableRawPointer,
    _ stride: Int
  ) {
    for index in 0..<count {
      let pixel = unsafe source.loadUnaligned(
        fromByteOffset: index &* MemoryLayout<Pixel>.size, as: Pixel.self)
      unsafe target.storeBytes(of: pixel, toByteOffset: index &* stride, as: Pixel.self)
    }
  }
}
