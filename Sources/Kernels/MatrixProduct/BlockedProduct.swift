import CPUFeatures
import MicrokernelTemplates

/// A matrix product cut into blocks: pack a slice of k of both operands, then multiply tile by tile.
///
///     result[m, n] = start[m, n] + Σₖ left[m, k] · right[k, n]        (k ascending)
///
/// The operands come through closures that pack panels, so that a convolution's gradient can gather its
/// operand from a picture and never has to write the whole unfolded picture down.
@safe
struct BlockedProduct {
  let rows: Int
  let columns: Int
  let depth: Int
  let result: UnsafeMutablePointer<Float>
  let resultStride: Int
  /// Whether sums start from what `result` holds (else from zero).
  let accumulates: Bool
  /// The register tile.
  let tile: TileKernel<PackedTileFunction>

  init(
    _ kernels: KernelSet, rows: Int, columns: Int, depth: Int,
    result: UnsafeMutablePointer<Float>, resultStride: Int, accumulates: Bool
  ) {
    self.rows = rows
    self.columns = columns
    self.depth = depth
    unsafe self.result = result
    self.resultStride = resultStride
    self.accumulates = accumulates
    let (tall, low) = unsafe (kernels.microkernels.packedTile, kernels.microkernels.lowPackedTile)
    func coveredRows(_ height: Int) -> Int { (rows + height - 1) / height * height }
    // The taller tile reads less for each product; the lower one must save more than that is worth.
    let lowIsBetter = unsafe coveredRows(low.rows) * 20 < coveredRows(tall.rows) * 19
    unsafe tile = lowIsBetter ? low : tall
  }

  /// Packs the given panels (of the tile's width) for the given k, one `stride` floats after the other.
  typealias Packer = (
    _ panels: Range<Int>, _ depth: Range<Int>, _ target: UnsafeMutablePointer<Float>,
    _ stride: Int
  ) -> Void

  func run(packLeft: Packer, packRight: Packer) {
    guard rows > 0, columns > 0 else { return }
    if depth == 0 {
      if !accumulates {
        for row in 0..<rows {
          unsafe (result + row * resultStride).update(repeating: 0, count: columns)
        }
      }
      return
    }
    let blocking = unsafe BlockingSchedule(
      rows: rows, columns: columns, depth: depth, tileRows: tile.rows, tileColumns: tile.columns)
    let leftPanels = unsafe (rows + tile.rows - 1) / tile.rows
    let rightPanels = unsafe (columns + tile.columns - 1) / tile.columns
    let slice = blocking.depth
    let leftCount = unsafe leftPanels * tile.rows * slice
    let rightCount = unsafe rightPanels * tile.columns * slice
    unsafe BufferPool.shared.withFloats(leftCount + rightCount) { packed in
      let packedRight = unsafe packed + leftCount
      var start = 0
      while start < depth {
        let range = start..<min(start + slice, depth)
        let (leftStride, rightStride) = unsafe (tile.rows * slice, tile.columns * slice)
        Parallel.forEachPiece(of: leftPanels + rightPanels, size: blocking.panelsAPiece) { piece in
          let left = piece.clamped(to: 0..<leftPanels)
          if !left.isEmpty {
            unsafe packLeft(left, range, packed + left.lowerBound * leftStride, leftStride)
          }
          let right = piece.clamped(to: leftPanels..<leftPanels + rightPanels)
          if !right.isEmpty {
            let first = right.lowerBound - leftPanels
            unsafe packRight(
              first..<right.upperBound - leftPanels, range, packedRight + first * rightStride,
              rightStride)
          }
        }
        Parallel.forEach(blocking.blockCount) { block in
          let (rowPanels, columnPanels) = blocking.panels(ofBlock: block)
          for rowPanel in rowPanels {
            for columnPanel in columnPanels {
              unsafe multiply(
                rowPanel, columnPanel, range.count,
                packed + rowPanel * tile.rows * slice,
                packedRight + columnPanel * tile.columns * slice,
                accumulates: accumulates || start > 0)
            }
          }
        }
        start = range.upperBound
      }
    }
  }

  /// One tile; at the edges through a whole tile on the side, of which only what exists is kept.
  private func multiply(
    _ rowPanel: Int, _ columnPanel: Int, _ depth: Int,
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, accumulates: Bool
  ) {
    let row = unsafe rowPanel * tile.rows
    let column = unsafe columnPanel * tile.columns
    let target = unsafe result + row * resultStride + column
    let rowCount = unsafe min(tile.rows, rows - row)
    let columnCount = unsafe min(tile.columns, columns - column)
    if unsafe rowCount == tile.rows && columnCount == tile.columns {
      unsafe tile.function(depth, left, right, target, resultStride, accumulates)
      return
    }
    let tileColumns = unsafe tile.columns
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: tile.rows * tileColumns) {
      guard let whole = $0.baseAddress else { return }
      if accumulates {
        unsafe whole.initialize(repeating: 0, count: $0.count)
        for r in 0..<rowCount {
          unsafe (whole + r * tileColumns).update(
            from: target + r * resultStride, count: columnCount)
        }
      }
      unsafe tile.function(depth, left, right, whole, tileColumns, accumulates)
      for r in 0..<rowCount {
        unsafe (target + r * resultStride).update(
          from: whole + r * tileColumns, count: columnCount)
      }
    }
  }
}
