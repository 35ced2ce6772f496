/// Conversions of rows of samples.
enum JPEGColors {
  /// Y, Cb and Cr to red, green and blue, with libjpeg's constants of 16 bits.
  static func convertYCbCr(
    _ count: Int, _ luma: [UInt8], _ blueness: [UInt8], _ redness: [UInt8],
    into pixels: inout MutableSpan<UInt8>, at start: Int
  ) {
    let luma = luma.span.extracting(first: count)
    let blueness = blueness.span.extracting(first: count)
    let redness = redness.span.extracting(first: count)
    for index in 0..<count {
      let y = Int32(luma[index])
      let cb = Int32(blueness[index]) &- 128
      let cr = Int32(redness[index]) &- 128
      let r = y &+ (91881 &* cr &+ 32768) &>> 16
      let g = y &+ (-22554 &* cb &- 46802 &* cr &+ 32768) &>> 16
      let b = y &+ (116130 &* cb &+ 32768) &>> 16
      pixels[start &+ 3 &* index] = UInt8(clamping: r)
      pixels[start &+ 3 &* index &+ 1] = UInt8(clamping: g)
      pixels[start &+ 3 &* index &+ 2] = UInt8(clamping: b)
    }
  }

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
