import MicrokernelTemplates
import MicrokernelsX86AMX

/// A convolution of bytes, carried out as a matrix product whose left operand is gathered by pointers: see
/// ``GatheredProduct``.
@safe
struct GatheredByteProduct {
  let kernels: ByteKernels
  /// What multiplies in blocks, in the place of the kernels' tile; nil for none.
  let blocks: ByteBlocks?
  let plan: GatherPlan
  /// `[N, H, W, C]`, as the plan describes it.
  let source: UnsafePointer<UInt8>
  /// What a tap outside the source reads.
  let border: UInt8
  /// What ``KernelSet/packByteWeights(_:weight:into:)`` made.
  let weight: UnsafePointer<Int8>
  let target: UnsafeMutablePointer<UInt8>
  let epilogue: ByteEpilogue
  /// Whether what lies behind a run may be read; the weights it is multiplied with are 0.
  let hasRoom: Bool

  /// Tiles of pixels that go past a panel of weights while it is in the cache: few where all weights are in the
  /// second-level cache.
  private static let tilesABlock = 4...16
  /// With so many tasks the last thread is done soon after the others.
  private static let wantedTasks = 64
  /// Each task makes words of its pixels, which should serve several panels.
  private static let wantedTasksOfWords = 16
  /// Bytes of operands that stay in a second-level cache of 512 KB beside what they are multiplied with.
  private static let cachedCount = 1 << 18

  private var tileRows: Int { unsafe blocks == nil ? kernels.tile.rows : ByteBlocks.rows }

  private var tiles: Int { (plan.pixels + tileRows - 1) / tileRows }

  /// Bytes of a run and what fills its last group up.
  var wholeDepth: Int {
    let group = kernels.depthGroup
    return (plan.depth + group - 1) / group * group
  }

  /// Bytes of all runs of a pixel, and what fills the last step of blocks up.
  var rowSize: Int {
    let count = plan.taps.count * wholeDepth
    return blocks == nil ? count : ByteBlocks.wholeSteps(count) * ByteBlocks.stepDepth
  }

  /// Bytes of weights for one tile of columns.
  var panelSize: Int { unsafe rowSize * kernels.tile.columns }

  func run() {
    let columns = unsafe kernels.tile.columns
    let panels = (plan.targetChannels + columns - 1) / columns
    guard plan.pixels > 0, panels > 0 else { return }
    let tiles = tiles
    let hasWords = kernels.widening != nil
    var wantedTasks = hasWords ? Self.wantedTasksOfWords : Self.wantedTasks
    var tilesABlock = Self.tilesABlock.upperBound
    if blocks != nil {
      wantedTasks = 2 * Parallel.threadCount
      tilesABlock = min(
        tilesABlock, max(tiles / (4 * wantedTasks), Self.tilesABlock.lowerBound))
    } else if hasWords {
      tilesABlock = min(tilesABlock, max(1, Self.cachedCount / (2 * rowSize * tileRows)))
    } else if panels * panelSize <= 2 * Self.cachedCount {
      tilesABlock = min(tilesABlock, max(tiles / wantedTasks, Self.tilesABlock.lowerBound))
    }
    let pixelBlocks = (tiles + tilesABlock - 1) / tilesABlock
    // Few pixels: let the panels of weights be shared out too.
    let panelsATask = max(1, panels * pixelBlocks / wantedTasks)
    let panelBlocks = (panels + panelsATask - 1) / panelsATask
    Parallel.forEach(pixelBlocks * panelBlocks) { task in
      let (pixelBlock, panelBlock) = task.quotientAndRemainder(dividingBy: panelBlocks)
      multiply(
        pixelBlock * tiles / pixelBlocks..<(pixelBlock + 1) * tiles / pixelBlocks,
        panelBlock * panels / panelBlocks..<(panelBlock + 1) * panels / panelBlocks)
    }
  }

  /// One task: some tiles of pixels by some panels of weights.
  private func multiply(_ tiles: Range<Int>, _ panels: Range<Int>) {
    let first = tiles.lowerBound * plan.pixels / self.tiles
    let end = tiles.upperBound * plan.pixels / self.tiles
    let heights = TileHeights(rowCount: end - first, count: tiles.count)
    withSpace(taps: plan.taps.count, pixels: heights.rowCount) { space in
      unsafe plan.locate(
        from: first, heights, source: source, zeros: space.border, copies: space.copies,
        runs: space.runs
      ) { unsafe space.note($1, at: $0, target, epilogue.residual) }
      if let blocks {
        multiplyBlocks(blocks, heights, panels, space)
      } else if let widening = kernels.widening {
        multiplyWords(widening, heights, panels, space)
      } else {
        multiplyBytes(heights, panels, space)
      }
    }
  }

  private func multiplyBytes(_ heights: TileHeights, _ panels: Range<Int>, _ space: Space) {
    let wholePanels = wholePanels(of: panels)
    let left = unsafe LeftOperand(
      taps: plan.taps.count, depth: hasRoom ? wholeDepth : plan.depth, runs: space.runs)
    // Small weights stay in the second-level cache: then rows of the target are written from end to end.
    // Large ones are read once, each panel for all tiles.
    if panels.count * panelSize <= 2 * Self.cachedCount {
      unsafe sweep(heights, wholePanels, left, weight + panels.lowerBound * panelSize, space)
    } else {
      for panel in wholePanels {
        unsafe sweep(heights, panel..<panel + 1, left, weight + panel * panelSize, space)
      }
    }
    for panel in wholePanels.upperBound..<panels.upperBound {
      unsafe multiplyEdge(heights, panel, left, weight + panel * panelSize, space)
    }
  }

  /// Makes words of all pixels, then of one panel after the other, which goes past them at once.
  private func multiplyWords(
    _ widening: WideningKernels, _ heights: TileHeights, _ panels: Range<Int>, _ space: Space
  ) {
    let wholePanels = wholePanels(of: panels)
    // A float's room holds two words.
    let pixelsCount = (heights.rowCount * rowSize + 1) / 2
    unsafe BufferPool.shared.withFloats(pixelsCount + (panelSize + 1) / 2) { words in
      let panelWords = unsafe UnsafeMutableRawPointer(words + pixelsCount)
      unsafe widen(heights, widening.unsigned, space, into: UnsafeMutableRawPointer(words))
      let left = unsafe LeftOperand(taps: 1, depth: 2 * rowSize, runs: space.rows)
      let right = unsafe UnsafePointer(panelWords.assumingMemoryBound(to: Int8.self))
      for panel in panels {
        let bytes = unsafe UnsafeRawPointer(weight + panel * panelSize)
        unsafe widening.signed(panelSize, bytes.assumingMemoryBound(to: UInt8.self), panelWords)
        if wholePanels.contains(panel) {
          unsafe sweep(heights, panel..<panel + 1, left, right, space)
        } else {
          unsafe multiplyEdge(heights, panel, left, right, space)
        }
      }
    }
  }

  /// Makes words of the runs that were noted and notes where each pixel's start.
  private func widen(
    _ heights: TileHeights, _ widen: WidenBytesFunction, _ space: Space,
    into words: UnsafeMutableRawPointer
  ) {
    for row in 0..<heights.rowCount {
      let start = unsafe words + 2 * row * rowSize
      unsafe space.rows[row] = UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
    }
    unsafe forEachRun(heights, space) { row, tap, run in
      unsafe widen(plan.depth, run, words + 2 &* (row &* rowSize &+ tap &* wholeDepth))
    }
  }

  /// Calls `body` for each run that was noted, pixel after pixel.
  @inline(__always)
  func forEachRun(
    _ heights: TileHeights, _ space: Space,
    _ body: (_ row: Int, _ tap: Int, _ run: UnsafePointer<UInt8>) -> Void
  ) {
    for tile in 0..<heights.count {
      let rows = heights.rows(of: tile)
      let runs = unsafe space.runs + rows.lowerBound * plan.taps.count
      for row in rows {
        for tap in 0..<plan.taps.count {
          unsafe body(row, tap, runs[tap &* rows.count &+ row &- rows.lowerBound])
        }
      }
    }
  }

  /// Those that every column of a tile belongs to.
  private func wholePanels(of panels: Range<Int>) -> Range<Int> {
    unsafe panels.clamped(
      to: 0..<max(plan.targetChannels / kernels.tile.columns, panels.lowerBound))
  }

  /// Where each tile's runs lie and how long they are, as the tile takes them.
  @safe
  private struct LeftOperand {
    let taps: Int
    let depth: Int
    /// `[taps][rows]` for each tile.
    let runs: UnsafeMutablePointer<UnsafePointer<UInt8>>
  }

  /// Some panels without an edge for all tiles, tile after tile.
  private func sweep(
    _ heights: TileHeights, _ panels: Range<Int>, _ left: LeftOperand,
    _ right: UnsafePointer<Int8>, _ space: Space
  ) {
    if panels.isEmpty { return }
    heights.forEachSweep { rows, below in
      var finish = unsafe ByteFinish(
        scales: epilogue.scales, offsets: epilogue.offsets,
        residuals: epilogue.residual == nil
          ? nil : UnsafePointer(space.residuals + rows.lowerBound),
        residualScale: epilogue.residualScale, results: space.results + rows.lowerBound,
        column: panels.lowerBound * kernels.tile.columns)
      unsafe withUnsafePointer(to: &finish) { finish in
        unsafe kernels.tile.function(
          rows.count, left.taps, left.depth, left.runs + rows.lowerBound * left.taps, right,
          space.sums, finish, panels.count, below)
      }
    }
  }

  /// The last panel, of which only a part exists, for all tiles.
  private func multiplyEdge(
    _ heights: TileHeights, _ panel: Int, _ left: LeftOperand, _ right: UnsafePointer<Int8>,
    _ space: Space
  ) {
    for index in 0..<heights.count {
      let rows = heights.rows(of: index)
      unsafe kernels.tile.function(
        rows.count, left.taps, left.depth, left.runs + rows.lowerBound * left.taps, right,
        space.sums, nil, 1, 1)
      requantize(rows, panel, space)
    }
  }

  /// Makes bytes of the sums of rows by the columns of a panel that exist.
  func requantize(_ rows: Range<Int>, _ panel: Int, _ space: Space) {
    let columns = unsafe kernels.tile.columns
    let column = panel * columns
    unsafe kernels.requantize(
      rows.count, min(columns, plan.targetChannels - column), space.sums,
      epilogue.scales + column, epilogue.offsets + column,
      epilogue.residual == nil ? nil : UnsafePointer(space.residuals + rows.lowerBound),
      epilogue.residualScale, space.results + rows.lowerBound, column)
  }

  /// What a task notes down.
  @safe
  struct Space {
    /// `depth` bytes.
    let border: UnsafePointer<UInt8>
    /// For runs that are partly outside the source.
    let copies: UnsafeMutablePointer<UInt8>
    /// `[taps][rows]` for each tile.
    let runs: UnsafeMutablePointer<UnsafePointer<UInt8>>
    /// One for each pixel of the task; `residuals` and `rows` too.
    let results: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
    let residuals: UnsafeMutablePointer<UnsafePointer<UInt8>>
    /// Where words that were made of its runs start.
    let rows: UnsafeMutablePointer<UnsafePointer<UInt8>>
    /// A tile's sums.
    let sums: UnsafeMutablePointer<Int32>

    /// Writes down where a pixel's result goes and where what is added to it lies.
    @inline(__always)
    func note(
      _ place: Int, at index: Int, _ target: UnsafeMutablePointer<UInt8>,
      _ residual: UnsafePointer<UInt8>?
    ) {
      unsafe results[index] = target + place
      if let residual = unsafe residual { unsafe residuals[index] = residual + place }
    }
  }

  private func withSpace(taps: Int, pixels: Int, _ body: (Space) -> Void) {
    let (tileRows, columns) = unsafe (tileRows, kernels.tile.columns)
    // Runs of zeros and copies too may be read to the end of a four.
    let borderCount = wholeDepth + plan.copyCount(pixels: pixels) + 3
    unsafe withUnsafeTemporaryAllocation(
      byteCount: tileRows * columns * 4 + borderCount, alignment: 64
    ) { bytes in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<UInt8>.self, capacity: (taps + 2) * pixels + GatherPlan.spareRuns
      ) { pointers in
        unsafe withUnsafeTemporaryAllocation(
          of: UnsafeMutablePointer<UInt8>.self, capacity: pixels
        ) { results in
          guard let sums = bytes.baseAddress, let pointers = pointers.baseAddress,
            let results = results.baseAddress
          else { return }
          let border = unsafe (sums + tileRows * columns * 4).initializeMemory(
            as: UInt8.self, repeating: self.border, count: borderCount)
          unsafe body(
            Space(
              border: UnsafePointer(border), copies: border + wholeDepth,
              runs: pointers, results: results,
              residuals: pointers + taps * pixels + GatherPlan.spareRuns,
              rows: pointers + (taps + 1) * pixels + GatherPlan.spareRuns,
              sums: sums.bindMemory(to: Int32.self, capacity: tileRows * columns)))
        }
      }
    }
  }
}
