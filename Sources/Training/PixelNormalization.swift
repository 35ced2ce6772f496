/// How samples become numbers for a network: (sample / 255 − mean) / standard deviation.
public struct PixelNormalization: Sendable, Hashable {
  /// Of red, green and blue, in units of the full range.
  public let mean: SIMD3<Float>
  /// Of red, green and blue, in units of the full range; positive.
  public let standardDeviation: SIMD3<Float>

  /// Normalises each channel by its own statistics.
  ///
  /// - Precondition: All numbers are finite, standard deviations positive.
  public init(mean: SIMD3<Float>, standardDeviation: SIMD3<Float>) {
    precondition((0..<3).allSatisfy { mean[$0].isFinite && standardDeviation[$0].isFinite })
    precondition((0..<3).allSatisfy { standardDeviation[$0] > 0 }, "deviations are positive")
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// The statistics of ImageNet, as torchvision and the authors' ImageNet program have them.
  public static let imageNet = PixelNormalization(
    mean: SIMD3(0.485, 0.456, 0.406), standardDeviation: SIMD3(0.229, 0.224, 0.225))
}

/// Sums over the samples of many pictures, exact in integers, from which their statistics follow.
struct PixelStatistics: Sendable {
  private var count: UInt64 = 0
  private var sum: UInt64 = 0
  private var squares: UInt64 = 0

  /// Adds the samples of one picture.
  mutating func add(_ samples: [UInt8]) {
    var sum: UInt64 = 0
    var squares: UInt64 = 0
    for sample in samples {
      let sample = UInt64(sample)
      sum &+= sample
      squares &+= sample &* sample
    }
    count &+= UInt64(samples.count)
    self.sum &+= sum
    self.squares &+= squares
  }

  /// Adds what another sum has seen.
  mutating func add(_ other: PixelStatistics) {
    count &+= other.count
    sum &+= other.sum
    squares &+= other.squares
  }

  /// One mean and one standard deviation for all channels, as the authors' STL-10 program takes them;
  /// pictures of a single colour count as having a deviation of one level.
  var normalization: PixelNormalization {
    guard count > 0 else { return .imageNet }
    let mean = Double(sum) / Double(count)
    let variance = max(Double(squares) / Double(count) - mean * mean, 1)
    return PixelNormalization(
      mean: SIMD3(repeating: Float(mean / 255)),
      standardDeviation: SIMD3(repeating: Float(variance.squareRoot() / 255)))
  }
}
