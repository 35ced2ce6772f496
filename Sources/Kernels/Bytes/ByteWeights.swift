/// What a convolution of bytes computes with: weights that were rounded, and what turns sums into numbers.
@safe
package struct ByteWeights {
  /// ``KernelSet/packedByteWeightCount(_:)`` bytes, as ``KernelSet/packByteWeights(_:weight:into:)`` orders
  /// them.
  package let packed: UnsafeMutablePointer<Int8>
  /// `[C_out]`: what one step of a sum stands for.
  package let steps: UnsafeMutablePointer<Float>
  /// `[C_out]`: the sum that an input of nothing but zero points gives.
  package let zeroSums: UnsafeMutablePointer<Int32>

  /// Names the places for weights.
  package init(
    packed: UnsafeMutablePointer<Int8>, steps: UnsafeMutablePointer<Float>,
    zeroSums: UnsafeMutablePointer<Int32>
  ) {
    unsafe self.packed = packed
    unsafe self.steps = steps
    unsafe self.zeroSums = zeroSums
  }
}

extension KernelSet {
  /// Rounds the weights of each output channel to −127…127 and puts them in the order in which this set's
  /// convolution reads them.
  ///
  /// An output channel's step is the least with which its largest weight is no more than 127.
  ///
  /// - Parameters:
  ///   - geometry: The extents, of which the batch does not count.
  ///   - weights: Finite.
  ///   - inputSteps: `[C_in]`: what a step of the input stands for.
  ///   - inputZeroPoints: `[C_in]`: the bytes that stand for 0.
  ///   - result: Where everything goes.
  package func roundWeights(
    _ geometry: ConvolutionGeometry, _ weights: ConvolutionWeights,
    inputSteps: UnsafePointer<Float>, inputZeroPoints: UnsafePointer<UInt8>,
    into result: ByteWeights
  ) {
    let (channels, columns) = (geometry.inputChannels, geometry.outputChannels)
    let width = unsafe byteKernels.tile.columns
    let depth = geometry.runs.depth
    let group = byteKernels.depthGroup
    let groups = (depth + group - 1) / group
    let panelSize = packedByteRowSize(geometry) * width
    let source = WeightSource(
      weights, taps: geometry.taps, channels: channels, outputs: columns)
    Parallel.forEach((columns + width - 1) / width) { panel in
      let packed = unsafe result.packed + panel * panelSize
      unsafe packed.update(repeating: 0, count: panelSize)
      for column in 0..<min(width, columns - panel * width) {
        let output = panel * width + column
        let scale = unsafe weights.scale?[output] ?? 1
        var largest: Float = 0
        for channel in 0..<channels {
          let factor = unsafe scale * inputSteps[channel]
          for tap in 0..<geometry.taps {
            let weight = unsafe source.pointer[source.place(tap, channel, output)]
            largest = max(largest, abs(weight * factor))
          }
        }
        let perStep = largest > 0 ? 127 / largest : 0
        var zeroSum: Int32 = 0
        for channel in 0..<channels {
          let factor = unsafe scale * inputSteps[channel]
          let zeroPoint = unsafe Int32(inputZeroPoints[channel])
          for tap in 0..<geometry.taps {
            let weight = unsafe source.pointer[source.place(tap, channel, output)]
            let rounded = Self.nearest(weight * factor * perStep)
            zeroSum &+= Int32(rounded) &* zeroPoint
            let (run, place) = (tap &* channels &+ channel).quotientAndRemainder(dividingBy: depth)
            let (first, k) = place.quotientAndRemainder(dividingBy: group)
            unsafe packed[((run &* groups &+ first) &* width &+ column) &* group &+ k] = rounded
          }
        }
        unsafe result.steps[output] = largest / 127
        unsafe result.zeroSums[output] = zeroSum
      }
    }
  }

  /// The nearest integer, ties to even, of a number within ±127.
  @inline(__always)
  private static func nearest(_ x: Float) -> Int8 {
    // Added to 3 · 2²², a float has no bits behind the point, and its lowest byte is the integer.
    Int8(truncatingIfNeeded: (x + 12_582_912).bitPattern)
  }
}

/// Where the weights of a convolution lie one by one.
@safe
private struct WeightSource {
  let pointer: UnsafePointer<Float>
  let tapStride: Int
  let channelStride: Int
  let outputStride: Int

  init(_ weights: ConvolutionWeights, taps: Int, channels: Int, outputs: Int) {
    unsafe pointer = weights.pointer
    switch weights.layout {
    case .windowFirst:
      (tapStride, channelStride, outputStride) = (channels * outputs, outputs, 1)
    case .outputFirst: (tapStride, channelStride, outputStride) = (1, taps, taps * channels)
    case .outputLast: (tapStride, channelStride, outputStride) = (outputs, taps * outputs, 1)
    }
  }

  @inline(__always)
  func place(_ tap: Int, _ channel: Int, _ output: Int) -> Int {
    tap &* tapStride &+ channel &* channelStride &+ output &* outputStride
  }
}
