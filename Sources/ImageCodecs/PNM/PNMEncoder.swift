extension Image {
  /// This image as a binary Netpbm file: a graymap (P5) if it is grey, a pixmap (P6) if it has
  /// colours. Opacity is dropped.
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
