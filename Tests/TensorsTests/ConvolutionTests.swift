import Kernels
import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

/// Convolution and its gradients against plain sums in double precision, and against each other.
@Suite struct ConvolutionTests {
  struct Case: CustomStringConvertible, Sendable {
    var batch: Int
    var height: Int
    var width: Int
    var inputs: Int
    var outputs: Int
    var kernel: Int
    var stride: Int
    var padding: Int
    var description: String {
      "\(batch)×\(height)×\(width)×\(inputs) → \(outputs), \(kernel)×\(kernel) stride \(stride) padding \(padding)"
    }
  }

  static let cases: [Case] = {
    var random = SeededRandom(21)
    var cases = [
      Case(
        batch: 2, height: 14, width: 14, inputs: 64, outputs: 64, kernel: 3, stride: 1, padding: 1),
      Case(
        batch: 1, height: 30, width: 30, inputs: 3, outputs: 64, kernel: 7, stride: 2, padding: 3),
      Case(
        batch: 2, height: 9, width: 7, inputs: 32, outputs: 64, kernel: 1, stride: 2, padding: 0),
      Case(batch: 1, height: 1, width: 1, inputs: 5, outputs: 3, kernel: 3, stride: 1, padding: 1),
      Case(batch: 0, height: 4, width: 4, inputs: 2, outputs: 2, kernel: 3, stride: 1, padding: 1),
    ]
    for _ in 0..<40 {
      let kernel = random.element(of: [1, 2, 3, 5, 7])
      cases.append(
        Case(
          batch: random.integer(in: 1...3), height: random.integer(in: kernel...13),
          width: random.integer(in: kernel...13), inputs: random.integer(in: 1...37),
          outputs: random.integer(in: 1...70), kernel: kernel, stride: random.integer(in: 1...3),
          padding: random.integer(in: 0...kernel)))
    }
    return cases
  }()

  @Test(arguments: cases)
  func agreesWithDoublePrecisionSums(_ c: Case) {
    var random = SeededRandom(UInt64(c.height * 1000 + c.outputs))
    let input = Tensor(
      [c.batch, c.height, c.width, c.inputs],
      random.uniforms(c.batch * c.height * c.width * c.inputs))
    let weight = Tensor(
      [c.kernel, c.kernel, c.inputs, c.outputs],
      random.uniforms(c.kernel * c.kernel * c.inputs * c.outputs))
    let bias = Tensor([c.outputs], random.uniforms(c.outputs))
    let output = input.convolved(with: weight, bias: bias, stride: c.stride, padding: c.padding)
    let gradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = Tensor.convolutionInputGradient(
      gradient, weight: weight, inputShape: input.shape, stride: c.stride, padding: c.padding)
    let weightGradient = Tensor.convolutionWeightGradient(
      input: input, outputGradient: gradient, weightShape: weight.shape, stride: c.stride,
      padding: c.padding)

    let (x, w, g) = (input.scalars, weight.scalars, gradient.scalars)
    var expected = [Double](repeating: 0, count: output.count)
    var expectedInput = [Double](repeating: 0, count: input.count)
    var expectedWeight = [Double](repeating: 0, count: weight.count)
    let (oh, ow) = (output.shape[1], output.shape[2])
    for n in 0..<c.batch {
      for y in 0..<oh {
        for z in 0..<ow {
          for o in 0..<c.outputs {
            let out = ((n * oh + y) * ow + z) * c.outputs + o
            expected[out] += Double(bias[o])
            for ky in 0..<c.kernel {
              for kx in 0..<c.kernel {
                let iy = y * c.stride + ky - c.padding
                let ix = z * c.stride + kx - c.padding
                guard iy >= 0, iy < c.height, ix >= 0, ix < c.width else { continue }
                for i in 0..<c.inputs {
                  let xi = ((n * c.height + iy) * c.width + ix) * c.inputs + i
                  let wi = ((ky * c.kernel + kx) * c.inputs + i) * c.outputs + o
                  expected[out] += Double(x[xi]) * Double(w[wi])
                  expectedInput[xi] += Double(g[out]) * Double(w[wi])
                  expectedWeight[wi] += Double(g[out]) * Double(x[xi])
                }
              }
            }
          }
        }
      }
    }
    // (k + 1) ε with k the longest chain; the sums of absolute values are below k for operands in ±1.
    func check(_ actual: Tensor, _ expected: [Double], chain: Int, _ what: String) {
      let bound = Double(chain + 2) * Double(chain + 1) * Double(Float.ulpOfOne)
      let worst = zip(actual.scalars, expected).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(worst <= bound, "\(what) of \(c): \(worst) > \(bound)")
      #expect(relativeError(actual.scalars, expected) < 2e-6, "\(what) of \(c)")
    }
    check(output, expected, chain: c.kernel * c.kernel * c.inputs, "output")
    check(inputGradient, expectedInput, chain: c.kernel * c.kernel * c.outputs, "gradient by input")
    check(weightGradient, expectedWeight, chain: c.batch * oh * ow, "gradient by weight")
  }
}
