import MicrokernelTemplates

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How convolutions are computed.
package enum ConvolutionMethod: Sendable, Hashable {
  /// The one that the shape is expected to be fastest with.
  case automatic
  /// The sum as it is written, whatever the shape.
  case direct
  /// Winograd's scheme with squares of so many outputs a side, wherever it applies: 2, 3, 4 or 6 for windows of
  /// 3 × 3 by stride 1, 4 or 7 by stride 2 (but for the gradient by the input).
  case winograd(outputs: Int)

  /// The method that `AUGNET_CONVOLUTION` names.
  static let wanted: ConvolutionMethod = {
    guard let name = unsafe getenv("AUGNET_CONVOLUTION") else { return .automatic }
    switch unsafe String(cString: name) {
    case "direct": return .direct
    case "winograd2": return .winograd(outputs: 2)
    case "winograd3": return .winograd(outputs: 3)
    case "winograd4": return .winograd(outputs: 4)
    case "winograd6": return .winograd(outputs: 6)
    case "winograd7": return .winograd(outputs: 7)
    default: return .automatic
    }
  }()
}

/// Which of a convolution's three sums is computed.
package enum ConvolutionDirection: Sendable, Hashable {
  case forward, inputGradient, weightGradient
}

extension KernelSet {
  /// The scheme to compute a convolution of this shape with; nil for the direct sum.
  ///
  /// The choice depends on the shape alone, never on the machine, and so do the bits of the result. It
  /// compares times estimated from the operations and bytes of each way, with rates measured on a core with
  /// AVX-512 at 3.7 GHz. For the forward direction it takes a batch for granted, so that a picture's
  /// output is the same whichever other pictures it is computed with.
  func winogradTransforms(
    for g: ConvolutionGeometry, _ direction: ConvolutionDirection
  ) -> WinogradKernels? {
    guard g.kernelHeight == 3, g.kernelWidth == 3, g.padding <= 2, g.outputPixels > 0,
      g.stride == 1 || direction != .inputGradient
    else { return nil }
    let schemes = [
      microkernels.winogradTwo, microkernels.winogradThree, microkernels.winogradFour,
      microkernels.winogradSix, microkernels.winogradStridedFour,
      microkernels.winogradStridedSeven,
    ].filter { $0.stride == g.stride }
    switch convolutionMethod {
    case .direct: return nil
    case .winograd(let outputs): return schemes.first { $0.outputs == outputs }
    case .automatic: break
    }
    let batch = direction == .forward ? Self.usualBatch : g.batch
    var least = Self.directSeconds(g, batch: batch)
    var best: WinogradKernels?
    for scheme in schemes {
      let seconds = Self.winogradSeconds(g, scheme, batch: batch, direction)
      var limit = least
      if direction == .forward,
        Self.weightBytes(g, outputs: scheme.outputs) > Self.cachedWeightBytes
      {
        if scheme.stride == 2 { continue }
        if scheme.outputs == 6 { limit *= Self.worthMemory }
      }
      if seconds < limit { (least, best) = (seconds, scheme) }
    }
    return best
  }

  private static let usualBatch = 16
  /// Transformed weights up to so many bytes stay in caches.
  private static let cachedWeightBytes = Double(12 << 20)
  /// The part of a smaller scheme's time that the largest may take where no cache holds its weights.
  ///
  /// They are in memory as long as the network, and a picture that is computed alone waits for them. By
  /// stride 2, which saves less, no scheme is worth that.
  private static let worthMemory = 0.8
  private static let operationsASecond = 105e9

  private static func directSeconds(_ g: ConvolutionGeometry, batch: Int) -> Double {
    Double(g.operations) * Double(batch) / Double(max(g.batch, 1)) / operationsASecond
  }

  private static func winogradSeconds(
    _ g: ConvolutionGeometry, _ scheme: WinogradKernels, batch: Int,
    _ direction: ConvolutionDirection
  ) -> Double {
    let outputs = scheme.outputs
    let points = scheme.stride * (outputs - 1) + 3
    let squares =
      batch * ((g.outputHeight + outputs - 1) / outputs)
      * ((g.outputWidth + outputs - 1) / outputs)
    let positions = Double(points * points)
    let depth = Double(g.inputChannels)
    let columns = Double((g.outputChannels + 31) / 32 * 32)
    let weightBytes = weightBytes(g, outputs: outputs)
    // Transformed weights that no cache holds come from memory at every call.
    let bytesASecond = weightBytes > cachedWeightBytes ? 14e9 : 80e9
    let products = 2 * positions * Double(squares) * depth * columns / operationsASecond
    // Eight points do not fit the registers beside what they are made of, but every other input by stride 2
    // is taken as it is.
    let secondsAPoint = outputs < 6 || scheme.stride == 2 ? 0.15e-9 : 0.3e-9
    let transforms = positions * Double(squares) * (depth + columns) * secondsAPoint
    // Forward, weights are transformed once for many convolutions.
    let weights = weightBytes * (1 / bytesASecond + (direction == .inputGradient ? 1 / 6e9 : 0))
    // A gradient's weights that several positions share are read and written for each of these.
    let sums =
      scheme.stride == 2 && direction == .weightGradient
      ? 4 * positions * depth * columns / (weightBytes > cachedWeightBytes ? 9e9 : 20e9) : 0
    return products + transforms + weights + sums
  }

  private static func weightBytes(_ g: ConvolutionGeometry, outputs: Int) -> Double {
    let columns = (g.outputChannels + 31) / 32 * 32
    return Double(4 * (outputs + 2) * (outputs + 2) * g.inputChannels * columns)
  }
}
