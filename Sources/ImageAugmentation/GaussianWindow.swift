#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The window of imgaug 0.4.0's `GaussianBlur`: its width rule, and OpenCV's weights.
enum GaussianWindow {
  /// Below this standard deviation imgaug does nothing.
  static let smallestSigma: Float = 1e-3

  /// The weights, an odd number, which sum to 1.
  static func weights(sigma: Float) -> [Float] {
    let reach: Float = sigma < 3 ? 3.3 : sigma < 5 ? 2.9 : 2.6
    let radius = (Int(max(reach * sigma, 5)) | 1) / 2
    let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * Double(sigma * sigma))) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }
}
