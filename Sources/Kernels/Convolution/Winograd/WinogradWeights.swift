import MicrokernelTemplates

extension KernelSet {
  /// Floats that a plan's transformed weights take.
  func winogradWeightCount(_ plan: WinogradPlan) -> Int {
    let width = unsafe microkernels.rowTile.columns
    return plan.weightPositions * plan.depth * ((plan.columns + width - 1) / width * width)
  }

  /// Transforms weights into panels: `[weight positions][panels][depth][tile columns]`, zeros beyond the last
  /// column.
  ///
  /// - Parameters:
  ///   - scale: What the columns are multiplied with.
  ///   - matrix: Tap's `[depth, columns]`, nine of them.
  func transformWinogradWeights(
    _ plan: WinogradPlan, scale: UnsafePointer<Float>? = nil,
    into transformed: UnsafeMutablePointer<Float>,
    matrix: (_ tap: Int) -> MatrixOperand
  ) {
    let width = unsafe microkernels.rowTile.columns
    let panels = (plan.columns + width - 1) / width
    let sliceDepth = 32
    let slices = (plan.depth + sliceDepth - 1) / sliceDepth
    Parallel.forEach(panels * slices) { piece in
      let (panel, slice) = piece.quotientAndRemainder(dividingBy: slices)
      let (column, k) = (panel * width, slice * sliceDepth)
      let depth = min(sliceDepth, plan.depth - k)
      let count = depth * width
      unsafe BufferPool.shared.withFloats(9 * count) { packed in
        for tap in 0..<9 {
          unsafe Packing.packStrip(
            matrix(tap), depth: k..<k + depth,
            columns: column..<min(column + width, plan.columns), width: width, scale: scale,
            into: packed + tap * count, self)
        }
        unsafe plan.transforms.weights(
          count, packed, count, transformed + (panel * plan.depth + k) * width,
          panels * plan.depth * width)
      }
    }
  }
}
