import MicrokernelTemplates

/// A convolution without padding by windows of seven rows and stride 2, five lines of the output at a time, with
/// fewer products than the direct sum takes.
///
/// Lines of even numbers meet the taps 0, 2, 4 and 6, lines of odd numbers 1, 3 and 5: two filters by stride 1, of
/// which minimal filtering F(5, 4) (Winograd 1980) computes five outputs with 8 products instead of 20 and 15. The
/// transform goes along whole lines of the input, so that windows remain runs of neighbouring numbers, and both
/// filters have the same points, so that each point's sum over both is one matrix product.
@safe
struct FilteredLines: LineGroups {
  /// Lines of the output that are computed together, always the same ones.
  static let linesAGroup = FiveOutputsOfFourTaps.Output.outputs
  private static let points = FiveOutputsOfFourTaps.Output.inputs
  /// Even lines and odd ones.
  private static let phases = 2

  private let kernels: KernelSet
  private let geometry: ConvolutionGeometry
  private let input: UnsafePointer<Float>
  private let packedWeight: UnsafePointer<Float>
  private let bias: UnsafePointer<Float>?
  private let heights: TileHeights
  private let room: Room
  /// `[tiles][phases][rows]`: the runs at the first point.
  private let runs: UnsafeMutablePointer<UnsafePointer<Float>>
  /// Where the products of each pixel go at the first point.
  private let places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

  /// What one group needs.
  @safe
  private struct Room {
    /// Floats from one transformed line to the next, and from one point's products to the next's; a cache line more
    /// than needed, so that they do not all fall into one set of the cache.
    let linePitch: Int
    let productPitch: Int
    /// `[points][phases][line]`.
    let transformed: UnsafeMutablePointer<Float>
    /// `[points][W_out, C_out]`.
    let products: UnsafeMutablePointer<Float>
    /// What lies below the input.
    let zeros: UnsafePointer<Float>

    static func with(_ g: ConvolutionGeometry, _ body: (Room) -> Void) {
      let linePitch = g.inputWidth * g.inputChannels + 16
      let productPitch = g.outputWidth * g.outputChannels + 16
      let (transformedCount, productCount) = (points * phases * linePitch, points * productPitch)
      unsafe BufferPool.shared.withFloats(transformedCount + productCount + linePitch) { floats in
        let zeros = unsafe floats + transformedCount + productCount
        unsafe zeros.update(repeating: 0, count: linePitch)
        body(
          unsafe Room(
            linePitch: linePitch, productPitch: productPitch, transformed: floats,
            products: floats + transformedCount, zeros: UnsafePointer(zeros)))
      }
    }
  }

  /// Whether a convolution is of this kind.
  static func takes(_ g: ConvolutionGeometry, _ kernels: KernelSet) -> Bool {
    kernels.convolutionMethod == .automatic && g.kernelHeight == 7 && g.stride == 2
      && g.padding == 0 && g.takesRows && g.outputPixels > 0
  }

  /// Floats that packed weights take.
  static func weightCount(_ g: ConvolutionGeometry, _ kernels: KernelSet) -> Int {
    points * pointCount(g, kernels)
  }

  private static func pointCount(_ g: ConvolutionGeometry, _ kernels: KernelSet) -> Int {
    kernels.packedWeightCount(taps: phases, depth: g.runs.depth, columns: g.outputChannels)
  }

  /// Transforms weights, point after point.
  static func pack(
    _ g: ConvolutionGeometry, _ weights: ConvolutionWeights,
    into packed: UnsafeMutablePointer<Float>, _ kernels: KernelSet
  ) {
    let columns = g.outputChannels
    let rowCount = g.runs.depth * columns
    unsafe BufferPool.shared.withFloats((g.kernelHeight + phases) * rowCount) { rows in
      unsafe weights.copyWindowFirst(g, into: rows)
      let sums = unsafe rows + g.kernelHeight * rowCount
      for (point, factors) in FiveOutputsOfFourTaps.weight.enumerated() {
        unsafe sums.update(repeating: 0, count: phases * rowCount)
        for row in 0..<g.kernelHeight {
          unsafe kernels.microkernels.addScaled(
            rowCount, rows + row * rowCount, factors[row / phases],
            sums + row % phases * rowCount)
        }
        unsafe kernels.packWeights(
          taps: phases, depth: g.runs.depth, columns: columns, scale: weights.scale,
          into: packed + point * pointCount(g, kernels)
        ) { unsafe MatrixOperand(sums + $0 * rowCount, rowStride: columns) }
      }
    }
  }

  /// Calls `body` with the lines of a convolution of one picture.
  ///
  /// - Parameters:
  ///   - geometry: One that ``takes(_:_:)`` calls good.
  ///   - input: `[H, W, C_in]`.
  ///   - packedWeight: What ``pack(_:_:into:_:)`` made.
  ///   - bias: `[C_out]`, or nil for none.
  static func with(
    _ kernels: KernelSet, _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>,
    packedWeight: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ body: (inout FilteredLines) -> Void
  ) {
    let width = geometry.outputWidth
    Room.with(geometry) { room in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<Float>.self, capacity: phases * width
      ) { runs in
        unsafe withUnsafeTemporaryAllocation(
          of: UnsafeMutablePointer<Float>.self, capacity: width
        ) { places in
          guard let runs = runs.baseAddress, let places = places.baseAddress else { return }
          var lines = unsafe FilteredLines(
            kernels, geometry, input, packedWeight, bias, room, runs, places)
          lines.locate()
          body(&lines)
        }
      }
    }
  }

  private init(
    _ kernels: KernelSet, _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Float>,
    _ packedWeight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ room: Room,
    _ runs: UnsafeMutablePointer<UnsafePointer<Float>>,
    _ places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  ) {
    self.kernels = kernels
    self.geometry = geometry
    unsafe self.input = input
    unsafe self.packedWeight = packedWeight
    unsafe self.bias = bias
    self.room = room
    unsafe self.runs = runs
    unsafe self.places = places
    let rows = unsafe kernels.microkernels.rowTile.rows
    heights = TileHeights(rowCount: geometry.outputWidth, tileRows: rows)
  }

  /// Writes down the runs and places of the first point.
  private func locate() {
    var run = unsafe runs
    for tile in 0..<heights.count {
      for phase in 0..<Self.phases {
        for pixel in heights.rows(of: tile) {
          unsafe run.initialize(
            to: room.transformed + phase * room.linePitch
              + pixel * geometry.stride * geometry.inputChannels)
          unsafe run += 1
        }
      }
    }
    for pixel in 0..<geometry.outputWidth {
      unsafe (places + pixel).initialize(to: room.products + pixel * geometry.outputChannels)
    }
  }

  func write(group: Int, to lines: UnsafePointer<UnsafeMutablePointer<Float>>) {
    unsafe write(group: group, residual: nil, isRectified: false, to: lines)
  }

  /// Computes a group of lines with all that follows.
  ///
  /// - Parameters:
  ///   - residual: For each line what is added, or nil for nothing.
  ///   - isRectified: Whether negative results become 0.
  ///   - lines: Where each line goes.
  func write(
    group: Int, residual: UnsafePointer<UnsafePointer<Float>>?, isRectified: Bool,
    to lines: UnsafePointer<UnsafeMutablePointer<Float>>
  ) {
    transformInput(group)
    for point in 0..<Self.points { multiply(point) }
    unsafe kernels.microkernels.fiveOutputRows(
      geometry.outputWidth, geometry.outputChannels, room.products, room.productPitch, bias,
      residual, isRectified, lines)
  }

  private func transformInput(_ group: Int) {
    let lineCount = geometry.inputWidth * geometry.inputChannels
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: Self.points
    ) { rows in
      guard let rows = rows.baseAddress else { return }
      for phase in 0..<Self.phases {
        for index in 0..<Self.points {
          let row = (group * Self.linesAGroup + index) * Self.phases + phase
          unsafe (rows + index).initialize(
            to: row < geometry.inputHeight ? input + row * lineCount : room.zeros)
        }
        unsafe kernels.microkernels.winogradSix.inputRows(
          lineCount, rows, room.transformed + phase * room.linePitch,
          Self.phases * room.linePitch)
      }
    }
  }

  /// The products of one point.
  private func multiply(_ point: Int) {
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let (columns, depth) = (geometry.outputChannels, geometry.runs.depth)
    let weights = unsafe packedWeight + point * Self.pointCount(geometry, kernels)
    let wholeCount = unsafe columns / wide.columns
    let edge = unsafe wholeCount * wide.columns
    heights.forEachSweep { rows, below in
      func sweep(_ tile: RowTile, _ column: Int, width: Int, across: Int) {
        unsafe kernels.run(
          tile, rows: rows.count, width: width, taps: Self.phases, depth: depth,
          left: UnsafePointer(runs + rows.lowerBound * Self.phases),
          first: point * Self.phases * room.linePitch,
          right: weights + column * Self.phases * depth, rightStride: tile.columns, copy: nil,
          start: nil, result: UnsafePointer(places + rows.lowerBound),
          column: point * room.productPitch + column, across: across, below: below,
          rightStep: Self.phases * depth * tile.columns)
      }
      if wholeCount > 0 { unsafe sweep(wide, 0, width: wide.columns, across: wholeCount) }
      if edge < columns {
        let width = columns - edge
        unsafe sweep(width <= narrow.columns ? narrow : wide, edge, width: width, across: 1)
      }
    }
  }

  /// Groups of lines that are worth a task.
  private static let groupsATask = 4

  /// Convolves `input` `[N, H, W, C_in]` to `output` `[N, H_out, W_out, C_out]`.
  static func run(
    _ kernels: KernelSet, _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>,
    packedWeight: UnsafePointer<Float>, epilogue: ConvolutionEpilogue,
    output: UnsafeMutablePointer<Float>
  ) {
    let groups = (g.outputHeight + linesAGroup - 1) / linesAGroup
    let tasks = (groups + groupsATask - 1) / groupsATask
    let lineCount = g.outputWidth * g.outputChannels
    Parallel.forEach(g.batch * tasks) { task in
      let (picture, part) = task.quotientAndRemainder(dividingBy: tasks)
      let first = picture * g.outputHeight * lineCount
      unsafe with(
        kernels, g, input: input + picture * g.inputHeight * g.inputWidth * g.inputChannels,
        packedWeight: packedWeight, bias: epilogue.bias
      ) { lines in
        unsafe BufferPool.shared.withFloats(lineCount) { side in
          unsafe side.update(repeating: 0, count: lineCount)
          for group in part * groups / tasks..<(part + 1) * groups / tasks {
            unsafe lines.write(
              group: group, epilogue, residual: epilogue.residual.map { unsafe $0 + first },
              output: output + first, side: side)
          }
        }
      }
    }
  }

  /// Computes the lines of a group that there are; those below the output go to `side`.
  private func write(
    group: Int, _ epilogue: ConvolutionEpilogue, residual: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, side: UnsafeMutablePointer<Float>
  ) {
    let size = Self.linesAGroup
    let lineCount = geometry.outputWidth * geometry.outputChannels
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafeMutablePointer<Float>.self, capacity: size
    ) { lines in
      unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: size) {
        addends in
        guard let lines = lines.baseAddress, let addends = addends.baseAddress else { return }
        for index in 0..<size {
          let line = group * size + index
          let isThere = line < geometry.outputHeight
          unsafe (lines + index).initialize(to: isThere ? output + line * lineCount : side)
          if let residual = unsafe residual {
            unsafe (addends + index).initialize(
              to: isThere ? residual + line * lineCount : UnsafePointer(side))
          }
        }
        unsafe write(
          group: group, residual: residual == nil ? nil : UnsafePointer(addends),
          isRectified: epilogue.isRectified, to: lines)
      }
    }
  }
}
