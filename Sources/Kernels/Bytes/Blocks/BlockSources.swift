import MicrokernelsX86AMX

/// What a ``BlockConvolution`` reads and writes for some lines of outputs.
@safe
struct BlockSources {
  /// Where the first row of the first band's sources starts.
  let pixels: UnsafePointer<UInt8>
  /// For each step where its 64 k lie, in bytes from where a row starts.
  let offsets: [Int]
  /// Blocks, those of one height one after the other.
  let blocks: [Block]
  /// For each row of all blocks where its bytes go.
  let results: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>>
  /// For each where what is added to them lies.
  let residuals: UnsafeMutablePointer<UnsafePointer<UInt8>>

  /// Some rows that are computed together.
  struct Block {
    /// Of ``results`` and ``residuals``.
    let rows: Range<Int>
    /// Where the first one's sources start, in bytes from ``pixels``.
    let place: Int
  }

  /// Puts some lines' sources in order, calls `body`, and takes their room back.
  ///
  /// - Parameters:
  ///   - source: `[N, H, W, C_in]`.
  ///   - border: The byte around pictures.
  static func with(
    _ plan: BlockPlan, lines: Range<Int>, source: UnsafePointer<UInt8>, border: UInt8,
    target: UnsafeMutablePointer<UInt8>, residual: UnsafePointer<UInt8>?,
    _ body: (BlockSources) -> Void
  ) {
    let (bands, g) = (plan.bands(lines), plan.geometry)
    let rowCount = bands.reduce(0) { $0 + $1.rows }
    let pixelCount = bands.reduce(0) { $0 + $1.pixels }
    let copied = plan.takesSourceAsItIs ? 0 : plan.phases.count * pixelCount * g.inputChannels
    unsafe BufferPool.shared.withFloats((copied + g.outputChannels) / 4 + 1) { floats in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<UInt8>.self, capacity: rowCount
      ) { results in
        unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: rowCount) {
          residuals in
          guard let results = results.baseAddress, let residuals = residuals.baseAddress else {
            return
          }
          let copy = unsafe UnsafeMutableRawPointer(floats).assumingMemoryBound(to: UInt8.self)
          // Sums that belong to no output go to one row that nobody reads.
          let spare = unsafe copy + copied
          unsafe spare.update(repeating: 0, count: g.outputChannels)
          unsafe results.initialize(repeating: spare, count: rowCount)
          unsafe residuals.initialize(repeating: UnsafePointer(spare), count: rowCount)
          var first = 0
          for band in bands {
            for (index, line) in band.lines.enumerated() {
              for x in 0..<g.outputWidth {
                let (row, pixel) = (first + index * plan.pitch + x, line * g.outputWidth + x)
                unsafe results[row] = target + pixel * g.outputChannels
                if let residual = unsafe residual {
                  unsafe residuals[row] = residual + pixel * g.outputChannels
                }
              }
            }
            first += band.rows
          }
          var pixels = unsafe UnsafePointer(copy)
          if plan.takesSourceAsItIs {
            unsafe pixels = source + lines.lowerBound * g.inputWidth * g.inputChannels
          } else {
            for band in bands {
              unsafe copySources(plan, band, pixelCount, source, border, to: copy)
            }
          }
          unsafe body(
            BlockSources(
              pixels: pixels, offsets: offsets(plan, pixelCount), blocks: blocks(plan, bands),
              results: results, residuals: residuals))
        }
      }
    }
  }

  private static func offsets(_ plan: BlockPlan, _ pixelCount: Int) -> [Int] {
    let depth = plan.geometry.inputChannels
    return plan.taps.flatMap { tap in
      stride(from: 0, to: depth, by: ByteBlocks.stepDepth).map {
        (tap.phase * pixelCount + tap.pixels) * depth + $0
      }
    }
  }

  private static func blocks(_ plan: BlockPlan, _ bands: [BlockPlan.Band]) -> [Block] {
    var blocks: [Block] = []
    // The higher blocks of all bands, then the lower ones: as many of a height as can be follow each other.
    for areLower in [false, true] {
      var first = 0
      for band in bands {
        let heights = TileHeights(rowCount: band.rows, tileRows: ByteBlocks.rows)
        let highest = heights.rows(of: 0).count
        for index in 0..<heights.count {
          let rows = heights.rows(of: index)
          guard (rows.count < highest) == areLower else { continue }
          blocks.append(
            Block(
              rows: first + rows.lowerBound..<first + rows.upperBound,
              place: (band.firstPixel + rows.lowerBound) * plan.geometry.inputChannels))
        }
        first += band.rows
      }
    }
    return blocks
  }

  /// Copies a band's sources to `[phases][pixels][C_in]`.
  private static func copySources(
    _ plan: BlockPlan, _ band: BlockPlan.Band, _ pixelCount: Int,
    _ source: UnsafePointer<UInt8>, _ border: UInt8, to copy: UnsafeMutablePointer<UInt8>
  ) {
    let (g, depth) = (plan.geometry, plan.geometry.inputChannels)
    let lineCount = band.lines.count + plan.linesBelow
    for line in 0..<lineCount {
      let first = band.firstPixel + line * plan.pitch
      // The last line's border is behind it.
      let end = plan.pitch + (line + 1 == lineCount ? g.padding : 0)
      plan.forEachSource(ofLine: line, band) { phase, sourceLine, columns, x in
        let target = unsafe copy + (phase * pixelCount + first) * depth
        func fill(_ pixels: Range<Int>) {
          unsafe (target + pixels.lowerBound * depth).update(
            repeating: border, count: pixels.count * depth)
        }
        guard let sourceLine else { return fill(0..<end) }
        fill(0..<columns.lowerBound)
        fill(columns.upperBound..<end)
        let pixel = unsafe source + (sourceLine * g.inputWidth + x) * depth
        let place = unsafe target + columns.lowerBound * depth
        if g.stride == 1 {
          unsafe place.update(from: pixel, count: columns.count * depth)
        } else {
          for index in 0..<columns.count {
            unsafe (place + index * depth).update(
              from: pixel + index * g.stride * depth, count: depth)
          }
        }
      }
    }
  }
}
