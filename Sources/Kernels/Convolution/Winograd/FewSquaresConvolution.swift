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
    unsafe BufferPool.shared.withFloats(plan.points * rowWidth * plan.depth) { transformed in
      Parallel.forEachPiece(of: plan.depth, size: Self.channelsATask) { channels in
        unsafe transformInput(channels, of: input, into: transformed)
      }
      // A thread takes neighbours one after the other; each asks for the next one's weights.
      Parallel.forEach(Self.panels(plan)) { panel in
        unsafe withUnsafeTemporaryAllocation(
          of: Lanes.self, capacity: plan.points * (rowWidth + Self.cachedDepth)
        ) { lanes in
          guard let start = lanes.baseAddress else { return }
          let sums = unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: Float.self)
          unsafe multiply(
            panel, transformed, into: sums, room: sums + plan.points * rowWidth * laneCount)
          unsafe transformOutput(panel, products: sums, epilogue, output)
        }
      }
    }
  }

  /// Numbers of all squares at a row of points, which meet one row of weights side by side.
  private var rowWidth: Int { plan.points * Self.most }

  /// Channels of the input whose squares stay in the first-level cache from the first transform to the last.
  private static let channelsATask = 32

  /// Transforms some channels of the input to their rows of `[points][depth][points][squares]`.
  private func transformInput(
    _ channels: Range<Int>, of input: UnsafePointer<Float>,
    into transformed: UnsafeMutablePointer<Float>
  ) {
    let count = channels.count
    let slice = plan.slice(channels: count)
    let pixels = plan.batch * plan.inputHeight * plan.inputWidth
    let (zeroCount, squareCount) = (plan.inputWidth * count, plan.points * rowWidth * count)
    unsafe BufferPool.shared.withFloats(
      pixels * count + zeroCount + squareCount + slice.stripCount
    ) { pictures in
      let zeros = unsafe pictures + pixels * count
      let squares = unsafe zeros + zeroCount
      let room = unsafe squares + squareCount
      // Squares that there are not stay zeros.
      unsafe zeros.update(repeating: 0, count: zeroCount + squareCount)
      for pixel in 0..<pixels {
        unsafe Packing.copy(
          input + pixel * plan.depth + channels.lowerBound, to: pictures + pixel * count, count)
      }
      unsafe slice.clearBorders(of: room)
      for strip in 0..<slice.strips {
        unsafe slice.transformInput(
          strip: strip, pictures, zeros: zeros, room: room,
          target: squares + strip * plan.squaresAcross * count,
          positionStride: Self.most * count, panelStride: 0, panelWidth: count)
      }
      for row in 0..<plan.points {
        unsafe kernels.microkernels.transpose(
          rowWidth, count, squares + row * rowWidth * count, count,
          transformed + (row * plan.depth + channels.lowerBound) * rowWidth, rowWidth)
      }
    }
  }

  /// Weights of so many k stay in the first-level cache while they meet all rows of points.
  private static let cachedDepth = 32

  /// The products `[positions][squares][16]` of a panel by the input `[points][depth][points][squares]`.
  private func multiply(
    _ panel: Int, _ input: UnsafePointer<Float>, into products: UnsafeMutablePointer<Float>,
    room: UnsafeMutablePointer<Float>
  ) {
    let panelWeights = unsafe weights + panel * Self.panelCount(plan)
    for k in stride(from: 0, to: plan.depth, by: Self.cachedDepth) {
      let depth = min(Self.cachedDepth, plan.depth - k)
      let own = unsafe panelWeights + k * 9 * laneCount
      let next = unsafe own + Self.panelCount(plan)
      let share = depth * 9 * laneCount / plan.points
      for row in 0..<plan.points {
        unsafe kernels.microkernels.fewSquares(
          row, depth, own, next + row * share, input + (row * plan.depth + k) * rowWidth,
          products + row * rowWidth * laneCount, k > 0, room, InstructionSetLevel.addsApart)
      }
    }
  }

  /// Transforms the products of a panel to its columns of the output.
  private func transformOutput(
    _ panel: Int, products: UnsafePointer<Float>, _ epilogue: ConvolutionEpilogue,
    _ output: UnsafeMutablePointer<Float>
  ) {
    let slice = plan.slice(channels: laneCount)
    let column = panel * laneCount
    let width = min(laneCount, plan.columns - column)
    let pixels = plan.batch * plan.outputHeight * plan.outputWidth
    let count = pixels * laneCount
    unsafe BufferPool.shared.withFloats(laneCount + 2 * count + slice.stripCount) { bias in
      let residual = unsafe bias + laneCount
      let result = unsafe residual + count
      let room = unsafe result + count
      var own = unsafe ConvolutionEpilogue(isRectified: epilogue.isRectified)
      unsafe bias.update(repeating: 0, count: laneCount + count)
      if let whole = unsafe epilogue.bias {
        unsafe Packing.copy(whole + column, to: bias, width)
        unsafe own.bias = UnsafePointer(bias)
      }
      if let whole = unsafe epilogue.residual {
        for pixel in 0..<pixels {
          unsafe Packing.copy(
            whole + pixel * plan.columns + column, to: residual + pixel * laneCount, width)
        }
        unsafe own.residual = UnsafePointer(residual)
      }
      for strip in 0..<slice.strips {
        unsafe slice.transformOutput(
          strip: strip, products: products + strip * plan.squaresAcross * laneCount,
          positionStride: Self.most * laneCount, squareStride: laneCount, room: room,
          epilogue: own, output: result)
      }
      for pixel in 0..<pixels {
        unsafe Packing.copy(
          result + pixel * laneCount, to: output + pixel * plan.columns + column, width)
      }
    }
  }
}
