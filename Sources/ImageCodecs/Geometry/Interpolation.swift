/// How the samples of an image in another size come from those of the image.
public enum Interpolation: String, Sendable, CaseIterable {
  /// Between four neighbours, without antialiasing: OpenCV's `INTER_LINEAR`.
  ///
  /// The centres of pixels correspond, edges are repeated, weights are rounded to 11 bits, and
  /// shrinking both sides to exactly one half takes the mean of four.
  case bilinear

  /// Means over the area of a pixel: OpenCV's `INTER_AREA`, which interpolates where either side
  /// grows.
  case area

  /// Between sixteen neighbours, by Keys' kernel with a = −0.75 and without antialiasing: OpenCV's
  /// `INTER_CUBIC`, as its own code computes it (Intel's library, which it may call, rounds
  /// differently).
  case bicubic

  /// Between neighbours, or in a reduction over an area, by a triangle: Pillow's `BILINEAR` (version
  /// 13), opacity being a sample like the others.
  case antialiased
}
