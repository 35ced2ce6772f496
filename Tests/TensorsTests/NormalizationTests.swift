import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

/// Batch normalisation against double precision.
@Suite struct NormalizationTests {
  /// Mean and biased variance of each of `channels` columns, in two passes.
  private static func statistics(
    _ x: [Double], _ channels: Int
  ) -> (mean: [Double], variance: [Double]) {
    let rows = channels == 0 ? 0 : x.count / channels
    var mean = [Double](repeating: 0, count: channels)
    var variance = mean
    for index in x.indices { mean[index % channels] += x[index] / Double(rows) }
    for index in x.indices {
      let deviation = x[index] - mean[index % channels]
      variance[index % channels] += deviation * deviation / Double(rows)
    }
    return (mean, variance)
  }

  @Test(arguments: [
    [2, 9, 7, 37], [5, 1, 1, 3], [1, 1, 1, 8], [40, 16, 16, 5], [3, 20, 20, 64],
  ])
  func statisticsAgree(_ shape: [Int]) {
    var random = SeededRandom(UInt64(shape[3]))
    let x = Tensor(Shape(shape), random.uniforms(shape.reduce(1, *), in: -2...3))
    let (mean, variance) = x.batchStatistics()
    let expected = Self.statistics(x.scalars.map(Double.init), shape[3])
    #expect(relativeError(mean.scalars, expected.mean) < 1e-6)
    #expect(relativeError(variance.scalars, expected.variance) < 1e-6)
  }

  @Test(arguments: [100, 1000, 10_000] as [Float], [1, 3, 64])
  func largeMeansDoNotSwallowTheVariance(_ offset: Float, _ channels: Int) {
    var random = SeededRandom(UInt64(channels))
    let rows = 10_007
    let x = Tensor(
      [rows, channels], random.uniforms(rows * channels).map { $0 + offset })
    let (mean, variance) = x.batchStatistics()
    let expected = Self.statistics(x.scalars.map(Double.init), channels)
    #expect(relativeError(mean.scalars, expected.mean) < 1e-6)
    #expect(relativeError(variance.scalars, expected.variance) < 1e-4)
  }

  @Test func statisticsOfNothingAreZero() {
    let (mean, variance) = Tensor([0, 3], []).batchStatistics()
    #expect(mean.scalars == [0, 0, 0] && variance.scalars == [0, 0, 0])
    #expect(Tensor([4, 0], []).batchStatistics().mean.count == 0)
    let constant = Tensor([1000, 2], filledWith: 0.1).batchStatistics()
    #expect(constant.variance.scalars.allSatisfy { $0 >= 0 && $0 < 1e-12 })
  }

  @Test(arguments: [false, true], [false, true])
  func scaledAgrees(_ isRectified: Bool, _ hasAddend: Bool) {
    var random = SeededRandom(8)
    let channels = 37
    let x = Tensor([3, 5, 7, channels], random.uniforms(3 * 5 * 7 * channels))
    let addend = Tensor(x.shape, random.uniforms(x.count))
    let mean = Tensor([channels], random.uniforms(channels))
    let variance = Tensor([channels], random.uniforms(channels, in: 0...2))
    let scale = Tensor([channels], random.uniforms(channels))
    let shift = Tensor([channels], random.uniforms(channels))
    let scaling = ChannelScaling(
      mean: mean, variance: variance, scale: scale, shift: shift, epsilon: 1e-5)
    let y = Tensor.scaled(
      x, by: scaling, adding: hasAddend ? addend : nil, rectified: isRectified)
    var worst = 0.0
    for index in 0..<x.count {
      let c = index % channels
      let factor = Double(scale[c]) / (Double(variance[c]) + 1e-5).squareRoot()
      let constant = Double(shift[c]) - Double(mean[c]) * factor
      let added = hasAddend ? Double(addend[index]) : 0
      let value = Double(x[index]) * factor + constant + added
      let expected = isRectified ? max(0, value) : value
      let size = abs(Double(x[index]) * factor) + abs(constant) + abs(added)
      worst = max(worst, abs(Double(y[index]) - expected) / size)
    }
    // Each constant rounded once, the product and the sums once each.
    #expect(worst <= 2 * Double(Float.ulpOfOne))
  }

  @Test func scaledTakesThePlaceOfWhatNobodyElseHas() {
    let count = 40_000
    let one = Tensor([1], filledWith: 1)
    let scaling = ChannelScaling(
      mean: Tensor([1]), variance: one, scale: one, shift: one, epsilon: 0)
    func place(_ tensor: Tensor) -> UInt { tensor.withUnsafePointer { UInt(bitPattern: $0) } }
    var input = Tensor([count, 1], filledWith: 2)
    let inputPlace = place(input)
    let alone = Tensor.scaled(consume input, by: scaling, rectified: false)
    #expect(place(alone) == inputPlace && alone[7] == 3)
    input = alone
    let shared = Tensor.scaled(input, by: scaling, rectified: false)
    #expect(place(shared) != inputPlace && input[7] == 3 && shared[7] == 4)
    let addend = Tensor([count, 1], filledWith: 10)
    let addendPlace = place(addend)
    let sum = Tensor.scaled(input, by: scaling, adding: consume addend, rectified: false)
    #expect(place(sum) == addendPlace && sum[7] == 14 && alone[7] == 3)
  }

  /// Σ w · y of the normalised `x`, in double precision throughout.
  private static func objective(
    _ x: [Double], _ scale: [Double], _ shift: [Double], _ addend: [Float]?, _ weights: [Float],
    epsilon: Double, isRectified: Bool
  ) -> Double {
    let channels = scale.count
    let (mean, variance) = statistics(x, channels)
    var sum = 0.0
    for index in x.indices {
      let c = index % channels
      let y =
        (x[index] - mean[c]) / (variance[c] + epsilon).squareRoot() * scale[c] + shift[c]
        + Double(addend?[index] ?? 0)
      sum += Double(weights[index]) * (isRectified ? max(0, y) : y)
    }
    return sum
  }

  enum End: CaseIterable { case plain, rectified, shortcut }

  @Test(arguments: End.allCases)
  func gradientsAgreeWithCentralDifferences(_ end: End) {
    var random = SeededRandom(9)
    let channels = 5
    let count = 2 * 3 * 4 * channels
    let x = Tensor([2, 3, 4, channels], random.uniforms(count))
    let scale = Tensor([channels], random.uniforms(channels, in: 0.5...2))
    let shift = Tensor([channels], random.uniforms(channels))
    let weights = random.uniforms(count)
    let addend = end == .shortcut ? random.uniforms(count) : nil
    let isRectified = end != .plain
    let (mean, variance) = x.batchStatistics()
    let scaling = ChannelScaling(
      mean: mean, variance: variance, scale: scale, shift: shift, epsilon: 1e-5)
    let output = Tensor.scaled(
      x, by: scaling, adding: addend.map { Tensor(x.shape, $0) }, rectified: isRectified)
    let normalizationEnd: NormalizationEnd =
      switch end {
      case .plain: .plain
      case .rectified: .rectified
      case .shortcut: .shortcut(output: output)
      }
    let gradients = Tensor.batchNormalizationGradient(
      Tensor(x.shape, weights), input: x, mean: mean, variance: variance, scaling: scaling,
      epsilon: 1e-5, end: normalizationEnd)
    #expect(
      gradients.addend?.scalars
        == addend.map { _ in (0..<count).map { output[$0] > 0 ? weights[$0] : 0 } })

    // Double precision: the step's square and the rounding, both near 1e-10, are far below the bound.
    let step = 1e-5
    func differences(_ point: [Double], _ f: ([Double]) -> Double) -> [Double] {
      point.indices.map { index in
        var (above, below) = (point, point)
        above[index] += step
        below[index] -= step
        return (f(above) - f(below)) / (2 * step)
      }
    }
    let (x0, scale0, shift0) = (
      x.scalars.map(Double.init), scale.scalars.map(Double.init), shift.scalars.map(Double.init)
    )
    func objective(_ x: [Double], _ scale: [Double], _ shift: [Double]) -> Double {
      Self.objective(
        x, scale, shift, addend, weights, epsilon: 1e-5, isRectified: isRectified)
    }
    let byInput = differences(x0) { objective($0, scale0, shift0) }
    let byScale = differences(scale0) { objective(x0, $0, shift0) }
    let byShift = differences(shift0) { objective(x0, scale0, $0) }
    #expect(relativeError(gradients.input.scalars, byInput) < 1e-5)
    #expect(relativeError(gradients.scale.scalars, byScale) < 1e-5)
    #expect(relativeError(gradients.shift.scalars, byShift) < 1e-5)
  }

  @Test func theInputsGradientNeitherShiftsNorScalesTheBatch() {
    // Normalisation forgets shift and scale, so its gradient has no part along 1 and along x − mean.
    var random = SeededRandom(10)
    let (rows, channels) = (3000, 19)
    let x = Tensor([rows, channels], random.uniforms(rows * channels))
    let gradient = Tensor([rows, channels], random.uniforms(rows * channels))
    let (mean, variance) = x.batchStatistics()
    let scaling = ChannelScaling(
      mean: mean, variance: variance, scale: Tensor([channels], filledWith: 1),
      shift: Tensor([channels]), epsilon: 0)
    let byInput = Tensor.batchNormalizationGradient(
      gradient, input: x, mean: mean, variance: variance, scaling: scaling, epsilon: 0,
      end: .plain
    ).input
    for c in 0..<channels {
      var (sum, product, size) = (0.0, 0.0, 0.0)
      for row in 0..<rows {
        let g = Double(byInput[row * channels + c])
        sum += g
        product += g * (Double(x[row * channels + c]) - Double(mean[c]))
        size += abs(g)
      }
      #expect(abs(sum) < 1e-5 * size, "channel \(c)")
      #expect(abs(product) < 1e-5 * size, "channel \(c)")
    }
  }
}
