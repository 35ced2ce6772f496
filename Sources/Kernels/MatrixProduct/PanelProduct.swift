import MicrokernelTemplates

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
  ///   - left: `[positions][panels][depth][leftWidth]`, `leftStride` floats from position to position.
  ///   - right: `[positions][panels][depth][rightWidth]`, `rightStride` floats from position to position.
  ///   - products: `[positions][rows][columns]`.
  ///   - accumulates: Whether sums start from `products` (else from zero).
  func add(
    depth: Int, _ left: UnsafePointer<Float>, _ leftStride: Int, _ right: UnsafePointer<Float>,
    _ rightStride: Int, _ products: UnsafeMutablePointer<Float>, accumulates: Bool
  ) {
    // Enough pieces for many cores. A piece's left panels stay in the second-level cache under all right ones.
    let panelsAPiece = max(1, min(leftPanels, leftPanels * positions / 72))
    let groups = (leftPanels + panelsAPiece - 1) / panelsAPiece
    Parallel.forEach(positions * groups) { piece in
      let (position, group) = piece.quotientAndRemainder(dividingBy: groups)
      let panels = group * panelsAPiece..<min((group + 1) * panelsAPiece, leftPanels)
      let result = unsafe products + position * rows * columns
      for rightPanel in 0..<rightPanels {
        let rightStart = unsafe right + position * rightStride + rightPanel * depth * rightWidth
        for panel in panels {
          let leftStart = unsafe left + position * leftStride + panel * depth * Self.leftWidth
          for row in unsafe stride(from: 0, to: Self.leftWidth, by: tile.rows) {
            unsafe tile.function(
              depth, leftStart + row, Self.leftWidth, rightStart,
              result + (panel * Self.leftWidth + row) * columns + rightPanel * rightWidth,
              columns, accumulates)
          }
        }
      }
    }
  }
}
