/// How a camera was held: what is to be done with stored pixels to see them upright, by the numbers
/// of Exif's tag Orientation.
enum PictureOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  case transposed = 5
  case turnedRight = 6
  case transversed = 7
  case turnedLeft = 8

  /// Reads the tag from an Exif segment; `nil` if there is none that makes sense.
  init?(exif file: Span<UInt8>, _ contents: Range<Int>) {
    guard contents.count >= 14,
      file.holds("Exif", at: contents.lowerBound, before: contents.upperBound)
    else { return nil }
    let tiff = file.extracting(contents.lowerBound + 6..<contents.upperBound)
    let isLittleEndian = tiff[0] == UInt8(ascii: "I")
    func halfWord(_ offset: Int) -> Int? {
      guard offset >= 0, offset + 2 <= tiff.count else { return nil }
      let (first, second) = (Int(tiff[offset]), Int(tiff[offset + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    func word(_ offset: Int) -> Int? {
      guard let first = halfWord(offset), let second = halfWord(offset + 2) else { return nil }
      return isLittleEndian ? second << 16 | first : first << 16 | second
    }
    guard halfWord(2) == 42, let directory = word(4), let entryCount = halfWord(directory) else {
      return nil
    }
    for entry in 0..<entryCount {
      let offset = directory + 2 + 12 * entry
      guard let tag = halfWord(offset) else { return nil }
      if tag == 0x112 {
        guard halfWord(offset + 2) == 3, let number = halfWord(offset + 8) else { return nil }
        self.init(rawValue: number)
        return
      }
    }
    return nil
  }

  /// The picture as it is to be seen.
  func upright(_ image: Image) -> Image {
    if self == .upright { return image }
    let (width, height) = (image.width, image.height)
    let channels = image.channelCount
    let isTurned = rawValue >= 5
    let (newWidth, newHeight) = isTurned ? (height, width) : (width, height)
    // Where the first pixel of a row comes from, and how far apart the sources are.
    let origin: (x: Int, y: Int) =
      switch self {
      case .upright, .transposed: (0, 0)
      case .mirrored, .turnedLeft: (width - 1, 0)
      case .upsideDown, .transversed: (width - 1, height - 1)
      case .upsideDownMirrored, .turnedRight: (0, height - 1)
      }
    let xStep = (origin.x == 0 ? 1 : -1) * channels
    let yStep = (origin.y == 0 ? 1 : -1) * channels * width
    let (columnStep, rowStep) = isTurned ? (yStep, xStep) : (xStep, yStep)
    let start = (origin.y * width + origin.x) * channels
    let source = image.samples.span
    let samples = [UInt8](capacity: source.count) { output in
      for row in 0..<newHeight {
        var position = start + row * rowStep
        for _ in 0..<newWidth {
          for channel in 0..<channels { output.append(source[position + channel]) }
          position += columnStep
        }
      }
    }
    return Image(
      width: newWidth, height: newHeight, colorModel: image.colorModel, samples: samples)
  }
}
