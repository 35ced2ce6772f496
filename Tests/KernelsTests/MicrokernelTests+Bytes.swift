import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  /// A tile's sums, or a sweep that makes bytes of them.
  static func byteTile(
    _ tile: TileKernel<ByteTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    random.integer(in: 0...1) == 0 ? byteSums(tile, &random) : byteSweep(tile, &random)
  }

  private static func byteSums(
    _ tile: TileKernel<ByteTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let product = ByteTileProduct(
      rows: random.integer(in: 1...tile.rows), across: 1, columns: tile.columns, &random)
    let count = product.rows * tile.columns
    var result = [Int32](repeating: .min, count: count + 1)
    product.withRuns(height: product.rows) { runs in
      tile.function(
        product.rows, product.taps, product.depth, runs, product.right, &result, nil, 1, 1)
    }
    let expected = product.sums.map(Double.init)
    return MicrokernelTrial(
      actual: result.last == .min ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 },
      problem: "\(product.rows) rows, \(product.taps) taps of \(product.depth)")
  }

  private static func byteSweep(
    _ tile: TileKernel<ByteTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (height, below) = (random.integer(in: 1...tile.rows), random.integer(in: 1...3))
    let across = random.integer(in: 1...3)
    let product = ByteTileProduct(
      rows: height * below, across: across, columns: tile.columns, &random)
    // The tiles begin behind a few columns that they leave alone.
    let column = random.integer(in: 0...5)
    let stride = column + across * tile.columns
    let scales = random.uniforms(stride, in: 0...0.004)
    let offsets = random.uniforms(stride, in: -200...200)
    let residual = (0..<product.rows * stride).map { _ in random.unsignedByte() }
    let hasResidual = random.integer(in: 0...1) == 1
    var result = [UInt8](repeating: 77, count: product.rows * stride + 1)
    result.withUnsafeMutableBufferPointer { result in
      residual.withUnsafeBufferPointer { residual in
        scales.withUnsafeBufferPointer { scales in
          offsets.withUnsafeBufferPointer { offsets in
            guard let start = result.baseAddress, let addend = residual.baseAddress,
              let scales = scales.baseAddress, let offsets = offsets.baseAddress
            else { return }
            let places = (0..<product.rows).map { start + $0 * stride }
            let addends = (0..<product.rows).map { addend + $0 * stride }
            places.withUnsafeBufferPointer { places in
              addends.withUnsafeBufferPointer { addends in
                guard let places = places.baseAddress else { return }
                var finish = ByteFinish(
                  scales: scales, offsets: offsets,
                  residuals: hasResidual ? addends.baseAddress : nil, residualScale: 0.5,
                  results: places, column: column)
                var sums: [Int32] = []
                product.withRuns(height: height) { runs in
                  tile.function(
                    height, product.taps, product.depth, runs, product.right, &sums, &finish,
                    across, below)
                }
              }
            }
          }
        }
      }
    }
    var expected: [Double] = []
    for r in 0..<product.rows {
      for c in 0..<stride {
        guard c >= column else {
          expected.append(77)
          continue
        }
        var x = Float(product.sums[r * (stride - column) + c - column]) * scales[c]
        x += offsets[c]
        if hasResidual { x += Float(residual[r * stride + c]) * 0.5 }
        expected.append(Double(max(0, min(255, x.rounded(.toNearestOrEven)))))
      }
    }
    return MicrokernelTrial(
      actual: result.last == 77 ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 },
      problem: "\(below)×\(height) rows, \(across) across, \(product.taps) taps of "
        + "\(product.depth), \(hasResidual ? "a" : "no") residual")
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

/// A product of bytes that tiles compute.
private struct ByteTileProduct {
  let rows: Int
  let taps: Int
  let depth: Int
  /// `[rows][taps][depth]`.
  let left: [UInt8]
  /// `[across][taps][⌈depth / 4⌉][columns][4]`.
  let right: [Int8]
  /// `[rows][across × columns]`, by the definition.
  let sums: [Int]

  init(rows: Int, across: Int, columns: Int, _ random: inout SeededRandom) {
    let (taps, depth) = (random.integer(in: 1...9), random.extent(upTo: 65))
    let quads = (depth + 3) / 4
    let left = (0..<rows * taps * depth).map { _ in random.unsignedByte() }
    var right = [Int8](repeating: 0, count: across * taps * quads * columns * 4)
    var sums = [Int](repeating: 0, count: rows * across * columns)
    for column in 0..<across * columns {
      let (panel, place) = column.quotientAndRemainder(dividingBy: columns)
      for tap in 0..<taps {
        for k in 0..<depth {
          let weight = random.signedByte()
          let quad = (panel * taps + tap) * quads + k / 4
          right[(quad * columns + place) * 4 + k % 4] = weight
          for r in 0..<rows {
            sums[r * across * columns + column] +=
              Int(left[(r * taps + tap) * depth + k]) * Int(weight)
          }
        }
      }
    }
    (self.rows, self.taps, self.depth) = (rows, taps, depth)
    (self.left, self.right, self.sums) = (left, right, sums)
  }

  /// Calls `body` with where the runs of tiles of `height` rows below each other start.
  func withRuns(height: Int, _ body: (UnsafePointer<UnsafePointer<UInt8>>) -> Void) {
    // Without a k there is nothing to point to. The last run ends where its memory does.
    (left.isEmpty ? [0] : left).withUnsafeBufferPointer { left in
      guard let start = left.baseAddress else { return }
      let runs = stride(from: 0, to: rows, by: height).flatMap { first in
        (0..<taps).flatMap { tap in
          (first..<first + height).map { start + ($0 * taps + tap) * depth }
        }
      }
      body(runs)
    }
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
