import MicrokernelTemplates
import TestSupport

/// Kernels on matrices whose columns are independent.
extension MicrokernelTests {
  private static func matrix(_ random: inout SeededRandom) -> (rows: Int, columns: Int) {
    (random.extent(upTo: 101), random.extent(upTo: 101))
  }

  /// One result a column: `formula` gives the terms of its sum.
  private static func columnTrial(
    _ rows: Int, _ columns: Int, _ actual: [Float], _ term: (_ index: Int, _ column: Int) -> Double
  ) -> MicrokernelTrial {
    var trial = MicrokernelTrial(
      actual: unguarded(actual, columns), expected: [], tolerance: [],
      problem: "\(rows) × \(columns)")
    for c in 0..<columns {
      let terms = (0..<rows).map { term($0 * columns + c, c) }
      trial.expected.append(terms.reduce(0, +))
      trial.tolerance.append(Double(rows + 2) * epsilon * terms.reduce(0) { $0 + abs($1) })
    }
    return trial
  }

  /// One result an element: a sum of a few terms.
  private static func elementTrial(
    _ rows: Int, _ columns: Int, _ actual: [Float],
    _ formula: (_ index: Int, _ column: Int) -> (value: Double, size: Double)
  ) -> MicrokernelTrial {
    let results = (0..<rows * columns).map { formula($0, $0 % columns) }
    return MicrokernelTrial(
      actual: unguarded(actual, rows * columns), expected: results.map(\.value),
      tolerance: results.map { 2 * epsilon * $0.size }, problem: "\(rows) × \(columns)")
  }

  static func columnSums(
    _ function: ColumnSumsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let x = random.uniforms(rows * columns)
    var sums = guarded(columns)
    function(rows, columns, x, &sums)
    return columnTrial(rows, columns, sums) { index, _ in Double(x[index]) }
  }

  static func squaredDeviations(
    _ function: SquaredDeviationsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let x = random.uniforms(rows * columns)
    let mean = random.uniforms(columns)
    var sums = guarded(columns)
    function(rows, columns, x, mean, &sums)
    return columnTrial(rows, columns, sums) { index, c in
      let deviation = Double(x[index]) - Double(mean[c])
      return deviation * deviation
    }
  }

  static func scaleAndShift(
    _ function: ScaleAndShiftFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let x = random.uniforms(rows * columns)
    let (scale, shift) = (random.uniforms(columns), random.uniforms(columns))
    let isRectified = random.integer(in: 0...1) == 1
    var y = guarded(x.count)
    function(rows, columns, x, scale, shift, isRectified, &y)
    return elementTrial(rows, columns, y) { index, c in
      let product = Double(x[index]) * Double(scale[c])
      let value = product + Double(shift[c])
      return (isRectified ? max(0, value) : value, abs(product) + abs(Double(shift[c])))
    }
  }

  static func normalizationGradientSums(
    _ function: NormalizationGradientSumsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let (gradient, x) = (random.uniforms(rows * columns), random.uniforms(rows * columns))
    let output = random.uniformsWithTies(rows * columns)
    let mean = random.uniforms(columns)
    let isRectified = random.integer(in: 0...1) == 1
    var (sums, products) = (guarded(columns), guarded(columns))
    if isRectified {
      function(rows, columns, gradient, x, output, mean, &sums, &products)
    } else {
      function(rows, columns, gradient, x, nil, mean, &sums, &products)
    }
    func passed(_ index: Int) -> Double {
      isRectified && !(output[index] > 0) ? 0 : Double(gradient[index])
    }
    var trial = columnTrial(rows, columns, sums) { index, _ in passed(index) }
    let second = columnTrial(rows, columns, products) { index, c in
      passed(index) * (Double(x[index]) - Double(mean[c]))
    }
    trial.actual += second.actual
    trial.expected += second.expected
    trial.tolerance += second.tolerance
    return trial
  }

  static func normalizationGradient(
    _ function: NormalizationGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let (gradient, x) = (random.uniforms(rows * columns), random.uniforms(rows * columns))
    let output = random.uniformsWithTies(rows * columns)
    let factors = random.uniforms(columns)
    let inputFactors = random.uniforms(columns)
    let constants = random.uniforms(columns)
    let isRectified = random.integer(in: 0...1) == 1
    var y = guarded(x.count)
    if isRectified {
      function(rows, columns, gradient, x, output, factors, inputFactors, constants, &y)
    } else {
      function(rows, columns, gradient, x, nil, factors, inputFactors, constants, &y)
    }
    return elementTrial(rows, columns, y) { index, c in
      let g = isRectified && !(output[index] > 0) ? 0 : Double(gradient[index])
      let terms = [
        g * Double(factors[c]), Double(x[index]) * Double(inputFactors[c]), Double(constants[c]),
      ]
      return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
    }
  }
}
