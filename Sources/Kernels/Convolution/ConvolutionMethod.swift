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
  /// The choice depends on the shape alone, never on the machine, and so do the bits of the result. For the
  /// forward direction it takes a batch for granted, so that a picture's output is the same whichever other
  /// pictures it is computed with.
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
    let direct = ConvolutionCost(geometry: g, scheme: nil)
    let costs = schemes.map { ConvolutionCost(geometry: g, scheme: $0) }
    var limitAlone = Double.infinity
    if direction == .forward, g.operations > Self.noticedOperations * g.batch {
      limitAlone =
        Self.worthBatches * costs.reduce(direct.secondsAlone) { min($0, $1.secondsAlone) }
    }
    var least = direct.seconds(batch: batch, direction)
    var best: WinogradKernels?
    for (cost, scheme) in zip(costs, schemes) where cost.secondsAlone <= limitAlone {
      var limit = least
      if direction == .forward, !cost.areWeightsCached {
        if scheme.stride == 2 { continue }
        if scheme.outputs == 6 { limit *= Self.worthMemory }
      }
      let seconds = cost.seconds(batch: batch, direction)
      if seconds < limit { (least, best) = (seconds, scheme) }
    }
    return best
  }

  private static let usualBatch = 16
  /// How much longer than the best way a scheme may take for a picture that is computed alone.
  private static let worthBatches = 1.1
  /// Pictures of fewer operations in a convolution are never waited for.
  private static let noticedOperations = 100_000_000
  /// The part of a smaller scheme's time that the largest may take where no cache holds its weights.
  ///
  /// They are in memory as long as the network. By stride 2, which saves less, no scheme is worth that.
  private static let worthMemory = 0.8
}
