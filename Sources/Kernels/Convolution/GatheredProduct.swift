import CPUFeatures
import MicrokernelTemplates

/// A convolution-like sum, carried out as a matrix product whose left operand is gathered by pointers: the
/// picture is never unfolded.
@safe
struct GatheredProduct {
  let kernels: KernelSet
  let plan: GatherPlan
  /// `[N, H, W, C]`, as the plan describes it.
  let source: UnsafePointer<Float>
  let weight: Weight
  let target: UnsafeMutablePointer<Float>
  let epilogue: ConvolutionEpilogue

  /// The right operand.
  @safe
  enum Weight {
    /// `[taps × depth, columns]` as it is.
    case matrix(UnsafePointer<Float>)
    /// What ``KernelSet/packWeights(taps:depth:columns:into:matrix:)`` made.
    case packed(UnsafePointer<Float>)
  }

  /// Tiles of pixels that go past a panel of weights while it is in the cache.
  private static let tilesABlock = 12
  private static let leastTilesABlock = 3
  /// With so many tasks the last thread is done soon after the others.
  private static let wantedTasks = 64
  /// Where neighbours share notes, more cost nothing.
  private static let wantedJoinedTasks = 128
  /// Floats of weights that stay in a second-level cache of 1 MB beside what they are multiplied with.
  private static let cachedWeightCount = 1 << 17
  /// Floats that stay in this processor's second-level cache.
  private static let cachedCount = CacheSizes.current.level2 * 3 / 4 / MemoryLayout<Float>.stride

  private var tiles: Int {
    let rows = unsafe kernels.microkernels.rowTile.rows
    return (plan.pixels + rows - 1) / rows
  }

  /// Whether weights as they are will do: few pixels, so that each weight is copied once at most.
  static func takesMatrix(_ kernels: KernelSet, pixels: Int) -> Bool {
    unsafe pixels <= tilesABlock * kernels.microkernels.rowTile.rows
  }

  func run() {
    let columns = unsafe kernels.microkernels.rowTile.columns
    let panels = (plan.targetChannels + columns - 1) / columns
    guard plan.pixels > 0, panels > 0 else { return }
    let tiles = tiles
    let runCount = unsafe plan.copyCount(
      pixels: Self.tilesABlock * kernels.microkernels.rowTile.rows)
    // Neighbours share what is noted of their pixels. Where that is much, or weights are copied, each has its own.
    let areJoined = !leavesCopies && plan.taps.count == 1 && runCount == 0
    let wantedTasks = areJoined ? Self.wantedJoinedTasks : Self.wantedTasks
    var pixelBlocks = (tiles + Self.tilesABlock - 1) / Self.tilesABlock
    var panelsATask = panels
    if !leavesCopies && panels * panelSize <= Self.cachedWeightCount {
      // A sweep over all panels is long; many pixels make enough tasks.
      pixelBlocks = max(pixelBlocks, min(tiles, wantedTasks))
    } else {
      // Few pixels: let the panels of weights be shared out too, and if those are few, shorter blocks.
      let blocks = min(tiles / Self.leastTilesABlock, wantedTasks / panels)
      if !leavesCopies { pixelBlocks = max(pixelBlocks, blocks) }
      panelsATask = max(1, panels * pixelBlocks / wantedTasks)
    }
    let panelBlocks = (panels + panelsATask - 1) / panelsATask
    let copyCount: Int
    switch weight {
    case .matrix: copyCount = panelsATask * panelSize
    case .packed: copyCount = 0
    }
    let sweepsAcross = (areJoined ? panels : panelsATask) * panelSize <= Self.cachedWeightCount
    Parallel.forEachRun(pixelBlocks * panelBlocks, parts: areJoined ? 4 : Int.max) { tasks in
      var first = tasks.lowerBound
      while first < tasks.upperBound {
        let (pixelBlock, panelBlock) = first.quotientAndRemainder(dividingBy: panelBlocks)
        let pixelEnd = panelBlocks == 1 ? tasks.upperBound : pixelBlock + 1
        let panelEnd = min(panelBlock + tasks.upperBound - first, panelBlocks)
        first = (pixelEnd - 1) * panelBlocks + panelEnd
        let tiles = pixelBlock * tiles / pixelBlocks..<pixelEnd * tiles / pixelBlocks
        let panels = panelBlock * panels / panelBlocks..<panelEnd * panels / panelBlocks
        let zeroCount = plan.depth
        unsafe BufferPool.shared.withFloats(zeroCount + runCount + copyCount) { floats in
          unsafe floats.update(repeating: 0, count: zeroCount)
          unsafe multiply(
            tiles, panels, sweepsAcross: sweepsAcross, zeros: floats,
            runCopies: floats + zeroCount, copy: floats + zeroCount + runCount)
        }
      }
    }
  }

  /// Some tiles of pixels by some panels of weights, tile by tile or panel by panel.
  private func multiply(
    _ tiles: Range<Int>, _ panels: Range<Int>, sweepsAcross: Bool, zeros: UnsafePointer<Float>,
    runCopies: UnsafeMutablePointer<Float>, copy: UnsafeMutablePointer<Float>
  ) {
    let (first, heights) = heights(of: tiles)
    let (count, taps) = (heights.rowCount, plan.taps.count)
    let columns = unsafe kernels.microkernels.rowTile.columns
    unsafe withPointers(runs: count * taps, rows: count) { runs, places, residuals, starts in
      if let bias = unsafe epilogue.bias { unsafe starts.initialize(repeating: bias, count: count) }
      unsafe plan.locate(
        from: first, heights, source: source, zeros: zeros, copies: runCopies, runs: runs
      ) { row, place in
        unsafe places[row] = target + place
        if let residual = unsafe epilogue.residual { unsafe residuals[row] = residual + place }
      }
      let pointers = unsafe Pointers(
        runs: runs, places: places, residuals: epilogue.residual == nil ? nil : residuals,
        starts: epilogue.bias == nil ? nil : UnsafePointer(starts))
      // Small weights stay in the second-level cache: then rows of the target are written from end to end.
      // Large ones are read once, each panel for all tiles.
      let wholePanels = panels.clamped(
        to: 0..<max(plan.targetChannels / columns, panels.lowerBound))
      if sweepsAcross {
        unsafe sweep(heights, wholePanels, copy: copy, pointers)
      } else {
        for panel in wholePanels { unsafe sweep(heights, panel..<panel + 1, copy: copy, pointers) }
      }
      for panel in wholePanels.upperBound..<panels.upperBound {
        unsafe sweep(heights, panel..<panel + 1, copy: copy, pointers)
      }
    }
  }

  /// What one task's tiles are made of; see `withPointers`.
  @safe
  private struct Pointers {
    let runs: UnsafePointer<UnsafePointer<Float>>
    let places: UnsafePointer<UnsafeMutablePointer<Float>>
    let residuals: UnsafePointer<UnsafePointer<Float>>?
    let starts: UnsafePointer<UnsafePointer<Float>>?
  }

  /// Whether the first tile leaves copies of the weights behind.
  private var leavesCopies: Bool { if case .matrix = weight { true } else { false } }

  private var panelSize: Int {
    unsafe plan.taps.count * plan.depth * kernels.microkernels.rowTile.columns
  }

  /// The first pixel of some tiles, and how they share theirs.
  private func heights(of tiles: Range<Int>) -> (first: Int, TileHeights) {
    let first = tiles.lowerBound * plan.pixels / self.tiles
    let end = tiles.upperBound * plan.pixels / self.tiles
    return (first, TileHeights(rowCount: end - first, count: tiles.count))
  }

  /// Some panels for all tiles, tile after tile.
  private func sweep(
    _ heights: TileHeights, _ panels: Range<Int>, copy: UnsafeMutablePointer<Float>,
    _ pointers: Pointers
  ) {
    if panels.isEmpty { return }
    // The first leaves copies of the weights behind.
    heights.forEachSweep(firstAlone: leavesCopies) { rows, below in
      unsafe multiply(rows, tiles: below, panels, of: heights, copy: copy, pointers)
    }
  }

  /// Some tiles of one height by some panels; a task's first tile leaves packed copies of weights behind for the
  /// others.
  private func multiply(
    _ rows: Range<Int>, tiles: Int, _ panels: Range<Int>, of heights: TileHeights,
    copy: UnsafeMutablePointer<Float>, _ pointers: Pointers
  ) {
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let column = unsafe panels.lowerBound * wide.columns
    let width = unsafe min(wide.columns, plan.targetChannels - column)
    let tile = unsafe width <= narrow.columns ? narrow : wide
    var right = unsafe UnsafePointer(copy)
    var (rightStride, rightStep) = unsafe (tile.columns, panelSize)
    var copied: UnsafeMutablePointer<Float>?
    var ahead: OperandsAhead?
    switch weight {
    case .packed(let packed):
      unsafe right = packed + panels.lowerBound * panelSize
      // While the tiles meet these weights, which are in the cache, the next ones come: where all of them and
      // the pixels have room there.
      if panels.count == 1, 2 * panelSize + heights.rowCount * plan.depth <= Self.cachedCount {
        unsafe ahead = OperandsAhead(
          right + panelSize, columns: tile.columns, depth: plan.taps.count * plan.depth,
          lines: heights.count)
      }
    case .matrix(let matrix) where rows.lowerBound == 0:
      if unsafe width == wide.columns {
        unsafe right = matrix + column
        (rightStride, rightStep) = (plan.targetChannels, width)
        unsafe copied = heights.count == 1 ? nil : copy
      } else {
        unsafe Packing.packStrip(
          MatrixOperand(matrix, rowStride: plan.targetChannels),
          depth: 0..<plan.taps.count * plan.depth, columns: column..<column + width,
          width: tile.columns, into: copy, kernels)
      }
    case .matrix: break
    }
    let first = rows.lowerBound
    unsafe kernels.run(
      tile, rows: rows.count, width: width, taps: plan.taps.count, depth: plan.depth,
      left: pointers.runs + first * plan.taps.count, first: 0, right: right,
      rightStride: rightStride, copy: copied, start: pointers.starts,
      residual: pointers.residuals.map { unsafe $0 + first }, isRectified: epilogue.isRectified,
      result: pointers.places + first, column: column, across: panels.count,
      below: tiles, rightStep: rightStep,
      ahead: ahead?.part(ofLine: heights.tile(ofRow: rows.lowerBound)), aheadStep: ahead?.step ?? 0)
  }

  private func withPointers(
    runs: Int, rows: Int,
    _ body: (
      UnsafeMutablePointer<UnsafePointer<Float>>,
      UnsafeMutablePointer<UnsafeMutablePointer<Float>>,
      UnsafeMutablePointer<UnsafePointer<Float>>, UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Void
  ) {
    let runs = runs + GatherPlan.spareRuns
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: runs + 2 * rows
    ) { pointers in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: rows
      ) { places in
        guard let start = pointers.baseAddress, let places = places.baseAddress else {
          return
        }
        unsafe body(start, places, start + runs, start + runs + rows)
      }
    }
  }
}

extension KernelSet {
  /// Panels of weights for a gathered product: how many floats they take.
  func packedWeightCount(taps: Int, depth: Int, columns: Int) -> Int {
    let width = unsafe microkernels.rowTile.columns
    return (columns + width - 1) / width * width * taps * depth
  }

  /// Packs weights, `[panels][taps × depth][columns of a tile]`; `matrix(tap)` is tap's `[depth, columns]`,
  /// `scale` what its columns are multiplied with.
  func packWeights(
    taps: Int, depth: Int, columns: Int, scale: UnsafePointer<Float>? = nil,
    into packed: UnsafeMutablePointer<Float>, matrix: (_ tap: Int) -> MatrixOperand
  ) {
    let wide = unsafe microkernels.rowTile.columns
    let narrow = unsafe microkernels.narrowRowTile.columns
    let panels = (columns + wide - 1) / wide
    Parallel.forEach(panels * taps) { piece in
      let (panel, tap) = piece.quotientAndRemainder(dividingBy: taps)
      let column = panel * wide
      let width = columns - column <= narrow ? narrow : wide
      unsafe Packing.packStrip(
        matrix(tap), depth: 0..<depth, columns: column..<min(column + width, columns),
        width: width, scale: scale,
        into: packed + panel * taps * depth * wide + tap * depth * width, self)
    }
  }
}
