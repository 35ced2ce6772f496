extension Image {
  /// This image as a binary Netpbm file.
  ///
  /// A grey image becomes a graymap (P5), one with colours a pixmap (P6). Opacity is dropped.
  public func ppmEncoded() -> [UInt8] {
    let hasColors = colorModel == .rgb || colorModel == .rgba
    let storedCount = hasColors ? 3 : 1
    var file = Array("\(hasColors ? "P6" : "P5")\n\(width) \(height)\n255\n".utf8)
    if channelCount == storedCount { return file + samples }
    file.reserveCapacity(file.count + width * height * storedCount)
    for pixel in stride(from: 0, to: samples.count, by: channelCount) {
      file.append(contentsOf: samples[pixel..<pixel + storedCount])
    }
    return file
  }
}
