/// Kernels on a matrix `[rows, columns]` that treat each column alike: batch normalisation, biases.
///
/// A column's sum is one chain over ascending rows, so the width of a vector does not show in it.
@frozen
public enum Columns<Set: InstructionSet> {
  /// `sums[c]` = Σ over rows of `x`.
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

  /// `sums[c]` = Σ over rows of (`x` − `mean[c]`)².
  @inlinable @inline(__always)
  public static func squaredDeviations(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ mean: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    forEachRun(columns) { column, count in
      var sum = Lanes.zero
      let mean = unsafe mean.lanes(column, count)
      for row in 0..<rows {
        let deviation = unsafe x.lanes(row * columns + column, count) - mean
        sum = Set.lanesMultiplyAdd(deviation, deviation, sum)
      }
      unsafe sums.store(sum, column, count)
    }
  }

  /// `y` = `x` × `scale[c]` + `shift[c]`, and 0 instead of a negative result if `rectified`.
  @inlinable @inline(__always)
  public static func scaleAndShift(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
    _ shift: UnsafePointer<Float>, _ rectified: Bool, _ y: UnsafeMutablePointer<Float>
  ) {
    let floor = Lanes(repeating: rectified ? 0 : -.infinity)
    for row in 0..<rows {
      forEachRun(columns) { column, count in
        let index = row * columns + column
        let scaled = unsafe Set.lanesMultiplyAdd(
          x.lanes(index, count), scale.lanes(column, count), shift.lanes(column, count))
        unsafe y.store(scaled.replacing(with: floor, where: scaled .< floor), index, count)
      }
    }
  }

  /// The two sums of batch normalisation's gradient, Σ g and Σ g · (x − mean), where g is `gradient`,
  /// taken as 0 where `output` (if given) is not positive.
  @inlinable @inline(__always)
  public static func gradientSums(
    _ rows: Int, _ columns: Int, _ gradient: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ output: UnsafePointer<Float>?, _ mean: UnsafePointer<Float>,
    _ sums: UnsafeMutablePointer<Float>, _ products: UnsafeMutablePointer<Float>
  ) {
    forEachRun(columns) { column, count in
      var sum = Lanes.zero
      var product = Lanes.zero
      let mean = unsafe mean.lanes(column, count)
      for row in 0..<rows {
        let index = row * columns + column
        var g = unsafe gradient.lanes(index, count)
        if let output = unsafe output {
          g = unsafe Lanes.zero.replacing(with: g, where: output.lanes(index, count) .> 0)
        }
        sum += g
        product = unsafe Set.lanesMultiplyAdd(g, x.lanes(index, count) - mean, product)
      }
      unsafe sums.store(sum, column, count)
      unsafe products.store(product, column, count)
    }
  }

  /// `y` = `gradientFactor[c]` × g + `inputFactor[c]` × `x` + `constant[c]`, with g as in
  /// ``gradientSums(_:_:_:_:_:_:_:_:)``.
  @inlinable @inline(__always)
  public static func gradient(
    _ rows: Int, _ columns: Int, _ gradient: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ output: UnsafePointer<Float>?, _ gradientFactor: UnsafePointer<Float>,
    _ inputFactor: UnsafePointer<Float>, _ constant: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      forEachRun(columns) { column, count in
        let index = row * columns + column
        var g = unsafe gradient.lanes(index, count)
        if let output = unsafe output {
          g = unsafe Lanes.zero.replacing(with: g, where: output.lanes(index, count) .> 0)
        }
        let fromInput = unsafe Set.lanesMultiplyAdd(
          x.lanes(index, count), inputFactor.lanes(column, count), constant.lanes(column, count))
        let sum = unsafe Set.lanesMultiplyAdd(g, gradientFactor.lanes(column, count), fromInput)
        unsafe y.store(sum, index, count)
      }
    }
  }
}
