import CPUFeatures
import MicrokernelTemplates

/// A convolution of few squares by Winograd's scheme with weights that are transformed on the way.
///
/// The last layers of a network have many weights and, of one small picture, few squares: what they wait for
/// is memory. Nine numbers come sooner than the 36 that are made of them. The bits are those of
/// ``WinogradConvolution``.
@safe
struct FewSquaresConvolution {
  let plan: WinogradPlan
  /// `[panels][depth][3 × 3][16]`.
  let weights: UnsafePointer<Float>
  private let kernels: KernelSet

  /// Squares there may be; fewer are filled up with zeros.
  static let most = 4

  /// Whether weights of a plan are worth it: if they are too many for caches to hold once transformed.
  static func takes(_ plan: WinogradPlan, _ kernels: KernelSet) -> Bool {
    plan.outputs == 4 && plan.transforms.stride == 1 && plan.squares <= most
      && kernels.winogradWeightCount(plan) > leastTransformedCount
  }

  private static let leastTransformedCount = 1 << 20

  /// Floats that a plan's weights take.
  static func weightCount(_ plan: WinogradPlan) -> Int { panels(plan) * panelCount(plan) }

  private static func panels(_ plan: WinogradPlan) -> Int {
    (plan.columns + laneCount - 1) / laneCount
  }

  /// Floats of a panel of weights.
  private static func panelCount(_ plan: WinogradPlan) -> Int { plan.depth * 9 * laneCount }

  /// Puts weights in order, zeros beyond the last column.
  ///
  /// - Parameters:
  ///   - scale: What the columns are multiplied with, or nil for nothing.
  ///   - matrix: Tap's `[depth, columns]`, nine of them.
  static func pack(
    _ plan: WinogradPlan, scale: UnsafePointer<Float>?, into packed: UnsafeMutablePointer<Float>,
    _ kernels: KernelSet, matrix: (_ tap: Int) -> MatrixOperand
  ) {
    Parallel.forEach(panels(plan)) { panel in
      let columns = panel * laneCount..<min((panel + 1) * laneCount, plan.columns)
      let target = unsafe packed + panel * panelCount(plan)
      unsafe BufferPool.shared.withFloats(plan.depth * laneCount) { strip in
        for tap in 0..<9 {
          unsafe Packing.packStrip(
            matrix(tap), depth: 0..<plan.depth, columns: columns, width: laneCount, scale: scale,
            into: strip, kernels)
          for k in 0..<plan.depth {
            unsafe Packing.copy(
              strip + k * laneCount, to: target + (k * 9 + tap) * laneCount, laneCount)
          }
        }
      }
    }
  }

  /// - Precondition: The plan ``takes(_:_:)`` calls good.
  init(_ kernels: KernelSet, _ plan: WinogradPlan, weights: UnsafePointer<Float>) {
    precondition(Self.takes(plan, kernels), "too many squares")
    self.plan = plan
    unsafe self.weights = weights
    self.kernels = kernels
  }

  /// Convolves `input` `[N, H, W, depth]` to `output` `[N, H_out, W_out, columns]`.
  func run(
    _ input: UnsafePointer<Float>, epilogue: ConvolutionEpilogue,
    output: UnsafeMutablePointer<Float>
  ) {
    let zeroCount = plan.inputWidth * plan.depth
    let inputCount = plan.positions * Self.most * plan.depth
    let width = Self.panels(plan) * laneCount
    unsafe BufferPool.shared.withFloats(
      zeroCount + 2 * inputCount + plan.positions * Self.most * width
    ) { zeros in
      let transformed = unsafe zeros + zeroCount
      let turned = unsafe transformed + inputCount
      let products = unsafe turned + inputCount
      unsafe zeros.update(
        repeating: 0, count: zeroCount + (plan.squares < Self.most ? inputCount : 0))
      unsafe transformInput(input, zeros: zeros, into: transformed)
      // k by k, what meets one row of weights side by side.
      let rowWidth = plan.points * Self.most
      Parallel.forEach(plan.points) { row in
        let first = row * rowWidth * plan.depth
        unsafe kernels.microkernels.transpose(
          rowWidth, plan.depth, transformed + first, plan.depth, turned + first, rowWidth)
      }
      unsafe multiply(turned, into: products, width: width)
      Parallel.forEach(plan.strips) { strip in
        unsafe BufferPool.shared.withFloats(plan.stripCount) { room in
          unsafe plan.transformOutput(
            strip: strip, products: products + strip * plan.squaresAcross * width,
            positionStride: Self.most * width, squareStride: width, room: room,
            epilogue: epilogue, output: output)
        }
      }
    }
  }

  /// To `[positions][squares][depth]`.
  private func transformInput(
    _ input: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    into transformed: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEach(plan.strips) { strip in
      unsafe BufferPool.shared.withFloats(plan.stripCount) { room in
        unsafe plan.clearBorders(of: room)
        unsafe plan.transformInput(
          strip: strip, input, zeros: zeros, room: room,
          target: transformed + strip * plan.squaresAcross * plan.depth,
          positionStride: Self.most * plan.depth, panelStride: 0, panelWidth: plan.depth)
      }
    }
  }

  /// Weights of so many k stay in the first-level cache while they meet all rows of points.
  private static let cachedDepth = 32

  /// The products `[positions][squares][width]` of the input `[points][depth][points][squares]`.
  private func multiply(
    _ input: UnsafePointer<Float>, into products: UnsafeMutablePointer<Float>, width: Int
  ) {
    let rowWidth = plan.points * Self.most
    // A thread takes neighbours one after the other; each asks for the next one's weights.
    Parallel.forEach(Self.panels(plan)) { panel in
      let panelWeights = unsafe weights + panel * Self.panelCount(plan)
      unsafe withUnsafeTemporaryAllocation(
        of: Lanes.self, capacity: plan.points * (rowWidth + Self.cachedDepth)
      ) { lanes in
        guard let start = lanes.baseAddress else { return }
        let sums = unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: Float.self)
        let room = unsafe sums + plan.points * rowWidth * laneCount
        for k in stride(from: 0, to: plan.depth, by: Self.cachedDepth) {
          let depth = min(Self.cachedDepth, plan.depth - k)
          let own = unsafe panelWeights + k * 9 * laneCount
          let next = unsafe own + Self.panelCount(plan)
          let share = depth * 9 * laneCount / plan.points
          for row in 0..<plan.points {
            unsafe kernels.microkernels.fewSquares(
              row, depth, own, next + row * share,
              input + (row * plan.depth + k) * rowWidth, sums + row * rowWidth * laneCount, k > 0,
              room, InstructionSetLevel.addsApart)
          }
        }
        for index in 0..<plan.points * rowWidth {
          unsafe (products + index * width + panel * laneCount).update(
            from: sums + index * laneCount, count: laneCount)
        }
      }
    }
  }
}
