extension Image {
  /// This image in another size.
  ///
  /// The samples are, byte for byte, those of the program that `interpolation` names.
  ///
  /// - Precondition: `width` and `height` are at least 1.
  public func resized(
    toWidth width: Int, height: Int, by interpolation: Interpolation = .bilinear
  ) -> Image {
    precondition(width >= 1 && height >= 1, "an image has at least one pixel")
    if width == self.width && height == self.height { return self }
    let isHalf = width * 2 == self.width && height * 2 == self.height
    let samples: [UInt8]
    switch interpolation {
    case .antialiased:
      return AntialiasedResizer.resized(self, toWidth: width, height: height)
    case .bicubic:
      samples = BicubicResizer(of: self, toWidth: width, height: height).samples(of: self)
    case .bilinear where isHalf, .area where isHalf: return halved()
    case .bilinear:
      let resizer = BilinearResizer(
        columns: .centers(from: self.width, to: width),
        rows: .centers(from: self.height, to: height))
      samples = resizer.samples(of: self)
    case .area where width <= self.width && height <= self.height:
      let (across, down) = (self.width / width, self.height / height)
      // Sums of so many bytes have 32 bits.
      if across * width == self.width, down * height == self.height, across * down <= 1 << 24 {
        samples = blockMeans(across: across, down: down)
      } else {
        samples = AreaResizer(of: self, toWidth: width, height: height).samples(of: self)
      }
    case .area:
      let resizer = BilinearResizer(
        columns: .areas(from: self.width, to: width),
        rows: .areas(from: self.height, to: height))
      samples = resizer.samples(of: self)
    }
    return Image(width: width, height: height, colorModel: colorModel, samples: samples)
  }

  /// This image so that its shorter side has `size` pixels; the other side is cut to an integer.
  ///
  /// The size of the result follows the authors' programs: both sides are multiplied by `size` /
  /// shorter side in double precision, are at least `size`, and lose their fraction.
  ///
  /// - Precondition: `size` is at least 1.
  public func shortSide(resizedTo size: Int, by interpolation: Interpolation = .bilinear) -> Image {
    let scale = Double(size) / Double(min(width, height))
    return resized(
      toWidth: Int(max(Double(width) * scale, Double(size))),
      height: Int(max(Double(height) * scale, Double(size))), by: interpolation)
  }

  /// The square in the middle of this image, after its shorter side was resized to `size` pixels.
  ///
  /// Where the margins are not equal, the one on the left or at the top is the smaller one.
  ///
  /// - Precondition: `size` is at least 1.
  public func centerCropped(toSquare size: Int) -> Image {
    let resized = shortSide(resizedTo: size)
    let side = min(resized.width, resized.height)
    return resized.cropped(
      x: (resized.width - side) / 2, y: (resized.height - side) / 2, width: side, height: side)
  }

  /// Means of two by two pixels.
  private func halved() -> Image {
    let rowLength = width * channelCount
    var half: [UInt8] = []
    half.reserveCapacity(samples.count / 4)
    var means = [UInt8](repeating: 0, count: rowLength / 2)
    for top in stride(from: 0, to: samples.count, by: 2 * rowLength) {
      let upper = samples.span.extracting(top..<top + rowLength)
      let lower = samples.span.extracting(top + rowLength..<top + 2 * rowLength)
      var target = means.mutableSpan
      // A constant number of channels lets the compiler unroll the inner loop.
      switch colorModel {
      case .gray: Self.average(upper, lower, channels: 1, into: &target)
      case .grayAlpha: Self.average(upper, lower, channels: 2, into: &target)
      case .rgb: Self.average(upper, lower, channels: 3, into: &target)
      case .rgba: Self.average(upper, lower, channels: 4, into: &target)
      }
      half.append(contentsOf: means)
    }
    return Image(width: width / 2, height: height / 2, colorModel: colorModel, samples: half)
  }

  @inline(__always)
  private static func average(
    _ upper: Span<UInt8>, _ lower: Span<UInt8>, channels: Int,
    into means: inout MutableSpan<UInt8>
  ) {
    precondition(upper.count == 2 * means.count && lower.count == 2 * means.count)
    for pixel in 0..<means.count / channels {
      for channel in 0..<channels {
        let left = pixel &* 2 &* channels &+ channel
        let right = left &+ channels
        let sum =
          UInt16(upper[left]) &+ UInt16(upper[right]) &+ UInt16(lower[left])
          &+ UInt16(lower[right])
        // OpenCV rounds halves up, but in images of two channels to the even neighbour.
        let isDown = channels == 2 && sum & 7 == 2
        means[pixel &* channels &+ channel] = UInt8(
          truncatingIfNeeded: (sum &+ (isDown ? 1 : 2)) &>> 2)
      }
    }
  }
}
