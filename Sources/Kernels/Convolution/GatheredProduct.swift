import MicrokernelTemplates

extension KernelSet {
  /// Carries a gather plan out with weights in panels.
  ///
  /// - Parameters:
  ///   - plan: Where the operands lie.
  ///   - source: `[N, H, W, C]`, as the plan describes it.
  ///   - weight: `[panels][taps × depth][columns]`, the last panel perhaps narrower, from ``packWeights(_:taps:depth:columns:into:)``.
  ///   - target: Where results go.
  ///   - accumulates: Whether sums start from what `target` holds (else from zero).
  func run(
    _ plan: GatherPlan, source: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>, accumulates: Bool
  ) {
    guard plan.pixels > 0, plan.targetChannels > 0 else { return }
    let (wide, narrow) = unsafe (
      microkernels.gatheredTile, microkernels.narrowGatheredTile
    )
    let (rows, columns) = unsafe (wide.rows, wide.columns)
    let taps = plan.taps.count
    let panels = (plan.targetChannels + columns - 1) / columns
    let panelSize = taps * plan.depth * columns
    let tilesABlock = 12
    let pixelBlocks = (plan.pixels + rows * tilesABlock - 1) / (rows * tilesABlock)
    // Few pixels: let the panels of weights be shared out too.
    let panelsABlock = pixelBlocks >= 16 ? panels : max(1, panels * pixelBlocks / 16)
    let panelBlocks = (panels + panelsABlock - 1) / panelsABlock
    // One row for pixels beyond the last, and whole tiles for the last, narrower panel.
    let spareCount = panels * columns
    let sideCount = rows * columns

    Parallel.forEach(pixelBlocks * panelBlocks) { block in
      let (pixelBlock, panelBlock) = block.quotientAndRemainder(dividingBy: panelBlocks)
      let firstPanel = panelBlock * panelsABlock
      let lastPanel = min(firstPanel + panelsABlock, panels)
      let firstPixel = pixelBlock * rows * tilesABlock
      let tiles = min(tilesABlock, (plan.pixels - firstPixel + rows - 1) / rows)
      unsafe BufferPool.shared.withFloats(plan.zeroCount + spareCount + sideCount) { floats in
        let (zeros, spare, side) = unsafe (
          floats, floats + plan.zeroCount, floats + plan.zeroCount + spareCount
        )
        unsafe floats.update(repeating: 0, count: plan.zeroCount + spareCount + sideCount)
        unsafe withPointers(runs: tiles * taps * rows, places: tiles * rows) { runs, places in
          for tile in 0..<tiles {
            unsafe plan.locate(
              first: firstPixel + tile * rows, rows: rows, source: source, zeros: zeros,
              target: target, spare: spare, runs: runs + tile * taps * rows,
              places: places + tile * rows)
          }
          for panel in firstPanel..<lastPanel {
            let column = panel * columns
            let width = min(columns, plan.targetChannels - column)
            let tile = unsafe width <= narrow.columns ? narrow : wide
            for index in 0..<tiles {
              let runs = unsafe UnsafePointer(runs + index * taps * rows)
              let places = unsafe UnsafePointer(places + index * rows)
              if unsafe width == tile.columns {
                unsafe tile.function(
                  taps, plan.depth, runs, weight + panel * panelSize, places, column, accumulates)
              } else {
                unsafe runPartial(
                  tile, plan, runs, weight + panel * panelSize, places, column, width, side,
                  accumulates)
              }
            }
          }
        }
      }
    }
  }

  /// A tile of which only `width` columns exist: through a whole tile on the side.
  private func runPartial(
    _ tile: TileKernel<GatheredTileFunction>, _ plan: GatherPlan,
    _ runs: UnsafePointer<UnsafePointer<Float>>, _ weight: UnsafePointer<Float>,
    _ places: UnsafePointer<UnsafeMutablePointer<Float>>, _ column: Int, _ width: Int,
    _ side: UnsafeMutablePointer<Float>, _ accumulates: Bool
  ) {
    let (rows, columns) = unsafe (tile.rows, tile.columns)
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafeMutablePointer<Float>.self, capacity: rows
    ) { sidePlaces in
      guard let start = sidePlaces.baseAddress else { return }
      for r in 0..<rows {
        unsafe (start + r).initialize(to: side + r * columns)
        if accumulates { unsafe start[r].update(from: places[r] + column, count: width) }
      }
      unsafe tile.function(
        plan.taps.count, plan.depth, runs, weight, UnsafePointer(start), 0, accumulates)
      for r in 0..<rows { unsafe (places[r] + column).update(from: start[r], count: width) }
    }
  }

  private func withPointers(
    runs: Int, places: Int,
    _ body: (
      UnsafeMutablePointer<UnsafePointer<Float>>,
      UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    ) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: max(runs, 1)) {
      runs in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: max(places, 1)
      ) { places in
        guard let runs = runs.baseAddress, let places = places.baseAddress else {
          return
        }
        unsafe body(runs, places)
      }
    }
  }

  /// Panels of weights for ``run(_:source:weight:target:accumulates:)``: how many floats they take.
  func packedWeightCount(taps: Int, depth: Int, columns: Int) -> Int {
    let width = unsafe microkernels.gatheredTile.columns
    return (columns + width - 1) / width * width * taps * depth
  }

  /// Packs weights: `matrix(tap)` is tap's `[depth, columns]`.
  func packWeights(
    taps: Int, depth: Int, columns: Int, into packed: UnsafeMutablePointer<Float>,
    matrix: (_ tap: Int) -> MatrixOperand
  ) {
    let wide = unsafe microkernels.gatheredTile.columns
    let narrow = unsafe microkernels.narrowGatheredTile.columns
    let panels = (columns + wide - 1) / wide
    Parallel.forEach(panels) { panel in
      let column = panel * wide
      let width = columns - column <= narrow ? narrow : wide
      for tap in 0..<taps {
        let operand = matrix(tap)
        unsafe Packing.pack(
          panel: packed + panel * taps * depth * wide + tap * depth * width, width: width,
          count: min(width, columns - column), depth: depth,
          source: operand.pointer + column * operand.columnStride,
          neighbourStride: operand.columnStride, depthStride: operand.rowStride)
      }
    }
  }
}
