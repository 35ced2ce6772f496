/// Fills a view: takes eight pixels at a time through warp, colours and normalisation.
struct ViewRows {
  /// What the finished samples, in 0 … 1, are multiplied by.
  let scale: SIMD3<Float>
  /// What is then added.
  let shift: SIMD3<Float>
  /// The colour operations.
  let colors: ColorPass

  /// Writes the view that `warp` takes from `grid`.
  ///
  /// - Parameter output: `[size, size, 3]`.
  func write(_ warp: ViewWarp, of grid: PixelGrid, into output: inout MutableSpan<Float>) {
    let size = warp.size
    let reader = GridReader(grid, from: warp)
    let words = grid.words.span
    var target = 0
    for y in 0..<size {
      for x in stride(from: 0, to: size, by: 8) {
        var block = reader.block(warp.places(x: x, y: y), of: words)
        colors.apply(to: &block)
        let red = block.red * scale.x + shift.x
        let green = block.green * scale.y + shift.y
        let blue = block.blue * scale.z + shift.z
        target += output.store(red, green, blue, at: target, count: min(8, size - x))
      }
    }
  }
}

extension PixelGrid {
  /// The square view that `warp` takes from this grid, rounded to quarters of a level.
  func resampled(_ warp: ViewWarp) -> PixelGrid {
    let size = warp.size
    let reader = GridReader(self, from: warp)
    let words = words.span
    return PixelGrid(width: size, height: size, packing: .quarterLevels) { y, row in
      // Adding 2²³ rounds to the nearest integer and leaves it in the low bits.
      let magic: Float = 0x1p23
      for x in stride(from: 0, to: size, by: 8) {
        let block = reader.block(warp.places(x: x, y: y), of: words)
        let red = block.red * 1020 + magic
        let green = block.green * 1020 + magic
        let blue = block.blue * 1020 + magic
        for lane in 0..<min(8, size - x) {
          let word =
            (red[lane].bitPattern & 0x3FF) | (green[lane].bitPattern & 0x3FF) << 10
            | (blue[lane].bitPattern & 0x3FF) << 20
          row.append(Int32(truncatingIfNeeded: word))
        }
      }
    }
  }
}

/// Bilinear samples of a grid, eight pixels at a time.
private struct GridReader {
  private let firstIndex: Int
  private let rowStride: Int
  private let packing: PixelPacking

  init(_ grid: PixelGrid, from warp: ViewWarp) {
    firstIndex = warp.firstIndex(rowStride: grid.rowStride)
    rowStride = grid.rowStride
    packing = grid.packing
  }

  /// Eight samples in 0 … 1, darkened where the view is not covered.
  @inline(__always)
  func block(_ places: ViewWarp.Places, of words: Span<Int32>) -> PixelBlock {
    // Lane by lane in full: a lane number known at compile time keeps the vectors in registers.
    let a = index(places, lane: 0)
    let b = index(places, lane: 1)
    let c = index(places, lane: 2)
    let d = index(places, lane: 3)
    let e = index(places, lane: 4)
    let f = index(places, lane: 5)
    let g = index(places, lane: 6)
    let h = index(places, lane: 7)
    // The additions cannot overflow; the span checks where they lead.
    let left = SIMD8(
      words[a], words[b], words[c], words[d], words[e], words[f], words[g], words[h])
    let right = SIMD8(
      words[a &+ 1], words[b &+ 1], words[c &+ 1], words[d &+ 1], words[e &+ 1], words[f &+ 1],
      words[g &+ 1], words[h &+ 1])
    let next = rowStride
    let lowerLeft = SIMD8(
      words[a &+ next], words[b &+ next], words[c &+ next], words[d &+ next], words[e &+ next],
      words[f &+ next], words[g &+ next], words[h &+ next])
    let after = rowStride &+ 1
    let lowerRight = SIMD8(
      words[a &+ after], words[b &+ after], words[c &+ after], words[d &+ after], words[e &+ after],
      words[f &+ after], words[g &+ after], words[h &+ after])

    func samples(_ mask: Int32, _ scale: Float) -> SIMD8<Float> {
      let upper = mixed(left, right, mask, places.rightWeights)
      let lower = mixed(lowerLeft, lowerRight, mask, places.rightWeights)
      return (upper + (lower - upper) * places.lowerWeights) * (places.coverage * scale)
    }
    return PixelBlock(
      red: samples(packing.redMask, packing.redScale),
      green: samples(packing.greenMask, packing.greenScale),
      blue: samples(packing.blueMask, packing.blueScale))
  }

  @inline(__always)
  private func index(_ places: ViewWarp.Places, lane: Int) -> Int {
    firstIndex &+ places.upperLeft(lane: lane, rowStride: rowStride)
  }

  @inline(__always)
  private func mixed(
    _ left: SIMD8<Int32>, _ right: SIMD8<Int32>, _ mask: Int32, _ weights: SIMD8<Float>
  ) -> SIMD8<Float> {
    let leftSamples = SIMD8<Float>(left & mask)
    return leftSamples + (SIMD8<Float>(right & mask) - leftSamples) * weights
  }
}

extension MutableSpan<Float> {
  /// Stores the first `count` pixels of eight, interleaved from `start`; returns how many numbers.
  @inline(__always)
  fileprivate mutating func store(
    _ red: SIMD8<Float>, _ green: SIMD8<Float>, _ blue: SIMD8<Float>, at start: Int, count: Int
  ) -> Int {
    guard count == 8 else {
      for lane in 0..<count { store(red, green, blue, lane: lane, at: start) }
      return 3 * count
    }
    store(red, green, blue, lane: 0, at: start)
    store(red, green, blue, lane: 1, at: start)
    store(red, green, blue, lane: 2, at: start)
    store(red, green, blue, lane: 3, at: start)
    store(red, green, blue, lane: 4, at: start)
    store(red, green, blue, lane: 5, at: start)
    store(red, green, blue, lane: 6, at: start)
    store(red, green, blue, lane: 7, at: start)
    return 24
  }

  @inline(__always)
  private mutating func store(
    _ red: SIMD8<Float>, _ green: SIMD8<Float>, _ blue: SIMD8<Float>, lane: Int, at start: Int
  ) {
    self[start + 3 * lane] = red[lane]
    self[start + 3 * lane + 1] = green[lane]
    self[start + 3 * lane + 2] = blue[lane]
  }
}
