extension KernelSet {
  /// The largest byte of each channel over each window; what lies outside a picture does not count.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C]`.
  ///   - output: `[N, H_out, W_out, C]`.
  package func poolMaximum(
    _ geometry: PoolingGeometry, input: UnsafePointer<UInt8>, output: UnsafeMutablePointer<UInt8>
  ) {
    let g = geometry
    Parallel.forEachPiece(of: g.batch * g.outputHeight, size: 4) { lines in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<UInt8>.self, capacity: g.window * g.window
      ) { sources in
        guard let sources = sources.baseAddress else { return }
        for line in lines {
          let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
          let rows = g.inside(y, limit: g.inputHeight)
          var (taps, isWhole) = (0, false)
          for x in 0..<g.outputWidth {
            let columns = g.inside(x, limit: g.inputWidth)
            if isWhole && columns.count == g.window {
              // The window before, moved on.
              for tap in 0..<taps { unsafe sources[tap] += g.stride * g.channels }
            } else {
              taps = 0
              for sourceY in rows {
                let line = (picture * g.inputHeight + sourceY) * g.inputWidth
                for sourceX in columns {
                  unsafe sources[taps] = input + (line + sourceX) * g.channels
                  taps += 1
                }
              }
              isWhole = columns.count == g.window
            }
            unsafe byteKernels.maximum(
              g.channels, taps, sources, output + (line * g.outputWidth + x) * g.channels)
          }
        }
      }
    }
  }
}

extension PoolingGeometry {
  /// The input coordinates in window number `place`, at least one since padding is at most half a window.
  func inside(_ place: Int, limit: Int) -> Range<Int> {
    let first = place * stride - padding
    return max(first, 0)..<min(first + window, limit)
  }
}
