import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  static func byteTile(
    _ tile: TileKernel<ByteTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = (random.integer(in: 1...tile.rows), tile.columns)
    let (taps, depth) = (random.integer(in: 1...9), random.extent(upTo: 65))
    let quads = (depth + 3) / 4
    var right = [Int8](repeating: 0, count: taps * quads * columns * 4)
    var weights = [Int8](repeating: 0, count: taps * depth * columns)
    for k in 0..<taps * depth {
      let (tap, place) = k.quotientAndRemainder(dividingBy: max(depth, 1))
      for column in 0..<columns {
        let weight = random.signedByte()
        weights[k * columns + column] = weight
        right[((tap * quads + place / 4) * columns + column) * 4 + place % 4] = weight
      }
    }
    // The last run ends where its memory does.
    let left = (0..<max(taps * rows * depth, 1)).map { _ in random.unsignedByte() }
    var result = [Int32](repeating: .min, count: rows * columns + 1)
    left.withUnsafeBufferPointer { left in
      guard let start = left.baseAddress else { return }
      let runs = (0..<taps * rows).map { start + $0 * depth }
      tile.function(rows, taps, depth, runs, right, &result, nil)
    }
    let guardIsIntact = result[rows * columns] == .min
    var expected = [Double](repeating: 0, count: rows * columns)
    for r in 0..<rows {
      for tap in 0..<taps {
        for k in 0..<depth {
          let activation = Int(left[(tap * rows + r) * depth + k])
          for column in 0..<columns {
            expected[r * columns + column] += Double(
              activation * Int(weights[(tap * depth + k) * columns + column]))
          }
        }
      }
    }
    return MicrokernelTrial(
      actual: guardIsIntact ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 }, problem: "\(rows) rows, \(taps) taps of \(depth)")
  }

  static func requantize(
    _ function: RequantizeFunction, columns: Int, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let rows = random.integer(in: 1...6)
    let width = random.element(of: [columns, random.integer(in: 1...columns)])
    let sums = (0..<rows * columns).map { _ in
      random.element(of: [Int32.min, .max, 0, 1, Int32(random.integer(in: -100_000...100_000))])
    }
    let scales = random.uniforms(columns, in: 0...0.004)
    let offsets = (0..<columns).map { _ in
      random.element(of: [0.5, 1.5, 128, random.uniform(in: -200...200)])
    }
    let residual = (0..<rows * width).map { _ in random.unsignedByte() }
    let residualScale = random.element(of: [1, 0.5, random.uniform(in: 0...2)])
    let hasResidual = random.integer(in: 0...1) == 1
    var result = [UInt8](repeating: 77, count: rows * width + 1)
    result.withUnsafeMutableBufferPointer { result in
      residual.withUnsafeBufferPointer { residual in
        guard let start = result.baseAddress, let addend = residual.baseAddress else { return }
        let places = (0..<rows).map { start + $0 * width }
        let addends = (0..<rows).map { addend + $0 * width }
        if hasResidual {
          function(rows, width, sums, scales, offsets, addends, residualScale, places, 0)
        } else {
          function(rows, width, sums, scales, offsets, nil, residualScale, places, 0)
        }
      }
    }
    var expected: [Double] = []
    for r in 0..<rows {
      for c in 0..<width {
        var x = Float(sums[r * columns + c]) * scales[c]
        x += offsets[c]
        if hasResidual {
          let addend = Float(residual[r * width + c]) * residualScale
          x += addend
        }
        expected.append(Double(max(0, min(255, x.rounded(.toNearestOrEven)))))
      }
    }
    return MicrokernelTrial(
      actual: result.last == 77 ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 },
      problem: "\(rows)×\(width), \(hasResidual ? "a" : "no") residual")
  }

  static func byteMaximum(
    _ function: ByteMaximumFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (count, taps) = (random.extent(upTo: 257), random.integer(in: 1...9))
    let sources = (0..<max(taps * count, 1)).map { _ in random.unsignedByte() }
    var result = [UInt8](repeating: 77, count: count + 1)
    sources.withUnsafeBufferPointer { sources in
      guard let start = sources.baseAddress else { return }
      function(count, taps, (0..<taps).map { start + $0 * count }, &result)
    }
    let expected = (0..<count).map { index in
      (0..<taps).map { Double(sources[$0 * count + index]) }.max() ?? 0
    }
    return MicrokernelTrial(
      actual: result.last == 77 ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 }, problem: "\(taps) sources of \(count) bytes")
  }

  static func byteProductPeak(
    _ tile: TileKernel<ByteProductPeakFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 1000)
    let bytes = (0..<4).map { _ in random.unsignedByte() }
    let four = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    var result = [Int32](repeating: 0, count: tile.rows * tile.columns)
    tile.function(count, four, &result)
    let step = zip(bytes, [3, -1, 2, 1]).reduce(0) { $0 + Int($1.0) * $1.1 }
    // One of a vector's equal sums stands for all.
    let actual = (0..<tile.rows).map { chain in
      let sums = result.dropFirst(chain * tile.columns).prefix(tile.columns)
      return sums.allSatisfy { $0 == sums.first } ? Float(sums.first ?? .min) : .nan
    }
    return MicrokernelTrial(
      actual: actual, expected: (0..<tile.rows).map { Double($0 + count * step) },
      tolerance: actual.map { _ in 0 }, problem: "\(count) steps of \(bytes)")
  }
}

extension SeededRandom {
  /// A byte that is often at the end of its range.
  mutating func unsignedByte() -> UInt8 {
    element(of: [0, 255, UInt8(integer(in: 0...255)), UInt8(integer(in: 0...255))])
  }

  /// A byte that is often at an end of its range.
  mutating func signedByte() -> Int8 {
    element(of: [.min, .max, Int8(integer(in: -128...127)), Int8(integer(in: -128...127))])
  }
}
