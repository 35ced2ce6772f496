import MicrokernelTemplates

/// A convolution of bytes, carried out as a matrix product whose left operand is gathered by pointers: see
/// ``GatheredProduct``.
@safe
struct GatheredByteProduct {
  let kernels: ByteKernels
  let plan: GatherPlan
  /// `[N, H, W, C]`, as the plan describes it.
  let source: UnsafePointer<UInt8>
  /// What a tap outside the source reads.
  let border: UInt8
  /// What ``KernelSet/packByteWeights(_:weight:into:)`` made.
  let weight: UnsafePointer<Int8>
  let target: UnsafeMutablePointer<UInt8>
  let epilogue: ByteEpilogue

  /// Tiles of pixels that go past a panel of weights while it is in the cache.
  private static let tilesABlock = 16
  private static let wantedTasks = 32
  /// Bytes of weights that stay in a second-level cache of 1 MB beside what they are multiplied with.
  private static let cachedWeightCount = 1 << 19

  /// Bytes of weights for one tile of columns.
  private var panelSize: Int {
    unsafe plan.taps.count * ((plan.depth + 3) / 4 * 4) * kernels.tile.columns
  }

  func run() {
    let (rows, columns) = unsafe (kernels.tile.rows, kernels.tile.columns)
    let panels = (plan.targetChannels + columns - 1) / columns
    guard plan.pixels > 0, panels > 0 else { return }
    let pixelsABlock = Self.tilesABlock * rows
    let pixelBlocks = (plan.pixels + pixelsABlock - 1) / pixelsABlock
    // Few pixels: let the panels of weights be shared out too.
    let panelsATask = max(1, panels * pixelBlocks / Self.wantedTasks)
    let panelBlocks = (panels + panelsATask - 1) / panelsATask
    Parallel.forEach(pixelBlocks * panelBlocks) { task in
      let (pixelBlock, panelBlock) = task.quotientAndRemainder(dividingBy: panelBlocks)
      multiply(
        pixelBlock * plan.pixels / pixelBlocks..<(pixelBlock + 1) * plan.pixels / pixelBlocks,
        panelBlock * panels / panelBlocks..<(panelBlock + 1) * panels / panelBlocks)
    }
  }

  /// One task: some pixels by some panels of weights.
  private func multiply(_ pixels: Range<Int>, _ panels: Range<Int>) {
    let (tileRows, columns) = unsafe (kernels.tile.rows, kernels.tile.columns)
    let taps = plan.taps.count
    // Tiles of nearly equal height, the higher ones first.
    let tiles = (pixels.count + tileRows - 1) / tileRows
    let (height, higherTiles) = pixels.count.quotientAndRemainder(dividingBy: tiles)
    func rows(ofTile index: Int) -> Range<Int> {
      let first = index * height + min(index, higherTiles)
      return first..<first + (index < higherTiles ? height + 1 : height)
    }
    withSpace(taps: taps, pixels: pixels.count) { space in
      if plan.isPointwise {
        for (index, pixel) in pixels.enumerated() {
          unsafe space.runs[index] = source + pixel * plan.sourceChannels
          unsafe space.note(pixel * plan.targetChannels, at: index, target, epilogue.residual)
        }
      }
      for index in 0..<(plan.isPointwise ? 0 : tiles) {
        let rows = rows(ofTile: index)
        unsafe plan.locate(
          pixels.lowerBound + rows.lowerBound..<pixels.lowerBound + rows.upperBound,
          source: source, zeros: space.border,
          copies: space.copies + plan.copyCount(pixels: rows.lowerBound),
          runs: space.runs + rows.lowerBound * taps,
          places: space.places)
        for r in 0..<rows.count {
          unsafe space.note(
            space.places[r], at: rows.lowerBound + r, target, epilogue.residual)
        }
      }
      // Small weights stay in the second-level cache: then rows of the target are written from end to end.
      // Large ones are read once, each panel for all tiles.
      let isPanelInner = panels.count * panelSize <= Self.cachedWeightCount
      let steps = tiles * panels.count
      func tile(_ step: Int) -> (rows: Range<Int>, panel: Int) {
        let (outer, inner) = step.quotientAndRemainder(
          dividingBy: isPanelInner ? panels.count : tiles)
        return (
          rows(ofTile: isPanelInner ? outer : inner),
          panels.lowerBound + (isPanelInner ? inner : outer)
        )
      }
      for step in 0..<steps {
        let (rows, panel) = tile(step)
        if step + 1 < steps {
          let next = tile(step + 1)
          unsafe space.prefetch(
            next.rows, column: next.panel * columns, hasResiduals: epilogue.residual != nil)
        }
        let column = panel * columns
        var finish = unsafe ByteFinish(
          scales: epilogue.scales + column, offsets: epilogue.offsets + column,
          residuals: epilogue.residual == nil
            ? nil : UnsafePointer(space.residuals + rows.lowerBound),
          residualScale: epilogue.residualScale, results: space.results + rows.lowerBound,
          column: column)
        let width = plan.targetChannels - column
        unsafe withUnsafePointer(to: &finish) { finish in
          unsafe kernels.tile.function(
            rows.count, taps, plan.depth, space.runs + rows.lowerBound * taps,
            weight + panel * panelSize, space.sums, width >= columns ? finish : nil)
        }
        guard width < columns else { continue }
        unsafe kernels.requantize(
          rows.count, width, space.sums, finish.scales, finish.offsets, finish.residuals,
          finish.residualScale, finish.results, column)
      }
    }
  }

  /// What a task notes down.
  @safe
  private struct Space {
    /// `depth` bytes.
    let border: UnsafePointer<UInt8>
    /// For runs that are partly outside the source.
    let copies: UnsafeMutablePointer<UInt8>
    /// `[taps][rows]` for each tile.
    let runs: UnsafeMutablePointer<UnsafePointer<UInt8>>
    /// One for each pixel of the task; `residuals` too.
    let results: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
    let residuals: UnsafeMutablePointer<UnsafePointer<UInt8>>
    /// One for each row of a tile.
    let places: UnsafeMutablePointer<Int>
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

    /// Asks for what a tile will write, and for what is added to it.
    func prefetch(_ rows: Range<Int>, column: Int, hasResiduals: Bool) {
      for row in rows {
        unsafe Prefetch.write(results[row] + column)
        if hasResiduals { unsafe Prefetch.read(residuals[row] + column) }
      }
    }
  }

  private func withSpace(taps: Int, pixels: Int, _ body: (Space) -> Void) {
    let (tileRows, columns) = unsafe (kernels.tile.rows, kernels.tile.columns)
    unsafe withUnsafeTemporaryAllocation(
      byteCount: tileRows * columns * 4 + plan.depth + plan.copyCount(pixels: pixels),
      alignment: 64
    ) { bytes in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<UInt8>.self, capacity: (taps + 1) * pixels
      ) { pointers in
        unsafe withUnsafeTemporaryAllocation(
          of: UnsafeMutablePointer<UInt8>.self, capacity: pixels
        ) { results in
          unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: tileRows) { places in
            guard let sums = bytes.baseAddress, let pointers = pointers.baseAddress,
              let results = results.baseAddress, let places = places.baseAddress
            else { return }
            let border = unsafe (sums + tileRows * columns * 4).initializeMemory(
              as: UInt8.self, repeating: self.border,
              count: plan.depth + plan.copyCount(pixels: pixels))
            unsafe body(
              Space(
                border: UnsafePointer(border), copies: border + plan.depth,
                runs: pointers, results: results, residuals: pointers + taps * pixels,
                places: places,
                sums: sums.bindMemory(to: Int32.self, capacity: tileRows * columns)))
          }
        }
      }
    }
  }
}
