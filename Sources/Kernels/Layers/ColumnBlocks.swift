/// A matrix `[rows, columns]` cut into blocks of rows, its columns made to fill whole vectors.
///
/// Where sixteen does not divide the columns, several rows are seen as one that it does divide: 16 rows of 37
/// columns are one row of 592. Columns a multiple of the original's apart are then one column. The rows that
/// are left over at the end are a block of their own, one row wide.
@safe
struct ColumnBlocks {
  /// Elements of a block: enough work to be worth a thread's while, few enough for its second-level cache.
  static let elements = 1 << 16

  /// No more blocks than this, since what they give is joined by one thread.
  private static let countLimit = 64

  /// The matrix's own columns.
  let originalColumns: Int
  /// The columns of the widened matrix, a multiple of sixteen.
  let columns: Int
  /// Whole rows of the widened matrix.
  private let rows: Int
  /// Elements behind the whole rows.
  private let restCount: Int
  private let blockRows: Int

  /// Rows of the (widened) matrix, or the rest.
  struct Block {
    /// The number of the block.
    let index: Int
    /// The block's first element.
    let start: Int
    let rows: Int
    let columns: Int
  }

  init(_ rows: Int, _ columns: Int) {
    originalColumns = columns
    var fold = 1
    while columns * fold % 16 != 0 { fold *= 2 }
    self.columns = columns * fold
    self.rows = rows / fold
    restCount = rows % fold * columns
    let elements = max(Self.elements, rows * columns / Self.countLimit)
    // Whole chains of 128 rows.
    blockRows = max(1, elements / 128 / max(self.columns, 1)) * 128
  }

  private var wholeBlocks: Int { (rows + blockRows - 1) / blockRows }

  /// How many blocks there are.
  var count: Int { columns == 0 ? 0 : wholeBlocks + (restCount > 0 ? 1 : 0) }

  /// Calls `body` for each block, several at once.
  func forEach(_ body: (Block) -> Void) {
    Parallel.forEach(count) { body(block($0)) }
  }

  private func block(_ index: Int) -> Block {
    guard index < wholeBlocks else {
      return Block(index: index, start: rows * columns, rows: 1, columns: restCount)
    }
    let first = index * blockRows
    return Block(
      index: index, start: first * columns, rows: min(blockRows, rows - first), columns: columns)
  }

  /// Calls `body` with room for so many sums of each column of each block: `[count][sums][columns]`.
  func withTotals(
    sumsPerColumn: Int, _ body: (UnsafeMutablePointer<Double>) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(
      of: Double.self, capacity: max(1, count * sumsPerColumn * columns)
    ) {
      if let start = $0.baseAddress { unsafe body(start) }
    }
  }

  /// Calls `body` with `[arrays][columns]`: the original's columns repeated along the widened rows.
  func withRepeated(
    _ arrays: [UnsafePointer<Float>], _ body: (UnsafePointer<Float>) -> Void
  ) {
    unsafe BufferPool.shared.withFloats(arrays.count * columns) { floats in
      for index in unsafe arrays.indices {
        let target = unsafe floats + index * columns
        for start in stride(from: 0, to: columns, by: max(1, originalColumns)) {
          unsafe (target + start).update(from: arrays[index], count: originalColumns)
        }
      }
      unsafe body(UnsafePointer(floats))
    }
  }

  /// The sum of original column `column` over all blocks.
  func total(
    _ column: Int, _ totals: UnsafePointer<Double>, arrays: Int, array: Int
  ) -> Double {
    var sum = 0.0
    for index in 0..<count {
      let block = block(index)
      let source = unsafe totals + index * arrays * columns + array * block.columns
      for c in stride(from: column, to: block.columns, by: originalColumns) {
        unsafe sum += source[c]
      }
    }
    return sum
  }

  /// Mean and biased variance of original column `column`, from the blocks' means and sums of squared
  /// deviations, `[count][2][columns]`.
  ///
  /// The squares about the whole's mean are those about the blocks' means and those of the blocks' means.
  func joinedStatistics(
    _ column: Int, _ totals: UnsafePointer<Double>
  ) -> (mean: Double, variance: Double) {
    var (rows, sum, squares) = (0.0, 0.0, 0.0)
    unsafe forEachPart(of: column, totals) { count, mean, deviations in
      rows += count
      sum += count * mean
      squares += deviations
    }
    guard rows > 0 else { return (0, 0) }
    let joined = sum / rows
    unsafe forEachPart(of: column, totals) { count, mean, _ in
      squares += count * (mean - joined) * (mean - joined)
    }
    return (joined, squares / rows)
  }

  private func forEachPart(
    of column: Int, _ totals: UnsafePointer<Double>,
    _ body: (_ rows: Double, _ mean: Double, _ deviations: Double) -> Void
  ) {
    for index in 0..<count {
      let block = block(index)
      let source = unsafe totals + index * 2 * columns
      for c in stride(from: column, to: block.columns, by: originalColumns) {
        unsafe body(Double(block.rows), source[c], source[block.columns + c])
      }
    }
  }
}
