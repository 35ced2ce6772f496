/// How many samples of chroma a JPEG file has.
public enum JPEGSubsampling: Sendable, CaseIterable {
  /// One for each pixel: 4:4:4.
  case none
  /// One for each square of four pixels: 4:2:0.
  case quarter
}

extension Image {
  /// A baseline JPEG file (ITU-T T.81) with the tables of annex K, as libjpeg writes it at `quality`.
  ///
  /// Opacity is dropped, and grey stays grey.
  ///
  /// - Parameters:
  ///   - quality: From 1 to 100; others are taken as the nearest of these.
  ///   - restartInterval: After how many units, squares of 16 or without subsampling of 8 pixels, a
  ///     marker lets a decoder go on where what precedes it is damaged; 0 writes none.
  /// - Precondition: neither side is longer than 65,535 pixels, and `restartInterval` is from 0 to
  ///   65,535.
  public func jpegEncoded(
    quality: Int = 90, subsampling: JPEGSubsampling = .quarter, restartInterval: Int = 0
  ) -> [UInt8] {
    precondition(width < 1 << 16 && height < 1 << 16, "JPEG has at most 65,535 pixels a side")
    precondition((0..<1 << 16).contains(restartInterval), "an interval has at most 65,535 units")
    let coefficients = JPEGCoefficients(self, quality: quality, subsampling: subsampling)
    var writer = JPEGWriter(coefficients, restartInterval: restartInterval)
    writer.writeHeader(coefficients)
    writer.writeScan(coefficients)
    return writer.finished()
  }

  /// The image after JPEG compression at `quality` with 4:2:0 chroma: the pixels of the decoded file,
  /// without writing it.
  ///
  /// - Parameter quality: From 1 to 100; others are taken as the nearest of these.
  public func jpegCompressed(quality: Int) -> Image {
    JPEGCoefficients(self, quality: quality, subsampling: .quarter).image()
  }
}
