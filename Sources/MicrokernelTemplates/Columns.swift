/// Kernels on a matrix `[rows, columns]` that treat each column alike: batch normalisation, biases.
///
/// Sums go down each column in ascending rows: chains of 128 rows in single precision, joined in double
/// precision, since a longer chain would lose too many digits of a large sum.
@frozen
public enum Columns<Set: InstructionSet> {
  /// `sums[c]` = Σ over rows of `x`, in one chain.
  @inlinable @inline(__always)
  public static func sums(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) {
    forEachRun(columns) { column, count in
      var sum = Lanes.zero
      for row in 0..<rows { unsafe sum += x.lanes(row * columns + column, count) }
      unsafe sums.store(sum, column, count)
    }
  }

  /// For mean and variance in one pass: `sums[c]` = Σ (`x` − `shift[c]`) and `sums[columns + c]` =
  /// Σ (`x` − `shift[c]`)², where `shift` is the mean of a few rows.
  ///
  /// With a shift near the mean the variance is what the second sum says less a little, so that few digits
  /// cancel; one row alone may be an outlier.
  @inlinable @inline(__always)
  public static func moments(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ shift: UnsafeMutablePointer<Float>,
    _ sums: UnsafeMutablePointer<Double>
  ) {
    let samples = min(rows, 8)
    let step = rows / max(samples, 1)
    forEachRun(columns) { column, count in
      var sum = Lanes.zero
      for row in 0..<samples { unsafe sum += x.lanes(row * step * columns + column, count) }
      unsafe shift.store(sum * (1 / Float(max(samples, 1))), column, count)
    }
    let shift = unsafe UnsafePointer(shift)
    unsafe pairSums(rows, columns, sums) { index, column, count, sum, squares in
      let deviation = unsafe x.lanes(index, count) - shift.lanes(column, count)
      sum += deviation
      squares = Set.lanesMultiplyAdd(deviation, deviation, squares)
    }
  }

  /// `y` = `x` × `scale[c]` + `shift[c]` (+ `addend`, if given), and 0 instead of a negative result if
  /// `rectified`; `y` may be `x` or `addend`.
  @inlinable @inline(__always)
  public static func scaleAndShift(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
    _ shift: UnsafePointer<Float>, _ addend: UnsafePointer<Float>?, _ rectified: Bool,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let floor = Lanes(repeating: rectified ? 0 : -.infinity)
    if let addend = unsafe addend {
      forEachElement(rows, columns) { index, column, count in
        let scaled = unsafe Set.lanesMultiplyAdd(
          x.lanes(index, count), scale.lanes(column, count), shift.lanes(column, count))
        let sum = unsafe scaled + addend.lanes(index, count)
        unsafe y.store(sum.replacing(with: floor, where: sum .< floor), index, count)
      }
    } else {
      forEachElement(rows, columns) { index, column, count in
        let scaled = unsafe Set.lanesMultiplyAdd(
          x.lanes(index, count), scale.lanes(column, count), shift.lanes(column, count))
        unsafe y.store(scaled.replacing(with: floor, where: scaled .< floor), index, count)
      }
    }
  }

  /// The two sums of batch normalisation's gradient: `sums[c]` = Σ g and `sums[columns + c]` =
  /// Σ g · (`x` − `mean[c]`).
  ///
  /// - Parameters:
  ///   - scale: The scale of the normalisation, if a rectifier followed it: g is `gradient` where
  ///     `x` × `scale` + `shift` is positive, else 0. Nil if none did: g is `gradient`.
  ///   - shift: The shift, if a rectifier followed.
  ///   - sums: `[2][columns]`.
  @inlinable @inline(__always)
  public static func gradientSums(
    _ rows: Int, _ columns: Int, _ gradient: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ scale: UnsafePointer<Float>?, _ shift: UnsafePointer<Float>?,
    _ mean: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Double>
  ) {
    unsafe pairSums(rows, columns, sums) { index, column, count, sum, products in
      let x = unsafe x.lanes(index, count)
      var g = unsafe gradient.lanes(index, count)
      if let scale = unsafe scale, let shift = unsafe shift {
        let output = unsafe Set.lanesMultiplyAdd(
          x, scale.lanes(column, count), shift.lanes(column, count))
        g = Lanes.zero.replacing(with: g, where: output .> 0)
      }
      sum += g
      products = unsafe Set.lanesMultiplyAdd(g, x - mean.lanes(column, count), products)
    }
  }

  /// As ``gradientSums(_:_:_:_:_:_:_:_:)``, where g is `gradient` where `output` is positive, else 0, and is
  /// written to `masked`, which may be `gradient`: the end of a residual block, whose shortcut needs g too.
  @inlinable @inline(__always)
  public static func maskedGradientSums(
    _ rows: Int, _ columns: Int, _ gradient: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ output: UnsafePointer<Float>, _ mean: UnsafePointer<Float>,
    _ masked: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Double>
  ) {
    unsafe pairSums(rows, columns, sums) { index, column, count, sum, products in
      let g = unsafe Lanes.zero.replacing(
        with: gradient.lanes(index, count), where: output.lanes(index, count) .> 0)
      unsafe masked.store(g, index, count)
      sum += g
      products = unsafe Set.lanesMultiplyAdd(
        g, x.lanes(index, count) - mean.lanes(column, count), products)
    }
  }

  /// `y` = `scale[c]` × g + `inputFactor[c]` × `x` + `constant[c]`; `y` may be `gradient`.
  ///
  /// - Parameters:
  ///   - shift: The shift of the normalisation, if a rectifier followed it: g is `gradient` where
  ///     `x` × `scale` + `shift` is positive, else 0. Nil if none did: g is `gradient`.
  @inlinable @inline(__always)
  public static func gradient(
    _ rows: Int, _ columns: Int, _ gradient: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ scale: UnsafePointer<Float>, _ inputFactor: UnsafePointer<Float>,
    _ constant: UnsafePointer<Float>, _ shift: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>
  ) {
    if let shift = unsafe shift {
      forEachElement(rows, columns) { index, column, count in
        let x = unsafe x.lanes(index, count)
        let scale = unsafe scale.lanes(column, count)
        let output = unsafe Set.lanesMultiplyAdd(x, scale, shift.lanes(column, count))
        let g = unsafe Lanes.zero.replacing(with: gradient.lanes(index, count), where: output .> 0)
        let fromInput = unsafe Set.lanesMultiplyAdd(
          x, inputFactor.lanes(column, count), constant.lanes(column, count))
        unsafe y.store(Set.lanesMultiplyAdd(g, scale, fromInput), index, count)
      }
    } else {
      forEachElement(rows, columns) { index, column, count in
        let fromInput = unsafe Set.lanesMultiplyAdd(
          x.lanes(index, count), inputFactor.lanes(column, count), constant.lanes(column, count))
        let sum = unsafe Set.lanesMultiplyAdd(
          gradient.lanes(index, count), scale.lanes(column, count), fromInput)
        unsafe y.store(sum, index, count)
      }
    }
  }
}

extension Columns {
  /// Calls `body` for each run of a row, row by row: memory is gone through in order.
  @inlinable @inline(__always)
  static func forEachElement(
    _ rows: Int, _ columns: Int, _ body: (_ index: Int, _ column: Int, _ count: Int) -> Void
  ) {
    for row in 0..<rows {
      forEachRun(columns) { column, count in body(row * columns + column, column, count) }
    }
  }

  /// Two sums down each column, `[2][columns]`: `add` adds an element's terms to both.
  @inlinable @inline(__always)
  static func pairSums(
    _ rows: Int, _ columns: Int, _ sums: UnsafeMutablePointer<Double>,
    _ add: (_ index: Int, _ column: Int, _ count: Int, inout Lanes, inout Lanes) -> Void
  ) {
    unsafe sums.update(repeating: 0, count: 2 * columns)
    // Four runs side by side: 256 bytes of a row at once, and eight chains that do not wait for each other.
    var column = 0
    while column + 4 * laneCount <= columns {
      unsafe ColumnBlock<4>.pairSums(rows, columns, column, laneCount, sums, add)
      column += 4 * laneCount
    }
    while column < columns {
      let count = min(laneCount, columns - column)
      unsafe ColumnBlock<1>.pairSums(rows, columns, column, count, sums, add)
      column += laneCount
    }
  }
}

/// So many runs of columns, side by side.
@frozen
@usableFromInline
enum ColumnBlock<let runs: Int> {
  @inlinable @inline(__always)
  static func pairSums(
    _ rows: Int, _ columns: Int, _ column: Int, _ count: Int, _ sums: UnsafeMutablePointer<Double>,
    _ add: (_ index: Int, _ column: Int, _ count: Int, inout Lanes, inout Lanes) -> Void
  ) {
    var first = 0
    while first < rows {
      let end = min(first + 128, rows)
      var sum = InlineArray<runs, Lanes>(repeating: .zero)
      var second = InlineArray<runs, Lanes>(repeating: .zero)
      for row in first..<end {
        for run in 0..<runs {
          let start = column + run * laneCount
          add(row * columns + start, start, count, &sum[run], &second[run])
        }
      }
      for run in 0..<runs {
        let start = column + run * laneCount
        unsafe sums.add(sum[run], start, count)
        unsafe sums.add(second[run], columns + start, count)
      }
      first = end
    }
  }
}

extension UnsafeMutablePointer where Pointee == Double {
  /// Adds the first `count` ≤ 16 lanes to the elements from `index` on.
  @inlinable @inline(__always)
  func add(_ lanes: Lanes, _ index: Int, _ count: Int) {
    if count == laneCount {
      let place = unsafe UnsafeMutableRawPointer(self + index)
      let sum = unsafe place.loadUnaligned(as: SIMD16<Double>.self) + SIMD16<Double>(lanes)
      unsafe place.storeBytes(of: sum, as: SIMD16<Double>.self)
    } else {
      unsafe withUnsafeBytes(of: lanes) { bytes in
        if let source = bytes.baseAddress {
          for lane in 0..<count {
            unsafe self[index + lane] += Double(
              source.load(fromByteOffset: 4 &* lane, as: Float.self))
          }
        }
      }
    }
  }
}
