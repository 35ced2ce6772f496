import MicrokernelTemplates
import TestSupport

/// Kernels on matrices whose columns are independent.
extension MicrokernelTests {
  private static func matrix(_ random: inout SeededRandom) -> (rows: Int, columns: Int) {
    // Several chains of rows, and columns that make several blocks.
    (random.extent(upTo: random.element(of: [13, 101, 301])), random.extent(upTo: 150))
  }

  /// One result a column: `term` gives the terms of its sum, at most `chain` of which are added in single
  /// precision.
  private static func columnTrial(
    _ rows: Int, _ columns: Int, _ actual: [Float], chain: Int? = nil,
    _ term: (_ index: Int, _ column: Int) -> Double
  ) -> MicrokernelTrial {
    var trial = MicrokernelTrial(
      actual: unguarded(actual, columns), expected: [], tolerance: [],
      problem: "\(rows) × \(columns)")
    for c in 0..<columns {
      let terms = (0..<rows).map { term($0 * columns + c, c) }
      trial.expected.append(terms.reduce(0, +))
      trial.tolerance.append(
        Double(min(chain ?? rows, rows) + 2) * epsilon * terms.reduce(0) { $0 + abs($1) })
    }
    return trial
  }

  /// Two sums a column, as the kernels give them in double precision.
  private static func pairTrial(
    _ rows: Int, _ columns: Int, _ sums: [Double],
    _ first: (_ index: Int, _ column: Int) -> Double,
    _ second: (_ index: Int, _ column: Int) -> Double
  ) -> MicrokernelTrial {
    func floats(_ range: Range<Int>) -> [Float] {
      sums[range].map { Float($0) } + sums[(2 * columns)...].map { Float($0) }
    }
    var trial = columnTrial(rows, columns, floats(0..<columns), chain: 128, first)
    let other = columnTrial(rows, columns, floats(columns..<2 * columns), chain: 128, second)
    trial.actual += other.actual
    trial.expected += other.expected
    trial.tolerance += other.tolerance
    return trial
  }

  private static func guardedSums(_ columns: Int) -> [Double] {
    [Double](repeating: .nan, count: 2 * columns)
      + [Double](repeating: Double(sentinel), count: 16)
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

  static func columnMoments(
    _ function: ColumnMomentsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let x = random.uniforms(rows * columns, in: 3...5)
    var shift = guarded(columns)
    var sums = guardedSums(columns)
    function(rows, columns, x, &shift, &sums)
    // The shift may be anything; what is added has to be counted from it, in single precision.
    var trial = pairTrial(rows, columns, sums) {
      Double(x[$0] - shift[$1])
    } _: {
      Double(x[$0] - shift[$1]) * Double(x[$0] - shift[$1])
    }
    let shifts = unguarded(shift, columns)
    // But it should be near: the mean of some rows lies between the smallest and the largest.
    if rows > 0, !shifts.allSatisfy({ $0 >= 2.999 && $0 <= 5.001 }) { trial.actual = [] }
    return trial
  }

  static func scaleAndShift(
    _ function: ScaleAndShiftFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let x = random.uniforms(rows * columns)
    let addend = random.uniforms(rows * columns)
    let (scale, shift) = (random.uniforms(columns), random.uniforms(columns))
    let isRectified = random.integer(in: 0...1) == 1
    let hasAddend = random.integer(in: 0...1) == 1
    // In place or not.
    var y = random.integer(in: 0...1) == 1 && hasAddend ? guarded(addend) : guarded(x.count)
    y.withUnsafeMutableBufferPointer { y in
      addend.withUnsafeBufferPointer { addend in
        guard let target = y.baseAddress else { return }
        let source = target[0].isNaN || x.isEmpty ? addend.baseAddress : UnsafePointer(target)
        function(
          rows, columns, x, scale, shift, hasAddend ? source : nil, isRectified, target)
      }
    }
    return elementTrial(rows, columns, y) { index, c in
      let product = Double(x[index]) * Double(scale[c])
      let added = hasAddend ? Double(addend[index]) : 0
      let value = product + Double(shift[c]) + added
      return (
        isRectified ? max(0, value) : value, abs(product) + abs(Double(shift[c])) + abs(added)
      )
    }
  }

  /// Whether a normalisation's rectifier lets the gradient through: as the kernels, which round once.
  private static func passes(_ x: Float, _ scale: Float, _ shift: Float) -> Bool {
    Float(Double(x) * Double(scale) + Double(shift)) > 0
  }

  /// Numbers x for which the sign of x × `scale[c]` + `shift[c]` is the same with one and two roundings.
  private static func decidedInputs(
    _ rows: Int, _ scale: [Float], _ shift: [Float], _ random: inout SeededRandom
  ) -> [Float] {
    (0..<rows * scale.count).map { index in
      let c = index % scale.count
      let x = random.uniform()
      return abs(x * scale[c] + shift[c]) < 1e-5 ? 0 : x
    }
  }

  static func normalizationGradientSums(
    _ function: NormalizationGradientSumsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let gradient = random.uniforms(rows * columns)
    let (scale, shift) = (random.uniforms(columns), random.uniforms(columns, in: 0.1...1))
    let x = decidedInputs(rows, scale, shift, &random)
    let mean = random.uniforms(columns)
    let isRectified = random.integer(in: 0...1) == 1
    var sums = guardedSums(columns)
    if isRectified {
      function(rows, columns, gradient, x, scale, shift, mean, &sums)
    } else {
      function(rows, columns, gradient, x, nil, nil, mean, &sums)
    }
    func passed(_ index: Int, _ c: Int) -> Double {
      isRectified && !passes(x[index], scale[c], shift[c]) ? 0 : Double(gradient[index])
    }
    return pairTrial(rows, columns, sums) {
      passed($0, $1)
    } _: {
      passed($0, $1) * (Double(x[$0]) - Double(mean[$1]))
    }
  }

  static func maskedGradientSums(
    _ function: MaskedGradientSumsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let (gradient, x) = (random.uniforms(rows * columns), random.uniforms(rows * columns))
    let output = random.uniformsWithTies(rows * columns)
    let mean = random.uniforms(columns)
    var sums = guardedSums(columns)
    // In place or not.
    var masked = guarded(gradient)
    if random.integer(in: 0...1) == 1 {
      masked.withUnsafeMutableBufferPointer {
        guard let target = $0.baseAddress else { return }
        function(rows, columns, UnsafePointer(target), x, output, mean, target, &sums)
      }
    } else {
      function(rows, columns, gradient, x, output, mean, &masked, &sums)
    }
    func passed(_ index: Int) -> Double { output[index] > 0 ? Double(gradient[index]) : 0 }
    var trial = pairTrial(rows, columns, sums) { index, _ in
      passed(index)
    } _: {
      passed($0) * (Double(x[$0]) - Double(mean[$1]))
    }
    trial.actual += unguarded(masked, gradient.count)
    trial.expected += gradient.indices.map(passed)
    trial.tolerance += gradient.map { _ in 0 }
    return trial
  }

  static func normalizationGradient(
    _ function: NormalizationGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = matrix(&random)
    let gradient = random.uniforms(rows * columns)
    let (scale, shift) = (random.uniforms(columns), random.uniforms(columns, in: 0.1...1))
    let x = decidedInputs(rows, scale, shift, &random)
    let (inputFactors, constants) = (random.uniforms(columns), random.uniforms(columns))
    let isRectified = random.integer(in: 0...1) == 1
    var y = guarded(gradient)
    y.withUnsafeMutableBufferPointer {
      guard let target = $0.baseAddress else { return }
      if isRectified {
        function(
          rows, columns, UnsafePointer(target), x, scale, inputFactors, constants, shift, target)
      } else {
        function(rows, columns, gradient, x, scale, inputFactors, constants, nil, target)
      }
    }
    return elementTrial(rows, columns, y) { index, c in
      let isBlocked = isRectified && !passes(x[index], scale[c], shift[c])
      let g = isBlocked ? 0 : Double(gradient[index])
      let terms = [
        g * Double(scale[c]), Double(x[index]) * Double(inputFactors[c]), Double(constants[c]),
      ]
      return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
    }
  }
}
