import MicrokernelTemplates

/// How long a way to compute a convolution is expected to take.
///
/// Estimated from its operations and bytes, with rates measured on a core with AVX-512 at 3.7 GHz and never with
/// this machine's: what is chosen by it is the same everywhere.
struct ConvolutionCost {
  let geometry: ConvolutionGeometry
  /// One of Winograd's, or nil for the direct sum.
  let scheme: WinogradKernels?

  private static let operationsASecond = 105e9
  private static let memoryBytesASecond = 14e9
  /// Weights up to so many bytes stay in caches.
  private static let cachedWeightBytes = Double(12 << 20)

  /// Seconds for so many pictures at once.
  func seconds(batch: Int, _ direction: ConvolutionDirection) -> Double {
    guard let scheme else { return workSeconds(batch: batch) }
    // Weights that no cache holds come from memory at every call.
    let bytesASecond = areWeightsCached ? 80e9 : Self.memoryBytesASecond
    // Forward, they are transformed once for many convolutions.
    let weights = weightBytes * (1 / bytesASecond + (direction == .inputGradient ? 1 / 6e9 : 0))
    // A gradient's weights that several positions share are read and written for each of these.
    let sums =
      scheme.stride == 2 && direction == .weightGradient
      ? 4 * products(scheme) / (areWeightsCached ? 20e9 : 9e9) : 0
    return workSeconds(batch: batch) + weights + sums
  }

  /// Seconds for the forward sum of a picture that is computed alone, with weights that come from memory: there
  /// they are as long as the network.
  var secondsAlone: Double {
    // Few squares meet weights as they are, transformed on the way.
    let areTransformed =
      scheme?.stride != 1 || scheme?.outputs != 4
      || squares(outputs: 4) > FewSquaresConvolution.most
    return workSeconds(batch: 1)
      + (areTransformed ? weightBytes : weightBytes(points: 3)) / Self.memoryBytesASecond
  }

  var areWeightsCached: Bool { weightBytes <= Self.cachedWeightBytes }

  private var weightBytes: Double { weightBytes(points: (scheme?.outputs ?? 1) + 2) }

  private func weightBytes(points: Int) -> Double {
    Double(4 * points * points * geometry.inputChannels) * columns
  }

  /// How long the products and the transforms of input and output take.
  private func workSeconds(batch: Int) -> Double {
    guard let scheme else {
      return Double(geometry.operations) * Double(batch) / Double(max(geometry.batch, 1))
        / Self.operationsASecond
    }
    // Eight points do not fit the registers beside what they are made of, but every other input by stride 2
    // is taken as it is.
    let secondsAPoint = scheme.outputs < 6 || scheme.stride == 2 ? 0.15e-9 : 0.3e-9
    let channels = Double(geometry.inputChannels) + columns
    let aSquare =
      2 * products(scheme) / Self.operationsASecond + positions(scheme) * channels * secondsAPoint
    return Double(batch * squares(outputs: scheme.outputs)) * aSquare
  }

  /// Products for a square.
  private func products(_ scheme: WinogradKernels) -> Double {
    positions(scheme) * Double(geometry.inputChannels) * columns
  }

  private func positions(_ scheme: WinogradKernels) -> Double {
    let points = scheme.stride * (scheme.outputs - 1) + 3
    return Double(points * points)
  }

  /// Squares of a picture.
  private func squares(outputs: Int) -> Int {
    ((geometry.outputHeight + outputs - 1) / outputs)
      * ((geometry.outputWidth + outputs - 1) / outputs)
  }

  private var columns: Double { Double((geometry.outputChannels + 31) / 32 * 32) }
}
