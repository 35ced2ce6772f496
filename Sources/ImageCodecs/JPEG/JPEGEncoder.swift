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
  /// - Parameter quality: From 1 to 100; others are taken as the nearest of these.
  /// - Precondition: neither side is longer than 65,535 pixels.
  public func jpegEncoded(quality: Int = 90, subsampling: JPEGSubsampling = .quarter) -> [UInt8] {
    precondition(width < 1 << 16 && height < 1 << 16, "JPEG has at most 65,535 pixels a side")
    let coefficients = JPEGCoefficients(self, quality: quality, subsampling: subsampling)
    var writer = JPEGWriter(coefficients)
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
