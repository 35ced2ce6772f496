/// Where a row of a view comes from in a grid of packed pixels.
///
/// The view's pixel `x` is at `first` + `x` × `step` of the view before it was turned, held within that
/// view, and scaled into the grid.
package struct WarpedRow: Sendable {
  /// How one coordinate of the view maps to one of the grid.
  package struct Axis: Sendable {
    /// The position of coordinate 0, counted from ``WarpedRow/base``.
    package var first: Float
    /// What one pixel of the view adds to the position.
    package var step: Float
    /// The position of the grid's last row or column, at least 0.
    package var last: Float

    /// Makes an axis.
    package init(first: Float, step: Float, last: Float) {
      self.first = first
      self.step = step
      self.last = last
    }
  }

  /// What a pixel adds across and down.
  package var step: SIMD2<Float>
  /// Where pixel 0 is.
  package var first: SIMD2<Float>
  /// From across to the grid's columns.
  package var columns: Axis
  /// From down to the grid's rows.
  package var rows: Axis
  /// The last coordinate of the view.
  package var lastCoordinate: Float
  /// The number of the grid's word from which positions count.
  package var base: Int

  /// Makes a row.
  package init(
    step: SIMD2<Float>, first: SIMD2<Float>, columns: Axis, rows: Axis, lastCoordinate: Float,
    base: Int
  ) {
    self.step = step
    self.first = first
    self.columns = columns
    self.rows = rows
    self.lastCoordinate = lastCoordinate
    self.base = base
  }
}
