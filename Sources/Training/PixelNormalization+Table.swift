extension PixelNormalization {
  /// What each sample becomes: 256 numbers for red, then for green, then for blue.
  ///
  /// They are rounded once, from double precision, as in the AugNet authors' program.
  var table: [Float] {
    (0..<3).flatMap { channel in
      (0..<256).map { sample in
        let centered = Double(sample) / 255 - Double(mean[channel])
        return Float(centered / Double(standardDeviation[channel]))
      }
    }
  }
}
