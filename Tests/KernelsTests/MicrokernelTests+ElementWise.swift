import Foundation
import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  private static func element(
    _ count: Int, _ actual: [Float], _ problem: String = "",
    _ formula: (Int) -> (value: Double, tolerance: Double)
  ) -> MicrokernelTrial {
    let results = (0..<count).map(formula)
    return MicrokernelTrial(
      actual: unguarded(actual, count), expected: results.map(\.value),
      tolerance: results.map(\.tolerance), problem: "\(count) elements \(problem)")
  }

  static func rectify(
    _ function: RectifyFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let x = random.uniformsWithTies(random.extent(upTo: 1000))
    let leak = random.element(of: [0, 0.01, 0.2] as [Float])
    var y = guarded(x.count)
    function(x.count, x, leak, &y)
    return element(x.count, y, "leak \(leak)") {
      let value = Double(x[$0]) * (x[$0] < 0 ? Double(leak) : 1)
      return (value, x[$0] < 0 ? epsilon / 2 * abs(value) : 0)
    }
  }

  static func rectifierGradient(
    _ function: RectifierGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let g = random.uniforms(random.extent(upTo: 1000))
    let output = random.uniformsWithTies(g.count)
    let leak = random.element(of: [0, 0.01, 0.2] as [Float])
    var y = guarded(g.count)
    function(g.count, g, output, leak, &y)
    return element(g.count, y, "leak \(leak)") {
      let value = Double(g[$0]) * (output[$0] > 0 ? 1 : Double(leak))
      return (value, output[$0] > 0 ? 0 : epsilon / 2 * abs(value))
    }
  }

  static func addScaled(
    _ function: AddScaledFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let x = random.uniforms(random.extent(upTo: 1000))
    let start = random.uniforms(x.count)
    let factor = random.uniform(in: -3...3)
    var y = guarded(start)
    function(x.count, x, factor, &y)
    return element(x.count, y) {
      let product = Double(factor) * Double(x[$0])
      let value = Double(start[$0]) + product
      return (value, epsilon / 2 * (abs(product) + 1.01 * abs(value)))
    }
  }

  static func scale(
    _ function: ScaleFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let x = random.uniforms(random.extent(upTo: 1000))
    let factor = random.uniform(in: -3...3)
    var y = guarded(x.count)
    function(x.count, x, factor, &y)
    return element(x.count, y) {
      let value = Double(x[$0]) * Double(factor)
      return (value, epsilon / 2 * abs(value))
    }
  }

  static func hyperbolicTangent(
    _ function: HyperbolicTangentFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let x = random.uniforms(random.extent(upTo: 1000), in: -12...12)
    var y = guarded(x.count)
    function(x.count, x, &y)
    return element(x.count, y) {
      let value = tanh(Double(x[$0]))
      return (value, 2 * epsilon * abs(value))
    }
  }

  static func hyperbolicTangentGradient(
    _ function: HyperbolicTangentGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let g = random.uniforms(random.extent(upTo: 1000))
    let output = random.uniforms(g.count)
    var y = guarded(g.count)
    function(g.count, g, output, &y)
    return element(g.count, y) {
      let square = Double(output[$0]) * Double(output[$0])
      return (Double(g[$0]) * (1 - square), 1.5 * epsilon * abs(Double(g[$0])))
    }
  }

  static func finiteProbe(
    _ function: FiniteProbeFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    var x = random.uniforms(random.extent(upTo: 1000), in: -1.5e38...1.5e38)
    let finite = function(x.count, x)
    var poisoned: [Float] = []
    if !x.isEmpty {
      let index = random.integer(in: 0...x.count - 1)
      x[index] = random.element(of: [.nan, .infinity, -.infinity])
      poisoned.append(function(x.count, x).isNaN ? 1 : 0)
    }
    return MicrokernelTrial(
      actual: [abs(finite)] + poisoned, expected: [0] + poisoned.map { _ in 1 },
      tolerance: [0] + poisoned.map { _ in 0 }, problem: "\(x.count) elements")
  }

  static func softmax(
    _ function: SoftmaxFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let range = random.element(of: [1, 20, 200]) as Float
    let x = random.uniforms(random.extent(upTo: 1000), in: -range...range)
    var y = guarded(x.count)
    function(x.count, x, &y)
    let largest = Double(x.max() ?? 0)
    let total = x.reduce(0) { $0 + exp(Double($1) - largest) }
    return element(x.count, y, "in ±\(range)") {
      let distance = largest - Double(x[$0])
      let value = exp(-distance) / total
      // The argument's rounding, the exponential's three units, the sum's chain; below 2⁻¹²⁶ it is 0.
      let relative = distance / 2 + 3 + Double(x.count / 16 + 5)
      return (value, epsilon * relative * value + Double(Float.leastNormalMagnitude))
    }
  }

  static func adam(
    _ function: AdamFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let gradient = random.uniforms(random.extent(upTo: 300))
    let m = random.uniforms(gradient.count)
    let v = random.uniforms(gradient.count, in: 0...1)
    let value = random.uniforms(gradient.count)
    let constants: [Float] = [1e-2, 0.9, 0.1, 0.999, 0.001, 1.5, 1e-8]
    var (newM, newV, newValue) = (guarded(m), guarded(v), guarded(value))
    function(gradient.count, constants, gradient, &newM, &newV, &newValue)
    let c = constants.map(Double.init)
    var trial = MicrokernelTrial(
      actual: unguarded(newM, m.count) + unguarded(newV, v.count)
        + unguarded(newValue, value.count),
      expected: [], tolerance: [], problem: "\(gradient.count) elements")
    var values: [(Double, Double)] = []
    var seconds: [(Double, Double)] = []
    for index in gradient.indices {
      let g = Double(gradient[index])
      let (a, b) = (c[1] * Double(m[index]), c[2] * g)
      let second = c[3] * Double(v[index]) + c[4] * g * g
      let divisor = second.squareRoot() * c[5] + c[6]
      let step = c[0] / divisor
      trial.expected.append(a + b)
      trial.tolerance.append(1.5 * epsilon * (abs(a) + abs(b)))
      seconds.append((second, 2 * epsilon * second))
      let updated = Double(value[index]) - step * (a + b)
      values.append((updated, epsilon * (abs(updated) + step * 6 * (abs(a) + abs(b)))))
    }
    for (expected, tolerance) in seconds + values {
      trial.expected.append(expected)
      trial.tolerance.append(tolerance)
    }
    return trial
  }
}
