import MicrokernelTemplates
import MicrokernelsX86AMX

extension GatheredByteProduct {
  /// Puts the runs of each pixel side by side, where they do not lie so already; then one panel after the other
  /// goes past all pixels.
  func multiplyBlocks(
    _ blocks: ByteBlocks, _ heights: TileHeights, _ panels: Range<Int>, _ space: Space
  ) {
    if plan.isPointwise, plan.depth == rowSize {
      unsafe multiplyBlocks(blocks, heights, panels, space, pixels: space.runs[0])
      return
    }
    unsafe BufferPool.shared.withFloats(heights.rowCount * rowSize / 4) { room in
      let pixels = UnsafeMutableRawPointer(room)
      // What fills a row up is multiplied by zeros.
      unsafe forEachRun(heights, space) { row, tap, run in
        unsafe copy(run, to: pixels + (row &* rowSize &+ tap &* wholeDepth))
      }
      unsafe multiplyBlocks(
        blocks, heights, panels, space,
        pixels: UnsafePointer(pixels.assumingMemoryBound(to: UInt8.self)))
    }
  }

  private func multiplyBlocks(
    _ blocks: ByteBlocks, _ heights: TileHeights, _ panels: Range<Int>, _ space: Space,
    pixels: UnsafePointer<UInt8>
  ) {
    let offsets = (0..<rowSize / ByteBlocks.stepDepth).map { $0 * ByteBlocks.stepDepth }
    heights.forEachSweep { first, below in
      blocks.withRegisters(rows: first.count) {
        for panel in panels {
          for index in 0..<below {
            let row = first.lowerBound + index * first.count
            let (rows, left) = unsafe (row..<row + first.count, pixels + row * rowSize)
            prefetchResults(rows, panel, space)
            // The next panel finds pixels in the second-level cache.
            if panel == panels.lowerBound, index + 1 < below {
              unsafe prefetchRows(rows.count, at: left + rows.count * rowSize)
            }
            unsafe blocks.multiply(
              offsets, left: left, leftStride: rowSize, right: weight + panel * panelSize,
              steps: offsets.count, sums: space.sums, rows: rows.count)
            requantize(rows, panel, space)
          }
        }
      }
    }
  }

  /// Asks for the pixels of a block.
  private func prefetchRows(_ rows: Int, at pixels: UnsafePointer<UInt8>) {
    for line in 0..<rows * rowSize / ByteBlocks.stepDepth {
      unsafe Prefetch.read(pixels + line &* ByteBlocks.stepDepth)
    }
  }

  /// Asks for what the requantisation of a block touches.
  private func prefetchResults(_ rows: Range<Int>, _ panel: Int, _ space: Space) {
    let column = panel &* ByteBlocks.columns
    for row in rows { unsafe Prefetch.write(space.results[row] + column) }
    guard unsafe epilogue.residual != nil else { return }
    for row in rows { unsafe Prefetch.read(space.residuals[row] + column) }
  }

  /// Copies one run, the last bytes of which may be written twice.
  @inline(__always)
  private func copy(_ run: UnsafePointer<UInt8>, to target: UnsafeMutableRawPointer) {
    typealias Vector = SIMD64<UInt8>
    let width = MemoryLayout<Vector>.size
    let run = unsafe UnsafeRawPointer(run)
    guard plan.depth >= width else {
      unsafe target.copyMemory(from: run, byteCount: plan.depth)
      return
    }
    var k = 0
    while k < plan.depth {
      k = min(k, plan.depth &- width)
      unsafe target.storeBytes(
        of: run.loadUnaligned(fromByteOffset: k, as: Vector.self), toByteOffset: k, as: Vector.self)
      k &+= width
    }
  }
}
