import MicrokernelTemplates

/// The gradient of a convolution by its weights, by Winograd's scheme.
///
/// Both the input and the output's gradient are transformed to points; at each position the gradient by the
/// transformed weights is a matrix product over all squares, whose sum is transformed back at the end.
@safe
struct WinogradWeightGradient {
  /// The forward convolution.
  let plan: WinogradPlan
  private let product: PanelProduct

  /// Bytes of transformed squares that are worked on at once: what the cores' common cache holds.
  private static let chunkBytes = 16 << 20

  init(_ kernels: KernelSet, _ plan: WinogradPlan) {
    self.plan = plan
    product = PanelProduct(
      kernels, positions: plan.weightPositions, rows: plan.depth, columns: plan.columns)
  }

  /// Writes the gradient `[3, 3, depth, columns]`.
  func run(
    input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    let (rows, columns) = (product.rows, product.columns)
    let productCount = plan.weightPositions * rows * columns
    let bytesAStrip = 4 * plan.positions * plan.squaresAcross * (rows + columns)
    let strips = max(1, min(plan.strips, Self.chunkBytes / bytesAStrip))
    let chunks = (plan.strips + strips - 1) / strips
    let stripsAChunk = (plan.strips + chunks - 1) / chunks
    let squares = stripsAChunk * plan.squaresAcross
    // A cache line more than a round number: see `WinogradPlan.inputPitch`.
    let (leftStride, rightStride) = (squares * rows + 16, squares * columns + 16)
    let zeroCount = max(plan.inputWidth * plan.depth, plan.outputWidth * plan.columns)
    unsafe BufferPool.shared.withFloats(productCount + zeroCount) { products in
      let zeros = unsafe products + productCount
      unsafe zeros.update(repeating: 0, count: zeroCount)
      unsafe BufferPool.shared.withFloats(plan.positions * (leftStride + rightStride)) { left in
        let right = unsafe left + plan.positions * leftStride
        var first = 0
        while first < plan.strips {
          let chunk = first..<min(first + stripsAChunk, plan.strips)
          let count = chunk.count * plan.squaresAcross
          Parallel.forEach(2 * chunk.count) { piece in
            let (index, isGradient) = (piece >> 1, piece & 1 == 1)
            let square = index * plan.squaresAcross
            unsafe BufferPool.shared.withFloats(plan.stripCount) { room in
              if isGradient {
                unsafe plan.transformGradient(
                  strip: chunk.lowerBound + index, outputGradient, zeros: zeros, room: room,
                  target: right + square * product.rightWidth, positionStride: rightStride,
                  panelStride: count * product.rightWidth, panelWidth: product.rightWidth)
              } else {
                unsafe plan.clearBorders(of: room)
                unsafe plan.transformInput(
                  strip: chunk.lowerBound + index, input, zeros: zeros, room: room,
                  target: left + square * PanelProduct.leftWidth, positionStride: leftStride,
                  panelStride: count * PanelProduct.leftWidth, panelWidth: PanelProduct.leftWidth)
              }
            }
          }
          unsafe product.add(
            depth: count,
            PanelOperand(
              packed: left, depth: count, width: PanelProduct.leftWidth,
              positionStride: leftStride),
            PanelOperand(
              packed: right, depth: count, width: product.rightWidth,
              positionStride: rightStride), products, accumulates: first > 0,
            parts: plan.positions(ofWeight:))
          first = chunk.upperBound
        }
      }
      Parallel.forEach(plan.depth) { channel in
        unsafe plan.transforms.weightGradient(
          plan.columns, products + channel * columns, rows * columns,
          weightGradient + channel * plan.columns, plan.depth * plan.columns)
      }
    }
  }
}

extension WinogradPlan {
  /// Transforms the output's gradient of a strip; parameters as in ``transformInput``.
  func transformGradient(
    strip: Int, _ gradient: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    room: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>, positionStride: Int,
    panelStride: Int, panelWidth: Int
  ) {
    let (picture, square) = strip.quotientAndRemainder(dividingBy: stripsAPicture)
    let end = outputWidth * columns
    for i in 0..<points {
      // Squares that reach beyond the picture's right edge see no gradient there.
      unsafe (room + i * outputPitch + end).update(
        repeating: 0, count: squaresAcross * outputs * columns - end)
    }
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: outputs) { rows in
      guard let start = rows.baseAddress else { return }
      for i in 0..<outputs {
        let y = square * outputs + i
        let place = (picture * outputHeight + y) * outputWidth * columns
        unsafe (start + i).initialize(to: y < outputHeight ? gradient + place : zeros)
      }
      unsafe transforms.gradientRows(end, UnsafePointer(start), room, outputPitch)
    }
    for (panel, channel) in stride(from: 0, to: columns, by: panelWidth).enumerated() {
      unsafe transforms.gradientColumns(
        squaresAcross, min(panelWidth, columns - channel), room + channel, outputPitch, columns,
        target + panel * panelStride, positionStride, panelWidth)
    }
  }
}
