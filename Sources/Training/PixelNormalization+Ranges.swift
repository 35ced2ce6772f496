extension PixelNormalization {
  /// What the lowest and the highest sample of red, green and blue become.
  package var ranges: [ClosedRange<Float>] {
    (0..<3).map { channel in
      let (mean, deviation) = (mean[channel], standardDeviation[channel])
      return -mean / deviation...(1 - mean) / deviation
    }
  }
}
