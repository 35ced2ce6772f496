#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where each pixel of a square view comes from in a grid of pixels.
///
/// A view's pixel is turned back about the centre, held within the view, and scaled into the grid.
/// What was turned out of the view is black, and blends over one pixel as OpenCV's `warpAffine`
/// does with a constant border.
struct ViewWarp {
  /// The view's width and height.
  let size: Int
  private let cosine: Float
  private let sine: Float
  private let center: Float
  private let horizontal: Axis
  private let vertical: Axis

  /// How one coordinate of the view maps to one of the grid.
  struct Axis {
    /// The grid's first row or column that the view may touch; positions count from here, which
    /// keeps them small and therefore exact.
    let base: Int
    /// The position of the view's pixel 0.
    let first: Float
    /// What one pixel of the view adds to the position.
    let step: Float
    /// The position of the grid's last row or column.
    let last: Float

    /// Maps `size` pixels onto the `extent` from `origin` of a grid's axis of `count` pixels.
    ///
    /// A pixel's centre is half a pixel from its edge in view and grid alike.
    init(size: Int, origin: Double, extent: Double, count: Int, isReversed: Bool = false) {
      let step = extent / Double(size)
      let lowest = origin + 0.5 * step - 0.5
      base = min(max(Int(lowest), 0), count - 1)
      let highest = lowest + step * Double(size - 1)
      first = Float((isReversed ? highest : lowest) - Double(base))
      self.step = Float(isReversed ? -step : step)
      last = Float(count - 1 - base)
    }
  }

  /// Makes the warp; `rotation` is in clockwise degrees.
  init(size: Int, rotation: Float = 0, horizontal: Axis, vertical: Axis) {
    self.size = size
    let radians = Double(rotation) * Double.pi / 180
    cosine = Float(cos(radians))
    sine = Float(sin(radians))
    center = Float(size - 1) / 2
    self.horizontal = horizontal
    self.vertical = vertical
  }

  /// Eight neighbouring pixels' places in the grid.
  struct Places {
    /// Columns of the left neighbours, in the low bits.
    var columns: SIMD8<Float>
    /// Rows of the upper neighbours, in the low bits.
    var rows: SIMD8<Float>
    /// The right neighbours' weights.
    var rightWeights: SIMD8<Float>
    /// The lower neighbours' weights.
    var lowerWeights: SIMD8<Float>
    /// How much of each pixel is picture; the rest is black.
    var coverage: SIMD8<Float>

    /// The number of lane `lane`'s upper left neighbour in a grid.
    @inline(__always)
    func upperLeft(lane: Int, rowStride: Int) -> Int {
      let row = Int(rows[lane].bitPattern & 0x003F_FFFF)
      return row &* rowStride &+ Int(columns[lane].bitPattern & 0x003F_FFFF)
    }
  }

  /// Where the eight pixels from (`x`, `y`) come from, relative to ``firstIndex(rowStride:)``.
  @inline(__always)
  func places(x: Int, y: Int) -> Places {
    let across = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) + (Float(x) - center)
    let down = Float(y) - center
    let u = across * cosine + (sine * down + center)
    let v = across * -sine + (cosine * down + center)
    let last = Float(size - 1)
    let (columns, rightWeights) = place(u, lastCoordinate: last, on: horizontal)
    let (rows, lowerWeights) = place(v, lastCoordinate: last, on: vertical)
    return Places(
      columns: columns, rows: rows, rightWeights: rightWeights, lowerWeights: lowerWeights,
      coverage: coverage(u, size: last + 1) * coverage(v, size: last + 1))
  }

  /// The index in the grid of the pixel that places count from.
  func firstIndex(rowStride: Int) -> Int { vertical.base * rowStride + horizontal.base }
}

/// How much of the pixels at `coordinate` lies within a view of `size`, along one axis.
@inline(__always)
private func coverage(_ coordinate: SIMD8<Float>, size: Float) -> SIMD8<Float> {
  clampedToUnit(lesser(coordinate + 1, size - coordinate))
}

/// The left (upper) neighbour's number, in the low bits, and the right (lower) one's weight.
@inline(__always)
private func place(
  _ coordinate: SIMD8<Float>, lastCoordinate: Float, on axis: ViewWarp.Axis
) -> (index: SIMD8<Float>, weight: SIMD8<Float>) {
  let zero = SIMD8<Float>(repeating: 0)
  let held = lesser(greater(coordinate, zero), SIMD8(repeating: lastCoordinate))
  let position = lesser(
    greater(held * axis.step + axis.first, zero), SIMD8(repeating: axis.last))
  // Adding 1.5 · 2²³ rounds to the nearest integer and leaves it in the low bits. Half a pixel
  // less makes that the left neighbour; a tie gives a weight of 0 or of 1, the same sample.
  let magic: Float = 0x1.8p23
  let shifted = (position - 0.5) + magic
  return (shifted, position - (shifted - magic))
}
