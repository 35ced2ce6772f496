import Kernels
import TestSupport

/// The operations of a kernel set, each on one problem large enough to be cut for several threads, with extents
/// that no tile and no piece divides.
enum KernelSetOperation: String, CaseIterable, Sendable {
  case winogradConvolution, winogradInputGradient, winogradWeightGradient
  case stridedWinogradConvolution, stridedWinogradWeightGradient
  case pointwiseWeightGradient
  case columnSums, columnStatistics, scaleAndShift, scaleShiftAndAdd
  case normalizationSums, maskedNormalizationSums, normalizationGradient
  case rowsThatFillVectors
  case matrixProduct, transposedMatrixProduct, smallMatrixProduct
  case convolution, fusedConvolution, deepConvolution, shallowConvolution, inputGradient,
    weightGradient
  case maximumPooling, maximumPoolingGradient, averagePooling, averagePoolingGradient
  case globalAverage, globalAverageGradient
  case elementWise, softmax, adam
  case squaredDistances, nearestPoints, nearestPointsByNorms, nearestPointsOfOne

  private static let convolutionGeometry = ConvolutionGeometry(
    batch: 3, inputHeight: 17, inputWidth: 13, inputChannels: 37, outputChannels: 45,
    kernelHeight: 3, kernelWidth: 3, stride: 2, padding: 1)
  private static let shallowGeometry = ConvolutionGeometry(
    batch: 2, inputHeight: 33, inputWidth: 29, inputChannels: 3, outputChannels: 64,
    kernelHeight: 7, kernelWidth: 7, stride: 2, padding: 3)
  private static let winogradGeometry = ConvolutionGeometry(
    batch: 5, inputHeight: 17, inputWidth: 13, inputChannels: 37, outputChannels: 45,
    kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
  private static let stridedWinogradGeometry = ConvolutionGeometry(
    batch: 5, inputHeight: 33, inputWidth: 29, inputChannels: 37, outputChannels: 45,
    kernelHeight: 3, kernelWidth: 3, stride: 2, padding: 1)
  private static let deepGeometry = ConvolutionGeometry(
    batch: 1, inputHeight: 7, inputWidth: 7, inputChannels: 257, outputChannels: 201,
    kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
  private static let pointwiseGeometry = ConvolutionGeometry(
    batch: 2, inputHeight: 97, inputWidth: 89, inputChannels: 19, outputChannels: 37,
    kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
  private static let poolingGeometry = PoolingGeometry(
    batch: 3, inputHeight: 19, inputWidth: 23, channels: 37, window: 3, stride: 2, padding: 1)
  private static let rows = 2003
  private static let columns = 37

  /// What `kernels` give on this operation's problem.
  func result(_ kernels: KernelSet) -> [Float] {
    var random = SeededRandom(77)
    switch self {
    case .matrixProduct: return Self.product(kernels, 301, 203, 801, &random)
    case .transposedMatrixProduct: return Self.product(kernels, 901, 49, 1201, &random)
    case .fusedConvolution: return Self.fusedConvolution(kernels, Self.convolutionGeometry, &random)
    case .deepConvolution: return Self.fusedConvolution(kernels, Self.deepGeometry, &random)
    case .smallMatrixProduct: return Self.product(kernels, 7, 1001, 5, &random)
    case .convolution: return Self.convolution(kernels, Self.convolutionGeometry, &random)
    case .shallowConvolution: return Self.convolution(kernels, Self.shallowGeometry, &random)
    case .inputGradient, .weightGradient:
      return convolutionGradient(kernels, Self.convolutionGeometry, &random)
    case .pointwiseWeightGradient:
      return convolutionGradient(kernels, Self.pointwiseGeometry, &random)
    case .winogradConvolution, .winogradInputGradient, .winogradWeightGradient:
      var kernels = kernels
      kernels.convolutionMethod = .winograd(outputs: 4)
      return self == .winogradConvolution
        ? Self.convolution(kernels, Self.winogradGeometry, &random)
        : convolutionGradient(kernels, Self.winogradGeometry, &random)
    case .stridedWinogradConvolution, .stridedWinogradWeightGradient:
      var kernels = kernels
      kernels.convolutionMethod = .winograd(outputs: 7)
      return self == .stridedWinogradConvolution
        ? Self.convolution(kernels, Self.stridedWinogradGeometry, &random)
        : convolutionGradient(kernels, Self.stridedWinogradGeometry, &random)
    case .columnSums, .columnStatistics, .scaleAndShift, .scaleShiftAndAdd, .normalizationSums,
      .maskedNormalizationSums, .normalizationGradient:
      return columns(kernels, Self.rows, Self.columns, &random)
    case .rowsThatFillVectors:
      return [.columnStatistics, .normalizationSums, .maskedNormalizationSums].flatMap {
        (operation: Self) in operation.columns(kernels, 3001, 96, &random)
      }
    case .maximumPooling, .maximumPoolingGradient, .averagePooling, .averagePoolingGradient,
      .globalAverage, .globalAverageGradient:
      return pooling(kernels, &random)
    case .elementWise, .adam: return elements(kernels, &random)
    case .softmax:
      let x = random.uniforms(1001 * 37, in: -9...9)
      var y = [Float](repeating: .nan, count: x.count)
      kernels.softmax(1001, 37, x, &y)
      return y
    case .squaredDistances, .nearestPoints, .nearestPointsByNorms, .nearestPointsOfOne:
      return distances(kernels, &random)
    }
  }

  private static func product(
    _ kernels: KernelSet, _ rows: Int, _ columns: Int, _ depth: Int, _ random: inout SeededRandom
  ) -> [Float] {
    let (left, right) = (random.uniforms(rows * depth), random.uniforms(depth * columns))
    var result = random.uniforms(rows * columns)
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return }
        kernels.multiplyMatrices(
          rows: rows, columns: columns, depth: depth, left: MatrixOperand(a, rowStride: depth),
          right: MatrixOperand(b, rowStride: depth).transposed, beta: 0.5, result: &result,
          resultStride: columns)
      }
    }
    return result
  }

  private static func convolution(
    _ kernels: KernelSet, _ g: ConvolutionGeometry, _ random: inout SeededRandom
  ) -> [Float] {
    let input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
    let bias = random.uniforms(g.outputChannels)
    var output = [Float](repeating: .nan, count: g.outputPixels * g.outputChannels)
    kernels.convolve(g, input: input, weight: weight, bias: bias, output: &output)
    return output
  }

  private static func fusedConvolution(
    _ kernels: KernelSet, _ g: ConvolutionGeometry, _ random: inout SeededRandom
  ) -> [Float] {
    let input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
    let bias = random.uniforms(g.outputChannels)
    let residual = random.uniforms(g.outputPixels * g.outputChannels)
    var packed = [Float](repeating: .nan, count: kernels.packedConvolutionWeightCount(g))
    kernels.packConvolutionWeights(g, weight: weight, into: &packed)
    var outputs = [[Float]](repeating: residual.map { _ in .nan }, count: 2)
    kernels.convolve(
      g, input: input, weight: weight, bias: bias, residual: residual, rectified: true,
      output: &outputs[0])
    kernels.convolve(
      g, input: input, packedWeight: packed, bias: bias, residual: residual, rectified: true,
      output: &outputs[1])
    return outputs[0] + outputs[1]
  }

  private func convolutionGradient(
    _ kernels: KernelSet, _ g: ConvolutionGeometry, _ random: inout SeededRandom
  ) -> [Float] {
    let input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
    let gradient = random.uniforms(g.outputPixels * g.outputChannels)
    if self == .inputGradient || self == .winogradInputGradient {
      var result = [Float](repeating: .nan, count: input.count)
      kernels.convolutionInputGradient(
        g, outputGradient: gradient, weight: weight, inputGradient: &result)
      return result
    }
    var result = [Float](repeating: .nan, count: weight.count)
    kernels.convolutionWeightGradient(
      g, input: input, outputGradient: gradient, weightGradient: &result)
    return result
  }

  private func columns(
    _ kernels: KernelSet, _ rows: Int, _ columns: Int, _ random: inout SeededRandom
  ) -> [Float] {
    let (x, gradient) = (random.uniforms(rows * columns), random.uniforms(rows * columns))
    let output = random.uniforms(rows * columns)
    let (scale, shift) = (random.uniforms(columns), random.uniforms(columns))
    let third = random.uniforms(columns)
    var (first, second) = (
      [Float](repeating: .nan, count: columns), [Float](repeating: .nan, count: columns)
    )
    var y = [Float](repeating: .nan, count: rows * columns)
    switch self {
    case .columnSums:
      kernels.columnSums(rows, columns, x, &first)
      return first
    case .columnStatistics:
      kernels.columnStatistics(rows, columns, x, mean: &first, variance: &second)
      return first + second
    case .maskedNormalizationSums:
      kernels.maskedGradientSums(
        rows, columns, gradient: gradient, input: x, output: output, mean: third, masked: &y,
        sums: &first, products: &second)
      return first + second + y
    default: break
    }
    scale.withUnsafeBufferPointer { scale in
      shift.withUnsafeBufferPointer { shift in
        guard let scale = scale.baseAddress, let shift = shift.baseAddress else { return }
        switch self {
        case .normalizationSums:
          y = []
          kernels.normalizationGradientSums(
            rows, columns, gradient: gradient, input: x, rectifier: (scale, shift), mean: third,
            sums: &first, products: &second)
        case .normalizationGradient:
          (first, second) = ([], [])
          kernels.normalizationGradient(
            rows, columns, gradient: gradient, input: x, scale: scale, inputFactor: third,
            constant: third, rectifierShift: shift, &y)
        default:
          (first, second) = ([], [])
          output.withUnsafeBufferPointer {
            kernels.scaleAndShift(
              rows, columns, x, scale: scale, shift: shift,
              addend: self == .scaleShiftAndAdd ? $0.baseAddress : nil, rectified: true, &y)
          }
        }
      }
    }
    return first + second + y
  }

  private func pooling(_ kernels: KernelSet, _ random: inout SeededRandom) -> [Float] {
    let g = Self.poolingGeometry
    let pixels = g.inputHeight * g.inputWidth
    let input = random.uniforms(g.batch * pixels * g.channels)
    let gradient = random.uniforms(g.batch * g.outputHeight * g.outputWidth * g.channels)
    var output = [Float](repeating: .nan, count: gradient.count)
    var inputGradient = [Float](repeating: .nan, count: input.count)
    var selection = [UInt8](repeating: 77, count: gradient.count)
    switch self {
    case .maximumPooling, .maximumPoolingGradient:
      kernels.poolMaximum(g, input: input, output: &output, selection: &selection)
      if self == .maximumPooling { return output + selection.map { Float($0) } }
      kernels.maximumPoolingGradient(
        g, outputGradient: gradient, selection: selection, inputGradient: &inputGradient)
    case .averagePooling:
      kernels.poolAverage(g, input: input, output: &output)
      return output
    case .averagePoolingGradient:
      kernels.averagePoolingGradient(
        g, outputGradient: gradient, inputGradient: &inputGradient)
    case .globalAverage:
      output = [Float](repeating: .nan, count: g.batch * g.channels)
      kernels.poolGlobalAverage(
        batch: g.batch, pixels: pixels, channels: g.channels, input: input, output: &output)
      return output
    default:
      kernels.globalAveragePoolingGradient(
        batch: g.batch, pixels: pixels, channels: g.channels, outputGradient: gradient,
        inputGradient: &inputGradient)
    }
    return inputGradient
  }

  private func distances(_ kernels: KernelSet, _ random: inout SeededRandom) -> [Float] {
    let (dimensions, pointCount, kept) = (131, 20_011, 23)
    let count = self == .nearestPointsOfOne ? 1 : 29
    let queries = random.uniforms(count * dimensions)
    var points = random.uniforms(pointCount * dimensions)
    // Equal distances in different pieces of work.
    for copy in 0..<40 {
      let (from, to) = (copy * dimensions, (pointCount - 1 - copy * 431) * dimensions)
      points.replaceSubrange(to..<to + dimensions, with: points[from..<from + dimensions])
    }
    if self == .squaredDistances {
      var distances = [Float](repeating: .nan, count: count * pointCount)
      kernels.squaredDistances(
        count, pointCount, dimensions: dimensions, queries: queries, points: points,
        result: &distances)
      return distances
    }
    var distances = [Float](repeating: .nan, count: count * kept)
    var indices = [Int32](repeating: -7, count: count * kept)
    var norms = [Float](repeating: .nan, count: pointCount)
    kernels.squaredDistances(
      pointCount, 1, dimensions: dimensions, queries: points,
      points: [Float](repeating: 0, count: dimensions), result: &norms)
    norms.withUnsafeBufferPointer { norms in
      kernels.nearestPoints(
        count, pointCount, dimensions: dimensions, queries: queries, points: points,
        pointNorms: self == .nearestPointsByNorms ? norms.baseAddress : nil, keptCount: kept,
        distances: &distances, indices: &indices)
    }
    return distances + indices.map { Float($0) }
  }

  private func elements(_ kernels: KernelSet, _ random: inout SeededRandom) -> [Float] {
    let count = 50_001
    let (x, gradient) = (random.uniforms(count), random.uniforms(count))
    var y = random.uniforms(count)
    if self == .adam {
      var (m, v) = (random.uniforms(count), random.uniforms(count, in: 0...1))
      let constants: [Float] = [1e-2, 0.9, 0.1, 0.999, 0.001, 1.5, 1e-8]
      // Two arrays at once, cut at a place that no piece ends at.
      let cut = 33_333
      gradient.withUnsafeBufferPointer { gradient in
        y.withUnsafeMutableBufferPointer { y in
          m.withUnsafeMutableBufferPointer { m in
            v.withUnsafeMutableBufferPointer { v in
              guard let gradient = gradient.baseAddress, let y = y.baseAddress,
                let m = m.baseAddress, let v = v.baseAddress
              else { return }
              let arrays = [(0, cut), (cut, count - cut)].map { start, count in
                AdamArrays(
                  count: count, gradient: gradient + start, firstMoment: m + start,
                  secondMoment: v + start, value: y + start)
              }
              kernels.adam(arrays, constants: constants)
            }
          }
        }
      }
      return y + m + v
    }
    var result = y
    kernels.addScaled(count, x, factor: 0.3, &result)
    for apply: (inout [Float]) -> Void in [
      { kernels.rectify(count, x, leak: 0.1, &$0) },
      { kernels.rectifierGradient(count, gradient, output: x, leak: 0.1, &$0) },
      { kernels.scale(count, x, factor: 0.7, &$0) },
      { kernels.hyperbolicTangent(count, x, &$0) },
      { kernels.hyperbolicTangentGradient(count, gradient, output: x, &$0) },
    ] {
      apply(&y)
      result += y
    }
    return result
  }
}
