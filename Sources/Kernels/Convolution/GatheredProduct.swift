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
  private static let wantedTasks = 32
  /// Floats of weights that stay in a second-level cache of 1 MB beside what they are multiplied with.
  private static let cachedWeightCount = 1 << 17

  private var tiles: Int {
    let rows = unsafe kernels.microkernels.rowTile.rows
    return (plan.pixels + rows - 1) / rows
  }
  private var pixelBlocks: Int { (tiles + Self.tilesABlock - 1) / Self.tilesABlock }

  /// Whether weights as they are will do: few pixels, so that each weight is copied once at most.
  static func takesMatrix(_ kernels: KernelSet, pixels: Int) -> Bool {
    unsafe pixels <= tilesABlock * kernels.microkernels.rowTile.rows
  }

  func run() {
    let columns = unsafe kernels.microkernels.rowTile.columns
    let panels = (plan.targetChannels + columns - 1) / columns
    guard plan.pixels > 0, panels > 0 else { return }
    let (pixelBlocks, tiles) = (pixelBlocks, tiles)
    // Few pixels: let the panels of weights be shared out too.
    let panelsATask = max(1, panels * pixelBlocks / Self.wantedTasks)
    let panelBlocks = (panels + panelsATask - 1) / panelsATask
    let copyCount: Int
    switch weight {
    case .matrix: copyCount = panelsATask * plan.taps.count * plan.depth * columns
    case .packed: copyCount = 0
    }
    let runCount = unsafe plan.copyCount(
      pixels: Self.tilesABlock * kernels.microkernels.rowTile.rows)
    Parallel.forEach(pixelBlocks * panelBlocks) { task in
      let (pixelBlock, panelBlock) = task.quotientAndRemainder(dividingBy: panelBlocks)
      let tiles = pixelBlock * tiles / pixelBlocks..<(pixelBlock + 1) * tiles / pixelBlocks
      let panels = panelBlock * panels / panelBlocks..<(panelBlock + 1) * panels / panelBlocks
      let zeroCount = plan.depth
      unsafe BufferPool.shared.withFloats(zeroCount + runCount + copyCount) { floats in
        unsafe floats.update(repeating: 0, count: zeroCount)
        unsafe multiply(
          tiles, panels, zeros: floats, runCopies: floats + zeroCount,
          copy: floats + zeroCount + runCount)
      }
    }
  }

  /// One task: some tiles of pixels by some panels of weights.
  private func multiply(
    _ tiles: Range<Int>, _ panels: Range<Int>, zeros: UnsafePointer<Float>,
    runCopies: UnsafeMutablePointer<Float>, copy: UnsafeMutablePointer<Float>
  ) {
    let (tileRows, columns) = unsafe (
      kernels.microkernels.rowTile.rows, kernels.microkernels.rowTile.columns
    )
    let taps = plan.taps.count
    // Tiles of nearly equal height, the higher ones first.
    let first = tiles.lowerBound * plan.pixels / self.tiles
    let count = tiles.upperBound * plan.pixels / self.tiles - first
    let (height, higherTiles) = count.quotientAndRemainder(dividingBy: tiles.count)
    unsafe withPointers(runs: count * taps, rows: count) { runs, places, residuals, starts in
      if let bias = unsafe epilogue.bias {
        unsafe starts.initialize(repeating: bias, count: tileRows)
      }
      var row = 0
      for index in 0..<tiles.count {
        let rows = index < higherTiles ? height + 1 : height
        unsafe locate(
          first + row..<first + row + rows, zeros, runCopies + plan.copyCount(pixels: row),
          runs + row * taps, places + row, residuals + row)
        row += rows
      }
      // Small weights stay in the second-level cache: then rows of the target are written from end to end.
      // Large ones are read once, each panel for all tiles.
      let panelSize = taps * plan.depth * columns
      let isPanelInner = panels.count * panelSize <= Self.cachedWeightCount
      let steps = tiles.count * panels.count
      for step in 0..<steps {
        let (outer, inner) = step.quotientAndRemainder(
          dividingBy: isPanelInner ? panels.count : tiles.count)
        let (index, panel) = isPanelInner ? (outer, inner) : (inner, outer)
        let row = index * height + min(index, higherTiles)
        let rows = row..<row + (index < higherTiles ? height + 1 : height)
        // The tile that comes next: beside this one, or below it.
        if isPanelInner && panel + 1 < panels.count {
          unsafe prefetchTile(
            places + row, residuals + row, rows.count, panel: panels.lowerBound + panel + 1)
        } else if step + 1 < steps {
          let (start, next) =
            isPanelInner
            ? (rows.upperBound, 0)
            : inner + 1 < tiles.count ? (rows.upperBound, panel) : (0, panel + 1)
          unsafe prefetchTile(
            places + start, residuals + start, min(rows.count, count - start),
            panel: panels.lowerBound + next)
        }
        unsafe multiply(
          rows: rows, isFirst: index == 0, isOnly: tiles.count == 1,
          panel: panels.lowerBound + panel, copy: isPanelInner ? copy + panel * panelSize : copy,
          runs, places, residuals, starts: epilogue.bias == nil ? nil : UnsafePointer(starts))
      }
    }
  }

  /// Asks for what a tile will write, and for what is added to it.
  private func prefetchTile(
    _ places: UnsafePointer<UnsafeMutablePointer<Float>>,
    _ residuals: UnsafePointer<UnsafePointer<Float>>, _ count: Int, panel: Int
  ) {
    let columns = unsafe kernels.microkernels.rowTile.columns
    unsafe KernelSet.prefetchTile(places, count, panel * columns, columns)
    if unsafe epilogue.residual != nil {
      unsafe KernelSet.prefetchTile(residuals, count, panel * columns, columns)
    }
  }

  /// One tile; the first of a task leaves a packed copy of weights behind for the others.
  private func multiply(
    rows: Range<Int>, isFirst: Bool, isOnly: Bool, panel: Int, copy: UnsafeMutablePointer<Float>,
    _ runs: UnsafePointer<UnsafePointer<Float>>,
    _ places: UnsafePointer<UnsafeMutablePointer<Float>>,
    _ residuals: UnsafePointer<UnsafePointer<Float>>,
    starts: UnsafePointer<UnsafePointer<Float>>?
  ) {
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let (taps, columns) = unsafe (plan.taps.count, wide.columns)
    let column = panel * columns
    let width = min(columns, plan.targetChannels - column)
    let tile = unsafe width <= narrow.columns ? narrow : wide
    var (right, stride, copied) = unsafe (
      UnsafePointer(copy), tile.columns, UnsafeMutablePointer<Float>?.none
    )
    switch weight {
    case .packed(let packed):
      unsafe right = packed + panel * taps * plan.depth * columns
    case .matrix(let matrix) where isFirst:
      if unsafe width == tile.columns {
        unsafe right = matrix + column
        stride = plan.targetChannels
        unsafe copied = isOnly ? nil : copy
      } else {
        unsafe Packing.packStrip(
          MatrixOperand(matrix, rowStride: plan.targetChannels), depth: 0..<taps * plan.depth,
          columns: column..<column + width, width: tile.columns, into: copy, kernels)
      }
    case .matrix: break
    }
    unsafe kernels.run(
      tile, rows: rows.count, width: width, taps: taps, depth: plan.depth,
      left: runs + rows.lowerBound * taps, first: 0, right: right, rightStride: stride,
      copy: copied, start: starts, result: places + rows.lowerBound, column: column)
    if epilogue.hasFinish {
      unsafe kernels.microkernels.finishRows(
        rows.count, width, places + rows.lowerBound, column,
        epilogue.residual == nil ? nil : residuals + rows.lowerBound, epilogue.isRectified)
    }
  }

  /// Where the rows of one tile are read and written.
  private func locate(
    _ pixels: Range<Int>, _ zeros: UnsafePointer<Float>,
    _ runCopies: UnsafeMutablePointer<Float>,
    _ runs: UnsafeMutablePointer<UnsafePointer<Float>>,
    _ places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>,
    _ residuals: UnsafeMutablePointer<UnsafePointer<Float>>
  ) {
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: max(pixels.count, 1)) { offsets in
      guard let offsets = offsets.baseAddress else { return }
      unsafe plan.locate(
        pixels, source: source, zeros: zeros, copies: runCopies, runs: runs, places: offsets)
      for r in 0..<pixels.count {
        unsafe places[r] = target + offsets[r]
        if let residual = unsafe epilogue.residual {
          unsafe residuals[r] = residual + offsets[r]
        }
      }
    }
  }

  private func withPointers(
    runs: Int, rows: Int,
    _ body: (
      UnsafeMutablePointer<UnsafePointer<Float>>,
      UnsafeMutablePointer<UnsafeMutablePointer<Float>>,
      UnsafeMutablePointer<UnsafePointer<Float>>, UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Void
  ) {
    let tileRows = unsafe kernels.microkernels.rowTile.rows
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: runs + rows + tileRows
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
