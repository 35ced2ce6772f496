import MicrokernelTemplates
import TestSupport
import Testing

/// Σⱼ row[j] · x(j), with what rounding may do to it.
private func sum(_ row: [Double], _ x: (Int) -> (Double, Double)) -> (Double, Double) {
  var (value, size) = (0.0, 0.0)
  for (j, factor) in row.enumerated() {
    value += factor * x(j).0
    size += abs(factor) * x(j).1
  }
  return (value, size)
}

/// Rounding errors of one map: at most ten operations on a chain.
private let allowance = 10 * epsilon

/// The transforms, pass by pass, against their matrices in double precision.
extension MicrokernelTests {
  /// One of the schemes, at random.
  private static func scheme(
    _ table: MicrokernelTable, _ random: inout SeededRandom
  ) -> (WinogradKernels, SchemeMatrices) {
    switch random.integer(in: 0...5) {
    case 0: (table.winogradTwo, .two)
    case 1: (table.winogradThree, .three)
    case 2: (table.winogradFour, .four)
    case 3: (table.winogradStridedFour, .stridedFour)
    case 4: (table.winogradStridedSeven, .stridedSeven)
    default: (table.winogradSix, .six)
    }
  }

  static func winogradRows(
    _ table: MicrokernelTable, ofGradient isGradient: Bool, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (kernels, matrices) = scheme(table, &random)
    let map = isGradient ? matrices.outputAdjoint : matrices.input
    let count = random.extent(upTo: 257)
    let rows = (0..<map[0].count).map { _ in random.uniforms(count) + [.nan] }
    let stride = count + random.integer(in: 0...5)
    var target = guarded(map.count * stride)
    withPointers(rows) { pointers in
      (isGradient ? kernels.gradientRows : kernels.inputRows)(count, pointers, &target, stride)
    }
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [], problem: "m \(kernels.outputs), \(count) floats")
    for (i, row) in map.enumerated() {
      trial.actual += target[i * stride..<i * stride + count]
      for index in 0..<count {
        let (value, size) = sum(row) {
          (Double(rows[$0][index]), abs(Double(rows[$0][index])))
        }
        trial.expected.append(value)
        trial.tolerance.append(allowance * size)
      }
    }
    if unguarded(target, map.count * stride).count != map.count * stride { trial.actual = [] }
    return trial
  }

  static func winogradColumns(
    _ table: MicrokernelTable, ofGradient isGradient: Bool, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (kernels, matrices) = scheme(table, &random)
    let map = isGradient ? matrices.outputAdjoint : matrices.input
    let (points, m) = (matrices.points, matrices.outputs)
    let (squares, channels) = (random.integer(in: 0...5), random.extent(upTo: 101))
    let pixelStride = channels + random.integer(in: 0...3)
    let step = isGradient ? m : m * kernels.stride
    let rowStride = (squares * step + points) * pixelStride + 5
    let strip = random.uniforms(points * rowStride)
    let squareStride = channels + random.integer(in: 0...3)
    let positionStride = squares * squareStride + 7
    var target = guarded(points * points * positionStride)
    (isGradient ? kernels.gradientColumns : kernels.inputColumns)(
      squares, channels, strip, rowStride, pixelStride, &target, positionStride, squareStride)
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [],
      problem: "m \(m), \(squares) squares, \(channels) channels")
    for row in 0..<points {
      for (i, factors) in map.enumerated() {
        for square in 0..<squares {
          for channel in 0..<channels {
            trial.actual.append(
              target[(row * points + i) * positionStride + square * squareStride + channel])
            let (value, size) = sum(factors) {
              let x = strip[row * rowStride + (square * step + $0) * pixelStride + channel]
              return (Double(x), abs(Double(x)))
            }
            trial.expected.append(value)
            trial.tolerance.append(allowance * size)
          }
        }
      }
    }
    return trial
  }

  static func winogradOutputColumns(
    _ table: MicrokernelTable, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (kernels, matrices) = scheme(table, &random)
    let (points, m) = (matrices.points, matrices.outputs)
    let (squares, channels) = (random.integer(in: 0...5), random.extent(upTo: 101))
    let squareStride = channels + random.integer(in: 0...3)
    let positionStride = squares * squareStride + 7
    let products = random.uniforms(points * points * positionStride)
    let rowStride = squares * m * channels + 3
    var strip = guarded(points * rowStride)
    kernels.outputColumns(
      squares, channels, products, positionStride, squareStride, &strip, rowStride)
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [],
      problem: "m \(m), \(squares) squares, \(channels) channels")
    for row in 0..<points {
      for square in 0..<squares {
        for (i, factors) in matrices.output.enumerated() {
          for channel in 0..<channels {
            trial.actual.append(strip[row * rowStride + (square * m + i) * channels + channel])
            let (value, size) = sum(factors) {
              let x = products[
                (row * points + $0) * positionStride + square * squareStride + channel]
              return (Double(x), abs(Double(x)))
            }
            trial.expected.append(value)
            trial.tolerance.append(allowance * size)
          }
        }
      }
    }
    return trial
  }

  static func winogradOutputRows(
    _ table: MicrokernelTable, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (kernels, matrices) = scheme(table, &random)
    return outputRows(kernels.outputRows, matrices.output, &random)
  }

  static func outputRows(
    _ transform: WinogradOutputRowsFunction, _ map: [[Double]], _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (pixels, channels) = (random.integer(in: 0...9), random.extent(upTo: 47))
    let count = pixels * channels
    let rowStride = count + 5
    let strip = random.uniforms(map[0].count * rowStride)
    let bias = random.integer(in: 0...1) == 0 ? nil : random.uniforms(channels)
    let residual =
      random.integer(in: 0...1) == 0
      ? nil : (0..<map.count).map { _ in random.uniforms(count) + [.nan] }
    let isRectified = random.integer(in: 0...1) == 0
    var output = guarded(map.count * count)
    output.withUnsafeMutableBufferPointer { output in
      guard let start = output.baseAddress else { return }
      let rows = (0..<map.count).map { start + $0 * count }
      withPointers(residual ?? []) { residualRows in
        transform(
          pixels, channels, strip, rowStride, bias, residual == nil ? nil : residualRows,
          isRectified, rows)
      }
    }
    var trial = MicrokernelTrial(
      actual: unguarded(output, map.count * count), expected: [], tolerance: [],
      problem: "m \(map.count), \(pixels) pixels, \(channels) channels")
    for (i, factors) in map.enumerated() {
      for index in 0..<count {
        var (value, size) = sum(factors) {
          (Double(strip[$0 * rowStride + index]), abs(Double(strip[$0 * rowStride + index])))
        }
        for term in [bias?[index % channels], residual?[i][index]] {
          guard let term else { continue }
          value += Double(term)
          size += abs(Double(term))
        }
        trial.expected.append(isRectified ? max(value, 0) : value)
        trial.tolerance.append(allowance * size)
      }
    }
    return trial
  }

  static func winogradWeights(
    _ table: MicrokernelTable, isAdjoint: Bool, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (kernels, matrices) = scheme(table, &random)
    let map = isAdjoint ? matrices.weightAdjoint : matrices.weight
    let (from, to) = (map[0].count, map.count)
    let columns = random.extent(upTo: 101)
    let (sourceStride, targetStride) = (columns + 3, columns + 5)
    let source = random.uniforms(from * from * sourceStride)
    var target = guarded(to * to * targetStride)
    (isAdjoint ? kernels.weightGradient : kernels.weights)(
      columns, source, sourceStride, &target, targetStride)
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [],
      problem: "m \(matrices.outputs), \(columns) columns")
    for row in 0..<to {
      for column in 0..<to {
        for index in 0..<columns {
          trial.actual.append(target[(row * to + column) * targetStride + index])
          let (value, size) = sum(map[column]) { j in
            sum(map[row]) { i in
              let x = Double(source[(i * from + j) * sourceStride + index])
              return (x, abs(x))
            }
          }
          trial.expected.append(value)
          trial.tolerance.append(2 * allowance * size)
        }
      }
    }
    return trial
  }

  static func fewSquares(
    _ function: FewSquaresFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (points, squares, columns) = (6, 4, 16)
    let row = random.integer(in: 0...points - 1)
    let depth = random.extent(upTo: 130)
    let weights = random.uniforms(depth * 9 * columns + 1)
    let input = random.uniforms(depth * points * squares + 1)
    let former = random.uniforms(points * squares * columns)
    let accumulates = random.element(of: [true, false])
    func sums(addsApart: Bool) -> [Float] {
      var sums = guarded(former)
      var room = [Float](repeating: .nan, count: points * columns * depth + 1)
      function(row, depth, weights, weights, input, &sums, accumulates, &room, addsApart)
      return unguarded(sums, former.count)
    }
    let result = sums(addsApart: true)
    #expect(sums(addsApart: false) == result, "adding another way changes bits")
    let map = SchemeMatrices.four.weight
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [], problem: "row \(row), depth \(depth)")
    for x in 0..<points {
      for square in 0..<squares {
        for column in 0..<columns {
          let place = (x * squares + square) * columns + column
          var value = accumulates ? Double(former[place]) : 0
          var size = abs(value)
          for k in 0..<depth {
            let weight = sum(map[x]) { j in
              sum(map[row]) { i in
                let w = Double(weights[(k * 9 + i * 3 + j) * columns + column])
                return (w, abs(w))
              }
            }
            let factor = Double(input[(k * points + x) * squares + square])
            value += factor * weight.0
            size += abs(factor) * weight.1
          }
          trial.actual.append(place < result.count ? result[place] : .nan)
          trial.expected.append(value)
          trial.tolerance.append((2 * allowance + Double(depth) * epsilon) * size)
        }
      }
    }
    return trial
  }

  /// Calls `body` with where each of `rows` starts.
  private static func withPointers(
    _ rows: [[Float]], _ body: (UnsafePointer<UnsafePointer<Float>>) -> Void
  ) {
    // One more, so that there is something to point at.
    let joined: [Float] = rows.flatMap { $0 } + [0]
    joined.withUnsafeBufferPointer { joined in
      guard let start = joined.baseAddress else { return }
      var pointers = [start]
      for row in rows { pointers.append(pointers[pointers.count - 1] + row.count) }
      body(pointers)
    }
  }

  static func columnTile(
    _ tile: TileKernel<ColumnTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let depth = random.extent(upTo: 257)
    let accumulates = random.integer(in: 0...1) == 0
    return inPlace(tile.columns, depth, nil, accumulates: accumulates, &random) {
      row, left, right, result in
      for first in Swift.stride(from: 0, to: row, by: tile.rows) {
        tile.function(
          depth, left + first, row, right, tile.columns, result + first * tile.columns,
          tile.columns, accumulates)
      }
    }
  }

  /// A product of 24 rows (which every tile's height divides) read in place.
  ///
  /// - Parameter leftStride: Floats from row to row; nil for a left operand `[depth][rows]`.
  private static func inPlace(
    _ columns: Int, _ depth: Int, _ leftStride: Int?, accumulates: Bool,
    _ random: inout SeededRandom,
    _ run: (
      Int, UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>
    ) -> Void
  ) -> MicrokernelTrial {
    let rows = 24
    let left = random.uniforms(rows * (leftStride ?? depth) + 1)
    // As many for every tile's width, so that all tiles see the same problem.
    let wide = random.uniforms(depth * 32 + 32 * rows)
    let right: [Float] = (0..<depth).flatMap { wide[$0 * 32..<$0 * 32 + columns] } + [0]
    let start: [Float] = (depth..<depth + rows).flatMap { wide[$0 * 32..<$0 * 32 + columns] }
    var result = guarded(accumulates ? start : [Float](repeating: .nan, count: rows * columns))
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        result.withUnsafeMutableBufferPointer { result in
          guard let a = left.baseAddress, let b = right.baseAddress, let c = result.baseAddress
          else { return }
          run(rows, a, b, c)
        }
      }
    }
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [],
      problem: "depth \(depth), accumulates \(accumulates)")
    let whole = unguarded(result, rows * columns)
    guard whole.count == rows * columns else { return trial }
    for r in 0..<rows {
      // The eight columns that every tile has.
      for c in 0..<8 {
        var (value, size) = (0.0, 0.0)
        if accumulates { (value, size) = (Double(start[r * columns + c]), 1) }
        for k in 0..<depth {
          let place = if let leftStride { r * leftStride + k } else { k * rows + r }
          let product = Double(left[place]) * Double(right[k * columns + c])
          value += product
          size += abs(product)
        }
        trial.actual.append(whole[r * columns + c])
        trial.expected.append(value)
        trial.tolerance.append(Double(depth + 1) * epsilon * size)
      }
    }
    return trial
  }
}
