import Kernels
import TestSupport

/// The operations of a kernel set, each on one problem large enough to be cut for several threads, with extents
/// that no tile and no piece divides.
enum KernelSetOperation: String, CaseIterable, Sendable {
  case matrixProduct, transposedMatrixProduct, smallMatrixProduct
  case convolution, fusedConvolution, deepConvolution, shallowConvolution, inputGradient,
    weightGradient
  case columnSums, columnStatistics, scaleAndShift, normalizationSums, normalizationGradient
  case maximumPooling, maximumPoolingGradient, averagePooling, averagePoolingGradient
  case globalAverage, globalAverageGradient
  case elementWise, softmax, squaredDistances, adam

  private static let convolutionGeometry = ConvolutionGeometry(
    batch: 3, inputHeight: 17, inputWidth: 13, inputChannels: 37, outputChannels: 45,
    kernelHeight: 3, kernelWidth: 3, stride: 2, padding: 1)
  private static let shallowGeometry = ConvolutionGeometry(
    batch: 2, inputHeight: 33, inputWidth: 29, inputChannels: 3, outputChannels: 64,
    kernelHeight: 7, kernelWidth: 7, stride: 2, padding: 3)
  private static let deepGeometry = ConvolutionGeometry(
    batch: 1, inputHeight: 7, inputWidth: 7, inputChannels: 257, outputChannels: 201,
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
    case .inputGradient, .weightGradient: return convolutionGradient(kernels, &random)
    case .columnSums, .columnStatistics, .scaleAndShift, .normalizationSums,
      .normalizationGradient:
      return columns(kernels, &random)
    case .maximumPooling, .maximumPoolingGradient, .averagePooling, .averagePoolingGradient,
      .globalAverage, .globalAverageGradient:
      return pooling(kernels, &random)
    case .elementWise, .adam: return elements(kernels, &random)
    case .softmax:
      let x = random.uniforms(1001 * 37, in: -9...9)
      var y = [Float](repeating: .nan, count: x.count)
      kernels.softmax(1001, 37, x, &y)
      return y
    case .squaredDistances:
      let (queries, points) = (random.uniforms(29 * 131), random.uniforms(1003 * 131))
      var distances = [Float](repeating: .nan, count: 29 * 1003)
      kernels.squaredDistances(
        29, 1003, dimensions: 131, queries: queries, points: points, result: &distances)
      return distances
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
    _ kernels: KernelSet, _ random: inout SeededRandom
  ) -> [Float] {
    let g = Self.convolutionGeometry
    let input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
    let gradient = random.uniforms(g.outputPixels * g.outputChannels)
    if self == .inputGradient {
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

  private func columns(_ kernels: KernelSet, _ random: inout SeededRandom) -> [Float] {
    let (rows, columns) = (Self.rows, Self.columns)
    let (x, gradient) = (random.uniforms(rows * columns), random.uniforms(rows * columns))
    let output = random.uniforms(rows * columns)
    let row = (0..<3).map { _ in random.uniforms(columns) }
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
    case .normalizationSums:
      kernels.normalizationGradientSums(
        rows, columns, gradient: gradient, input: x, output: output, mean: row[0], sums: &first,
        products: &second)
    case .scaleAndShift:
      kernels.scaleAndShift(
        rows, columns, x, scale: row[0], shift: row[1], rectified: true, &y)
      return y
    default:
      kernels.normalizationGradient(
        rows, columns, gradient: gradient, input: x, output: output, gradientFactor: row[0],
        inputFactor: row[1], constant: row[2], &y)
      return y
    }
    return first + second
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

  private func elements(_ kernels: KernelSet, _ random: inout SeededRandom) -> [Float] {
    let count = 50_001
    let (x, gradient) = (random.uniforms(count), random.uniforms(count))
    var y = random.uniforms(count)
    if self == .adam {
      var (m, v) = (random.uniforms(count), random.uniforms(count, in: 0...1))
      let constants: [Float] = [1e-2, 0.9, 0.1, 0.999, 0.001, 1.5, 1e-8]
      kernels.adam(
        count, constants: constants, gradient: gradient, firstMoment: &m, secondMoment: &v, &y)
      return y + m + v
    }
    var result = y
    kernels.addScaled(count, x, factor: 0.3, &result)
    kernels.addRectified(count, x, &result)
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
