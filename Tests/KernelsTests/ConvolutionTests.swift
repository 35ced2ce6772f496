import Kernels
import TestSupport
import Testing

/// Convolutions of all shapes, forward and both ways backward, against sums in double precision.
@Suite struct ConvolutionTests {
  /// A convolution with its arrays.
  struct Problem: CustomStringConvertible {
    let geometry: ConvolutionGeometry
    let input: [Float]
    let weight: [Float]
    let bias: [Float]
    let residual: [Float]
    let gradient: [Float]

    init(_ random: inout SeededRandom) {
      let window = random.element(of: [1, 1, 2, 3, 3, 5, 7])
      let padding = random.integer(in: 0...window / 2)
      let stride = random.element(of: [1, 2, 2, 3])
      let least = max(1, window - 2 * padding)
      let g = ConvolutionGeometry(
        batch: random.element(of: [1, 1, 2, 3]),
        inputHeight: random.integer(in: least...least + 12),
        inputWidth: random.integer(in: least...least + 12),
        inputChannels: random.element(of: [1, 2, 3, 4, 8, 17, 37, 64]),
        outputChannels: random.element(of: [1, 3, 8, 16, 17, 32, 33, 64, 71]), kernelHeight: window,
        kernelWidth: window, stride: stride, padding: padding)
      geometry = g
      input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
      weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
      bias = random.uniforms(g.outputChannels)
      residual = random.uniforms(g.outputPixels * g.outputChannels)
      gradient = random.uniforms(g.outputPixels * g.outputChannels)
    }

    var description: String { "\(geometry)" }

    /// Calls `body` with the places of the input, the weight and the output in every product of the sum.
    private func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
      let g = geometry
      for pixel in 0..<g.outputPixels {
        let (line, x) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
        let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
        for tap in 0..<g.taps {
          let (ky, kx) = tap.quotientAndRemainder(dividingBy: g.kernelWidth)
          let (sy, sx) = (y * g.stride + ky - g.padding, x * g.stride + kx - g.padding)
          guard sy >= 0, sy < g.inputHeight, sx >= 0, sx < g.inputWidth else { continue }
          let source = ((picture * g.inputHeight + sy) * g.inputWidth + sx) * g.inputChannels
          for i in 0..<g.inputChannels {
            for o in 0..<g.outputChannels {
              body(
                source + i, (tap * g.inputChannels + i) * g.outputChannels + o,
                pixel * g.outputChannels + o)
            }
          }
        }
      }
    }

    /// Sums in double precision, and the sums of their terms' sizes.
    private func sums(
      _ count: Int, _ term: (_ input: Int, _ weight: Int, _ output: Int) -> (Int, Double)
    ) -> (values: [Double], sizes: [Double]) {
      var values = [Double](repeating: 0, count: count)
      var sizes = values
      forEachProduct {
        let (place, product) = term($0, $1, $2)
        values[place] += product
        sizes[place] += abs(product)
      }
      return (values, sizes)
    }

    private func trial(
      _ actual: [Float], _ sums: (values: [Double], sizes: [Double]), terms: Int, _ name: String
    ) -> String? {
      MicrokernelTrial(
        actual: actual, expected: sums.values,
        tolerance: sums.sizes.map { Double(terms + 3) * epsilon * $0 }, problem: name
      ).fault
    }

    /// What is wrong with what `kernels` make of it.
    func fault(_ kernels: KernelSet) -> String? {
      let g = geometry
      var plain = sums(residual.count) {
        ($2, Double(input[$0]) * Double(weight[$1]))
      }
      var output = guarded(residual.count)
      kernels.convolve(g, input: input, weight: weight, bias: nil, output: &output)
      let terms = g.taps * g.inputChannels
      if let fault = trial(unguarded(output, residual.count), plain, terms: terms, "plain") {
        return fault
      }
      for place in residual.indices {
        let added = (Double(bias[place % g.outputChannels]), Double(residual[place]))
        plain.values[place] = max(0, plain.values[place] + added.0 + added.1)
        plain.sizes[place] += abs(added.0) + abs(added.1)
      }
      output = guarded(residual.count)
      kernels.convolve(
        g, input: input, weight: weight, bias: bias, residual: residual, rectified: true,
        output: &output)
      if let fault = trial(unguarded(output, residual.count), plain, terms: terms, "fused") {
        return fault
      }
      var packed = guarded(kernels.packedConvolutionWeightCount(g))
      kernels.packConvolutionWeights(g, weight: weight, into: &packed)
      var other = guarded(residual.count)
      kernels.convolve(
        g, input: input, packedWeight: packed, bias: bias, residual: residual, rectified: true,
        output: &other)
      if unguarded(packed, packed.count - 16).count != packed.count - 16 {
        return "packed too much"
      }
      if other != output { return "packed weights give other bits" }
      return gradientFault(kernels)
    }

    private func gradientFault(_ kernels: KernelSet) -> String? {
      let g = geometry
      var byInput = guarded(input.count)
      kernels.convolutionInputGradient(
        g, outputGradient: gradient, weight: weight, inputGradient: &byInput)
      let inputSums = sums(input.count) { ($0, Double(weight[$1]) * Double(gradient[$2])) }
      if let fault = trial(
        unguarded(byInput, input.count), inputSums, terms: g.taps * g.outputChannels, "by input")
      {
        return fault
      }
      var byWeight = guarded(weight.count)
      kernels.convolutionWeightGradient(
        g, input: input, outputGradient: gradient, weightGradient: &byWeight)
      let weightSums = sums(weight.count) { ($1, Double(input[$0]) * Double(gradient[$2])) }
      return trial(
        unguarded(byWeight, weight.count), weightSums, terms: g.outputPixels, "by weight")
    }
  }

  @Test(arguments: 0..<6)
  func isWithinTheBoundOfDoublePrecisionSums(_ part: Int) {
    let seed = UInt64(7000 + part)
    var random = SeededRandom(seed)
    for number in 0..<30 {
      let problem = Problem(&random)
      let kernels = KernelSet.all[number % KernelSet.all.count]
      let fault = problem.fault(kernels)
      #expect(fault == nil, "seed \(seed), number \(number), \(kernels.level), \(problem)")
    }
  }
}
