/// How a product is cut: policy without arithmetic, from the problem and the tile alone.
struct BlockingSchedule {
  /// How many k are packed at a time.
  let depth: Int
  /// Panels one piece of the packing work takes.
  let panelsAPiece: Int
  private let rowPanels: Int
  private let columnPanels: Int
  private let rowPanelsABlock: Int
  private let columnPanelsABlock: Int

  /// Rows and columns of a block that one thread multiplies at a time.
  ///
  /// At 384 k one panel of its left operand (18 KB) stays in the first-level cache while the block's right
  /// operand (384 KB) streams past it from the second-level one.
  private static let blockRows = 144
  private static let blockColumns = 256
  private static let sliceDepth = 384
  private static let wantedBlocks = 16

  /// Products below this many multiply-adds are one block: sharing them would cost more than it brings.
  private static let smallProduct = 1 << 16

  init(rows: Int, columns: Int, depth: Int, tileRows: Int, tileColumns: Int) {
    // Slices of equal size, so that the last one is not a sliver.
    let slices = (depth + Self.sliceDepth - 1) / Self.sliceDepth
    self.depth = (depth + slices - 1) / slices
    let rowPanels = (rows + tileRows - 1) / tileRows
    let columnPanels = (columns + tileColumns - 1) / tileColumns
    self.rowPanels = rowPanels
    self.columnPanels = columnPanels

    if rows * columns * self.depth <= Self.smallProduct {
      rowPanelsABlock = rowPanels
      columnPanelsABlock = columnPanels
      panelsAPiece = rowPanels + columnPanels
      return
    }
    var blockRows = min(Self.blockRows / tileRows, rowPanels)
    var blockColumns = min(Self.blockColumns / tileColumns, columnPanels)
    // Enough blocks for many cores, where the matrix has them to give; the longer side is halved.
    func blockCount() -> Int {
      ((rowPanels + blockRows - 1) / blockRows) * ((columnPanels + blockColumns - 1) / blockColumns)
    }
    while blockCount() < Self.wantedBlocks, blockRows > 1 || blockColumns > 1 {
      if blockColumns * tileColumns > blockRows * tileRows && blockColumns > 1 || blockRows == 1 {
        blockColumns = (blockColumns + 1) / 2
      } else {
        blockRows = (blockRows + 1) / 2
      }
    }
    // Blocks of nearly equal size, so that the last one is not a sliver either.
    func evened(_ size: Int, _ panels: Int) -> Int {
      let count = (panels + size - 1) / size
      return (panels + count - 1) / count
    }
    rowPanelsABlock = evened(blockRows, rowPanels)
    columnPanelsABlock = evened(blockColumns, columnPanels)
    panelsAPiece = 4
  }

  private var rowBlocks: Int { (rowPanels + rowPanelsABlock - 1) / rowPanelsABlock }
  private var columnBlocks: Int { (columnPanels + columnPanelsABlock - 1) / columnPanelsABlock }

  /// How many blocks the result has.
  var blockCount: Int { rowBlocks * columnBlocks }

  /// The panels of block number `block`: neighbours in a row of blocks come one after the other.
  func panels(ofBlock block: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let row = block / columnBlocks * rowPanelsABlock
    let column = block % columnBlocks * columnPanelsABlock
    return (
      row..<min(row + rowPanelsABlock, rowPanels),
      column..<min(column + columnPanelsABlock, columnPanels)
    )
  }
}
