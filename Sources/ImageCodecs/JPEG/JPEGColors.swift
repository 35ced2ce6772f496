/// Conversions of rows of samples.
enum JPEGColors {
  /// Three planes to pixels.
  static func interleave(
    _ count: Int, _ first: [UInt8], _ second: [UInt8], _ third: [UInt8],
    into pixels: inout MutableSpan<UInt8>, at start: Int
  ) {
    for index in 0..<count {
      pixels[start &+ 3 &* index] = first[index]
      pixels[start &+ 3 &* index &+ 1] = second[index]
      pixels[start &+ 3 &* index &+ 2] = third[index]
    }
  }

  /// Prints inks: `pixels` holds inverted inks, or their complement, `black` is inverted.
  static func applyInks(
    _ count: Int, isComplement: Bool, black: [UInt8], to pixels: inout MutableSpan<UInt8>,
    at start: Int
  ) {
    for index in 0..<count {
      let light = Int(black[index])
      for channel in start + 3 * index..<start + 3 * index + 3 {
        let ink = isComplement ? Int(pixels[channel]) : 255 - Int(pixels[channel])
        // ink · light / 255, rounded.
        let product = ink * light + 128
        pixels[channel] = UInt8(clamping: light - ((product >> 8) + product) >> 8)
      }
    }
  }
}
