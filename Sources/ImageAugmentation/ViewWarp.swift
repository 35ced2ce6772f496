import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where each pixel of a square view comes from in a grid of pixels.
///
/// A view's pixel is moved inwards by what is trimmed off the edges, turned back about the centre, held
/// within the view, and scaled into the grid. What was turned out of the view is black, and blends over
/// one pixel as OpenCV's `warpAffine` does with a constant border.
struct ViewWarp {
  /// The view's width and height.
  let size: Int
  private let cosine: Double
  private let sine: Double
  private let trim: ViewParameters.Trim
  private let horizontal: Axis
  private let vertical: Axis

  /// How one coordinate of the view maps to one of the grid.
  struct Axis {
    /// The grid's first row or column that the view may touch; positions count from here, which
    /// keeps them small and therefore exact.
    let base: Int
    /// The positions of the view's pixels.
    let positions: WarpedRow.Axis

    /// Maps `size` pixels onto the `extent` from `origin` of a grid's axis of `count` pixels.
    ///
    /// A pixel's centre is half a pixel from its edge in view and grid alike.
    init(size: Int, origin: Double, extent: Double, count: Int, isReversed: Bool = false) {
      let step = extent / Double(size)
      let lowest = origin + 0.5 * step - 0.5
      base = min(max(Int(lowest), 0), count - 1)
      let highest = lowest + step * Double(size - 1)
      positions = WarpedRow.Axis(
        first: Float((isReversed ? highest : lowest) - Double(base)),
        step: Float(isReversed ? -step : step), last: Float(count - 1 - base))
    }
  }

  /// Makes the warp; `rotation` is in clockwise degrees.
  init(
    size: Int, rotation: Float = 0, trim: ViewParameters.Trim = .none, horizontal: Axis,
    vertical: Axis
  ) {
    self.size = size
    let radians = Double(rotation) * Double.pi / 180
    cosine = cos(radians)
    sine = sin(radians)
    self.trim = trim
    self.horizontal = horizontal
    self.vertical = vertical
  }

  /// Where row `y` comes from.
  func row(_ y: Int, rowStride: Int) -> WarpedRow {
    let side = Double(size)
    let center = (side - 1) / 2
    let (width, height) = (Double(1 - trim.left - trim.right), Double(1 - trim.top - trim.bottom))
    let across = (0.5 * width + Double(trim.left) * side - 0.5) - center
    let down = ((Double(y) + 0.5) * height + Double(trim.top) * side - 0.5) - center
    return WarpedRow(
      step: SIMD2(Float(width * cosine), Float(-width * sine)),
      first: SIMD2(
        Float(across * cosine + down * sine + center), Float(down * cosine - across * sine + center)
      ),
      columns: horizontal.positions, rows: vertical.positions, lastCoordinate: Float(size - 1),
      base: vertical.base * rowStride + horizontal.base)
  }
}
