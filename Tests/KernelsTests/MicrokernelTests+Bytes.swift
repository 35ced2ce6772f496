import MicrokernelTemplates
import TestSupport
import Testing

extension MicrokernelTests {
  /// A tile's sums, or a sweep that makes bytes of them.
  static func byteTile(
    _ kernels: ByteKernels, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    random.integer(in: 0...1) == 0 ? byteSums(kernels, &random) : byteSweep(kernels, &random)
  }

  private static func byteSums(
    _ kernels: ByteKernels, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let tile = kernels.tile
    let product = ByteTileProduct(
      rows: random.integer(in: 1...tile.rows), across: 1, kernels, &random)
    let count = product.rows * tile.columns
    var result = [Int32](repeating: .min, count: count + 1)
    product.withRuns(height: product.rows) { runs in
      tile.function(
        product.rows, product.taps, product.runSize, runs, product.right, &result, nil, 1, 1)
    }
    let expected = product.sums.map(Double.init)
    return MicrokernelTrial(
      actual: result.last == .min ? result.dropLast().map { Float($0) } : [], expected: expected,
      tolerance: expected.map { _ in 0 },
      problem: "\(product.rows) rows, \(product.taps) taps of \(product.runSize)")
  }

  private static func byteSweep(
    _ kernels: ByteKernels, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let tile = kernels.tile
    let (height, below) = (random.integer(in: 1...tile.rows), random.integer(in: 1...3))
    let across = random.integer(in: 1...3)
    let product = ByteTileProduct(
      rows: height * below, across: across, kernels, &random)
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
                    height, product.taps, product.runSize, runs, product.right, &sums, &finish,
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
        + "\(product.runSize), \(hasResidual ? "a" : "no") residual")
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
    _ kernels: ByteKernels, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (tile, count) = (kernels.productPeak, random.extent(upTo: 1000))
    let group = kernels.depthGroup
    let weights = group == 4 ? [[-1, -1, 3, 0], [1, 0, 2, 0]] : [[-1, 3], [1, 2]]
    let activations = (0..<kernels.peakPeriod).map { _ in
      (0..<group).map { _ in random.unsignedByte() }
    }
    let fours = activations.map { four in
      four.reversed().reduce(UInt32(0)) { $0 << (32 / group) | UInt32($1) }
    }
    var result = [Int32](repeating: 0, count: tile.rows * tile.columns)
    tile.function(count, fours, &result)
    let totals = (0..<tile.rows).map { chain in
      (0..<count).reduce(chain) { total, step in
        let four = activations[step % 8 * 6 + chain / 2]
        return total + zip(four, weights[chain % 2]).reduce(0) { $0 + Int($1.0) * $1.1 }
      }
    }
    // One of a vector's equal sums stands for all.
    let actual = (0..<tile.rows).map { chain in
      let sums = result.dropFirst(chain * tile.columns).prefix(tile.columns)
      return sums.allSatisfy { $0 == sums.first } ? Float(sums.first ?? .min) : .nan
    }
    return MicrokernelTrial(
      actual: actual, expected: totals.map(Double.init),
      tolerance: actual.map { _ in 0 }, problem: "\(count) steps")
  }
}

/// A product of bytes that tiles compute.
private struct ByteTileProduct {
  let rows: Int
  let taps: Int
  /// Bytes that a run takes as the tile reads it.
  let runSize: Int
  /// `[rows][taps][depth]`, words if the tile multiplies such.
  let left: [UInt8]
  /// `[across][taps][⌈depth / group⌉][columns][group]`, words if the tile multiplies such.
  let right: [Int8]
  /// `[rows][across × columns]`, by the definition.
  let sums: [Int]

  init(rows: Int, across: Int, _ kernels: ByteKernels, _ random: inout SeededRandom) {
    let (columns, group) = (kernels.tile.columns, kernels.depthGroup)
    let taps = random.integer(in: 1...9)
    // Words always come in whole groups.
    let depth = random.extent(upTo: 65) & (group == 2 ? ~1 : ~0)
    let groups = (depth + group - 1) / group
    let left = (0..<rows * taps * depth).map { _ in random.unsignedByte() }
    var right = [Int8](repeating: 0, count: across * taps * groups * columns * group)
    var sums = [Int](repeating: 0, count: rows * across * columns)
    for column in 0..<across * columns {
      let (panel, place) = column.quotientAndRemainder(dividingBy: columns)
      for tap in 0..<taps {
        for k in 0..<depth {
          let weight = random.signedByte()
          let first = (panel * taps + tap) * groups + k / group
          right[(first * columns + place) * group + k % group] = weight
          for r in 0..<rows {
            sums[r * across * columns + column] +=
              Int(left[(r * taps + tap) * depth + k]) * Int(weight)
          }
        }
      }
    }
    (self.rows, self.taps, self.sums) = (rows, taps, sums)
    if let widening = kernels.widening {
      runSize = 2 * depth
      self.left = Self.words(left, by: widening.unsigned) { Int16($0) }
      let words = Self.words(right.map { UInt8(bitPattern: $0) }, by: widening.signed) {
        Int16(Int8(bitPattern: $0))
      }
      self.right = words.map { Int8(bitPattern: $0) }
    } else {
      (runSize, self.left, self.right) = (depth, left, right)
    }
  }

  /// What a kernel makes of bytes, which is held against its definition.
  private static func words(
    _ bytes: [UInt8], by widen: WidenBytesFunction, _ word: (UInt8) -> Int16
  ) -> [UInt8] {
    var words = [Int16](repeating: 77, count: bytes.count + 2)
    widen(bytes.count, bytes, &words)
    let filler = bytes.count % 2 == 1 ? [Int16(0)] : []
    #expect(words == bytes.map(word) + filler + [77, 77].dropFirst(filler.count))
    return words.prefix(bytes.count).flatMap { word in
      withUnsafeBytes(of: word) { Array($0) }
    }
  }

  /// Calls `body` with where the runs of tiles of `height` rows below each other start.
  func withRuns(height: Int, _ body: (UnsafePointer<UnsafePointer<UInt8>>) -> Void) {
    // Without a k there is nothing to point to. The last run ends where its memory does.
    (left.isEmpty ? [0, 0] : left).withUnsafeBufferPointer { left in
      guard let start = left.baseAddress else { return }
      let runs = stride(from: 0, to: rows, by: height).flatMap { first in
        (0..<taps).flatMap { tap in
          (first..<first + height).map { start + ($0 * taps + tap) * runSize }
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
