import RandomNumbers
import TestSupport
import Testing

@testable import Tensors

/// Pooling against plain loops in double precision, its gradients also by the adjoint identity.
@Suite struct PoolingTests {
  struct Case: CustomStringConvertible, Sendable {
    var shape: [Int]
    var window: Int
    var stride: Int
    var padding: Int
    var description: String { "\(shape), window \(window) stride \(stride) padding \(padding)" }

    /// Calls `body` for each element of the output and each input pixel under its window.
    func forEachTap(_ body: (_ output: Int, _ tap: Int, _ input: Int) -> Void) {
      let (height, width, channels) = (shape[1], shape[2], shape[3])
      let outputHeight = (height + 2 * padding - window) / stride + 1
      let outputWidth = (width + 2 * padding - window) / stride + 1
      for n in 0..<shape[0] {
        for y in 0..<outputHeight {
          for x in 0..<outputWidth {
            for tap in 0..<window * window {
              let inputY = y * stride + tap / window - padding
              let inputX = x * stride + tap % window - padding
              guard (0..<height).contains(inputY), (0..<width).contains(inputX) else { continue }
              for c in 0..<channels {
                body(
                  ((n * outputHeight + y) * outputWidth + x) * channels + c, tap,
                  ((n * height + inputY) * width + inputX) * channels + c)
              }
            }
          }
        }
      }
    }
  }

  static let cases: [Case] = {
    var random = SeededRandom(31)
    var cases = [
      Case(shape: [2, 16, 16, 64], window: 3, stride: 2, padding: 1),
      Case(shape: [1, 1, 1, 5], window: 1, stride: 1, padding: 0),
      Case(shape: [1, 1, 1, 3], window: 2, stride: 1, padding: 1),
      Case(shape: [0, 4, 4, 8], window: 2, stride: 2, padding: 0),
      Case(shape: [2, 4, 4, 0], window: 2, stride: 2, padding: 0),
      Case(shape: [1, 40, 16, 2], window: 16, stride: 3, padding: 8),
    ]
    for _ in 0..<20 {
      let window = random.integer(in: 1...5)
      cases.append(
        Case(
          shape: [
            random.integer(in: 1...3), random.integer(in: window...12),
            random.integer(in: window...12), random.integer(in: 1...37),
          ], window: window, stride: random.integer(in: 1...4),
          padding: random.integer(in: 0...window / 2)))
    }
    return cases
  }()

  @Test(arguments: cases)
  func maximumAndItsGradientFollowTheFirstOfTheLargest(_ c: Case) {
    var random = SeededRandom(UInt64(c.shape.reduce(7) { $0 * 31 + $1 }))
    // Few different values, so that there are ties.
    let x = Tensor(
      Shape(c.shape),
      (0..<c.shape.reduce(1, *)).map { _ in Float(random.integer(in: -3...3)) })
    let (output, selection) = x.maxPooled(window: c.window, stride: c.stride, padding: c.padding)
    let gradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = Tensor.maxPoolingGradient(
      gradient, selection: selection)

    var largest = [Double](repeating: -.infinity, count: output.count)
    var winner = [Int](repeating: -1, count: output.count)
    c.forEachTap { output, _, input in
      if winner[output] < 0 || Double(x[input]) > largest[output] {
        largest[output] = Double(x[input])
        winner[output] = input
      }
    }
    var expected = [Double](repeating: 0, count: x.count)
    for index in 0..<output.count { expected[winner[index]] += Double(gradient[index]) }
    #expect(output.scalars.map(Double.init) == largest, "\(c)")
    #expect(relativeError(inputGradient.scalars, expected) < 1e-6, "\(c)")
    #expect(inputGradient.shape == x.shape)
  }

  @Test func notANumberIsTheLargest() {
    var x = Tensor([1, 4, 4, 17])
    x[5 * 17 + 3] = .nan
    let (output, selection) = x.maxPooled(window: 2, stride: 2, padding: 0)
    #expect((0..<output.count).filter { output[$0].isNaN } == [3])
    let gradient = Tensor.maxPoolingGradient(
      Tensor(output.shape, filledWith: 1), selection: selection)
    #expect(gradient[5 * 17 + 3] == 1)
  }

  @Test func allMinusInfinityStaysAndHasAWinner() {
    let x = Tensor([1, 2, 2, 3], filledWith: -.infinity)
    let (output, selection) = x.maxPooled(window: 3, stride: 2, padding: 1)
    #expect(output.scalars == [-.infinity, -.infinity, -.infinity])
    let gradient = Tensor.maxPoolingGradient(
      Tensor([1, 1, 1, 3], filledWith: 1), selection: selection)
    #expect(gradient.scalars == [1, 1, 1] + [Float](repeating: 0, count: 9))
  }

  @Test(arguments: cases)
  func averageAgreesAndItsGradientIsItsAdjoint(_ c: Case) {
    var random = SeededRandom(UInt64(c.shape.reduce(11) { $0 * 31 + $1 }))
    let x = Tensor(Shape(c.shape), random.uniforms(c.shape.reduce(1, *)))
    let output = x.averagePooled(window: c.window, stride: c.stride, padding: c.padding)
    let gradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = Tensor.averagePoolingGradient(
      gradient, inputShape: x.shape, window: c.window, stride: c.stride, padding: c.padding)
    let area = Double(c.window * c.window)
    var expected = [Double](repeating: 0, count: output.count)
    var expectedGradient = [Double](repeating: 0, count: x.count)
    c.forEachTap { output, _, input in
      expected[output] += Double(x[input]) / area
      expectedGradient[input] += Double(gradient[output]) / area
    }
    #expect(relativeError(output.scalars, expected) < 1e-6, "\(c)")
    #expect(relativeError(inputGradient.scalars, expectedGradient) < 1e-6, "\(c)")
    let difference = dot(output, gradient) - dot(x, inputGradient)
    #expect(abs(difference) <= 1e-6 * norm(output) * norm(gradient), "⟨Ax, u⟩ = ⟨x, Aᵀu⟩ of \(c)")
  }

  @Test(arguments: [[3, 7, 5, 37], [1, 1, 1, 16], [2, 1, 13, 1], [0, 3, 3, 4], [2, 3, 3, 0]])
  func globalAverageAgreesAndItsGradientIsItsAdjoint(_ shape: [Int]) {
    var random = SeededRandom(UInt64(shape.reduce(13) { $0 * 31 + $1 }))
    let x = Tensor(Shape(shape), random.uniforms(shape.reduce(1, *)))
    let output = x.globallyAveragePooled()
    let (batch, pixels, channels) = (shape[0], shape[1] * shape[2], shape[3])
    #expect(output.shape == [batch, channels])
    var expected = [Double](repeating: 0, count: output.count)
    for index in 0..<x.count {
      expected[index / (pixels * channels) * channels + index % channels] +=
        Double(x[index]) / Double(pixels)
    }
    #expect(relativeError(output.scalars, expected) < 1e-6)
    let gradient = Tensor(output.shape, random.uniforms(output.count))
    let inputGradient = Tensor.globalAveragePoolingGradient(gradient, inputShape: x.shape)
    let difference = dot(output, gradient) - dot(x, inputGradient)
    #expect(abs(difference) <= 1e-6 * norm(output) * norm(gradient))
  }

  @Test func picturesWithoutPixelsHaveNoGradient() {
    let gradient = Tensor.globalAveragePoolingGradient(
      Tensor([2, 33], filledWith: 1), inputShape: [2, 0, 5, 33])
    #expect(gradient.count == 0)
  }
}
