import MicrokernelTemplates

/// An operand that runs along its columns, a few of them together, one row for each k.
///
/// Packed panels and a matrix in rows are both of this kind: they differ in their strides.
@safe
struct PanelOperand {
  /// The first column of the first panel at k = 0.
  let pointer: UnsafePointer<Float>
  /// Floats from a panel to the next.
  let panelStride: Int
  /// Floats from one k to the next.
  let rowStride: Int
  /// Floats from the panels of a position to those of the next.
  let positionStride: Int

  /// Panels of `width` columns, one behind the other: `[positions][panels][depth][width]`.
  init(packed pointer: UnsafePointer<Float>, depth: Int, width: Int, positionStride: Int = 0) {
    unsafe self.pointer = pointer
    panelStride = depth * width
    rowStride = width
    self.positionStride = positionStride
  }

  /// A matrix whose rows are read where they lie, in panels of `width` columns: `[depth][columns]`.
  init(rows pointer: UnsafePointer<Float>, columns: Int, width: Int) {
    unsafe self.pointer = pointer
    panelStride = width
    rowStride = columns
    positionStride = 0
  }

  func panel(_ panel: Int, ofPosition position: Int) -> UnsafePointer<Float> {
    unsafe pointer + (position * positionStride + panel * panelStride)
  }
}

/// Matrix products whose operands both run along their columns, in panels: Σₖ left[k, row] · right[k, column].
///
/// It is the product of a gradient by weights, k being the pixels. Several such products of the same extents,
/// one a position, are made together.
@safe
struct PanelProduct {
  /// Rows of a panel of the left operand: as many as lanes, so that it is written a vector at a time.
  static let leftWidth = 16

  private let tile: ColumnTile
  private let positions: Int
  private let leftPanels: Int
  private let rightPanels: Int

  init(_ kernels: KernelSet, positions: Int, rows: Int, columns: Int) {
    unsafe tile = kernels.microkernels.columnTile
    self.positions = positions
    leftPanels = (rows + Self.leftWidth - 1) / Self.leftWidth
    rightPanels = unsafe (columns + tile.columns - 1) / tile.columns
  }

  /// Columns of a panel of the right operand.
  var rightWidth: Int { unsafe tile.columns }
  /// Rows of a product, whole panels.
  var rows: Int { leftPanels * Self.leftWidth }
  /// Columns of a product, whole panels.
  var columns: Int { rightPanels * rightWidth }

  /// Adds `depth` k to the products.
  ///
  /// - Parameters:
  ///   - left: Panels of ``leftWidth`` columns.
  ///   - right: Panels of ``rightWidth`` columns.
  ///   - products: `[positions][rows][columns]`.
  ///   - accumulates: Whether sums start from `products` (else from zero).
  ///   - parts: The operands' positions whose products make a position of `products`.
  func add(
    depth: Int, _ left: PanelOperand, _ right: PanelOperand,
    _ products: UnsafeMutablePointer<Float>, accumulates: Bool,
    parts: (_ position: Int) -> PositionGrid = { PositionGrid($0) }
  ) {
    // Enough pieces for many cores. A piece's left panels stay in the second-level cache under all right ones.
    // A position of many parts is much of the work, and goes in smaller pieces.
    let sharing = parts(positions - 1).columns
    let panelsAPiece = max(1, min(leftPanels, leftPanels * positions / (72 * sharing)))
    let groups = (leftPanels + panelsAPiece - 1) / panelsAPiece
    Parallel.forEach(positions * groups) { piece in
      // The last position may have more parts than others, so it comes first.
      let (place, group) = piece.quotientAndRemainder(dividingBy: groups)
      let position = positions - 1 - place
      let panels = group * panelsAPiece..<min((group + 1) * panelsAPiece, leftPanels)
      let result = unsafe products + position * rows * columns
      let parts = parts(position)
      for index in 0..<parts.count {
        for rightPanel in 0..<rightPanels {
          let rightStart = unsafe right.panel(rightPanel, ofPosition: parts[index])
          for panel in panels {
            let leftStart = unsafe left.panel(panel, ofPosition: parts[index])
            for row in unsafe stride(from: 0, to: Self.leftWidth, by: tile.rows) {
              unsafe tile.function(
                depth, leftStart + row, left.rowStride, rightStart, right.rowStride,
                result + (panel * Self.leftWidth + row) * columns + rightPanel * rightWidth,
                columns, accumulates || index > 0)
            }
          }
        }
      }
    }
  }
}
