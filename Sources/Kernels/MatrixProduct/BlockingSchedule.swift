/// How a product is cut: policy without arithmetic.
///
/// It changes how long the work takes and not a bit of the result.
///
/// A task owns some rows and some columns of the result. It takes k in slices; of each slice its columns of
/// the right operand are packed and stay in the second-level cache, while panels of rows, small enough
/// for the first-level cache, go past them.
struct BlockingSchedule {
  /// How many k a slice has.
  let depth: Int
  /// How many tasks there are.
  var taskCount: Int { rowGroups * columnBlocks }
  /// The most strips of columns a task has.
  let stripsATask: Int

  private let rows: Int
  private let columns: Int
  private let tileColumns: Int
  private let strips: Int
  private let rowGroups: Int
  private let columnBlocks: Int

  /// Slices of k: a panel of the left operand (20 KB) stays in the first-level cache.
  private static let sliceDepth = 512
  /// With few panels of rows it is better to read the right operand in longer runs.
  private static let longSliceDepth = 1152
  private static let fewPanels = 8
  /// Floats of a task's packed columns: half of a second-level cache of 1 MB.
  private static let packedCount = 1 << 17
  private static let mostStrips = 16
  /// Enough tasks for an even share, unless they would become too small.
  private static let tasksAThread = 16
  /// Multiply-adds below which a task costs more than sharing it brings.
  private static let smallestTask = 1 << 17

  /// - Parameters:
  ///   - readsRuns: Whether the right operand is contiguous in k.
  ///   - threads: How many threads share the tasks.
  init(
    rows: Int, columns: Int, depth: Int, tileRows: Int, tileColumns: Int, readsRuns: Bool = false,
    threads: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.tileColumns = tileColumns
    func pieces(_ count: Int, _ size: Int) -> Int { (count + size - 1) / size }
    let panels = pieces(rows, tileRows)
    strips = pieces(columns, tileColumns)
    // Slices of equal size, so that the last one is not a sliver.
    let mostDepth =
      readsRuns && panels <= Self.fewPanels ? Self.longSliceDepth : Self.sliceDepth
    self.depth = pieces(depth, pieces(depth, mostDepth))

    var stripsATask = max(
      1, min(Self.packedCount / (self.depth * tileColumns), Self.mostStrips, strips))
    var rowGroups = 1
    let mostTasks = min(
      threads == 1 ? 1 : threads * Self.tasksAThread,
      rows * columns * depth / Self.smallestTask)
    while pieces(strips, stripsATask) * rowGroups < mostTasks {
      // Fewer rows a task mean that columns are packed more than once; fewer columns, that rows are
      // read more often.
      let panelsAGroup = panels / (2 * rowGroups)
      if stripsATask > 1 && (stripsATask > 4 || panelsAGroup < 8) {
        stripsATask = (stripsATask + 1) / 2
      } else if panelsAGroup >= (readsRuns ? Self.fewPanels : 2) {
        rowGroups *= 2
      } else {
        break
      }
    }
    self.rowGroups = rowGroups
    columnBlocks = pieces(strips, stripsATask)
    self.stripsATask = pieces(strips, columnBlocks)
  }

  /// The rows and columns of the result that are task number `task`'s.
  func share(ofTask task: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let (block, group) = task.quotientAndRemainder(dividingBy: rowGroups)
    let firstStrip = block * strips / columnBlocks
    let endStrip = (block + 1) * strips / columnBlocks
    return (
      group * rows / rowGroups..<(group + 1) * rows / rowGroups,
      firstStrip * tileColumns..<min(endStrip * tileColumns, columns)
    )
  }
}
