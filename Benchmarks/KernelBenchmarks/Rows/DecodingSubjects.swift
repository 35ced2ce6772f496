import AugNet
import DurableFiles

extension Subject {
  /// Decoding of a picture drawn here, in each format that can be written.
  static let decodings: [Subject] = {
    let (width, height) = (320, 240)
    // Waves of several lengths and a little noise, which compress about as photographs do.
    let samples = (0..<height * width * 3).map { index in
      let (pixel, channel) = (index / 3, index % 3)
      let (x, y) = (pixel % width, pixel / width)
      let waves = (x * (channel + 2) / 3 + y) % 512 / 4 + (x ^ y) / 16 % 64
      return UInt8(truncatingIfNeeded: waves + index &* 0x9E37_79B1 >> 13 & 7)
    }
    let image = Image(width: width, height: height, colorModel: .rgb, samples: samples)
    return [
      decoding("png waves.png", image.pngEncoded()), decoding("ppm waves.ppm", image.ppmEncoded()),
    ].flatMap { $0 }
  }()

  /// Decoding of each picture in a folder whose name ends as those of pictures do.
  ///
  /// - Throws: ``FileError``.
  static func decodings(picturesIn folder: String) throws -> [Subject] {
    try listFiles(below: folder).filter(Image.hasDecodableFileExtension).sorted().flatMap {
      path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
      return decoding("\(ending) \(name)", try readFile(atPath: path, limitInBytes: 1 << 30))
    }
  }

  /// A short side that an encoder may want of a picture.
  private static let shortSide = 350

  /// Decoding of a file, and of a large JPEG also to a smaller size; nothing if it is no picture.
  private static func decoding(_ problem: String, _ file: [UInt8]) -> [Subject] {
    guard let picture = try? DecodedPicture(decoding: file) else { return [] }
    let whole = decoding("decode", problem, file, picture.image, DecodingOptions())
    guard picture.format == .jpeg, min(picture.storedWidth, picture.storedHeight) >= 2 * shortSide
    else { return [whole] }
    let options = DecodingOptions(minimumShortSide: shortSide)
    guard let small = try? DecodedPicture(decoding: file, options: options) else { return [whole] }
    return [whole, decoding("decode_small", problem, file, small.image, options)]
  }

  private static func decoding(
    _ name: String, _ problem: String, _ file: [UInt8], _ image: Image, _ options: DecodingOptions
  ) -> Subject {
    Subject(
      name: name, problem: "\(problem) \(image.width)x\(image.height)x\(image.channelCount)",
      work: Work(bytesRead: file.count, bytesWritten: image.samples.count, items: 1),
      unit: .images, level: KernelSet.current.level, isSingleThreaded: true
    ) { _ in
      { _ = try DecodedPicture(decoding: file, options: options) }
    }
  }
}
