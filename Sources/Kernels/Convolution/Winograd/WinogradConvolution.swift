import MicrokernelTemplates

/// A convolution by Winograd's scheme with weights that are already transformed.
@safe
struct WinogradConvolution {
  let plan: WinogradPlan
  /// `[weight positions][panels][depth][tile columns]`.
  let weights: UnsafePointer<Float>
  private let tile: RowTile

  init(_ kernels: KernelSet, _ plan: WinogradPlan, weights: UnsafePointer<Float>) {
    self.plan = plan
    unsafe self.weights = weights
    unsafe tile = kernels.microkernels.rowTile
  }

  private var panels: Int { unsafe (plan.columns + tile.columns - 1) / tile.columns }
  /// Floats of a row of products.
  private var productWidth: Int { unsafe panels * tile.columns }

  /// Where `squares` squares of transformed input and of products lie, one after the other.
  private struct Room {
    let inputStride: Int
    let productStride: Int
    let count: Int
  }

  private func room(squares: Int) -> Room {
    // A cache line more than a round number: see `WinogradPlan.inputPitch`.
    let (input, product) = (squares * plan.depth + 16, squares * productWidth + 16)
    return Room(
      inputStride: input, productStride: product, count: plan.positions * (input + product))
  }

  /// Convolves `input` `[N, H, W, depth]` to `output` `[N, H_out, W_out, columns]`.
  func run(
    _ input: UnsafePointer<Float>, epilogue: ConvolutionEpilogue,
    output: UnsafeMutablePointer<Float>
  ) {
    guard plan.squares > 0, plan.columns > 0 else { return }
    let schedule = unsafe WinogradSchedule(
      plan, tileColumns: tile.columns,
      threads: Parallel.threadCount)
    let zeroCount = plan.inputWidth * plan.depth
    unsafe BufferPool.shared.withFloats(zeroCount) { zeros in
      unsafe zeros.update(repeating: 0, count: zeroCount)
      switch schedule {
      case .blocks(let strips):
        Parallel.forEachPiece(of: plan.strips, size: strips) { block in
          unsafe runBlock(block, input, zeros, epilogue, output)
        }
      case .stages(let strips):
        var first = 0
        while first < plan.strips {
          let chunk = first..<min(first + strips, plan.strips)
          unsafe runStages(chunk, input, zeros, epilogue, output)
          first = chunk.upperBound
        }
      }
    }
  }

  /// All stages of a few strips, on this thread.
  private func runBlock(
    _ strips: Range<Int>, _ input: UnsafePointer<Float>, _ zeros: UnsafePointer<Float>,
    _ epilogue: ConvolutionEpilogue, _ output: UnsafeMutablePointer<Float>
  ) {
    let squares = strips.count * plan.squaresAcross
    let room = room(squares: squares)
    unsafe BufferPool.shared.withFloats(room.count + plan.stripCount) { floats in
      let products = unsafe floats + plan.positions * room.inputStride
      let strip = unsafe floats + room.count
      unsafe plan.clearBorders(of: strip)
      for index in strips {
        unsafe transformInput(index, of: strips, input, zeros, strip, floats, room)
      }
      unsafe multiply(
        0..<plan.weightPositions, 0..<panels, squares: squares, floats, products, room)
      for index in strips {
        unsafe transformOutput(index, of: strips, products, room, strip, epilogue, output)
      }
    }
  }

  /// Stage after stage of some strips, on all threads.
  private func runStages(
    _ strips: Range<Int>, _ input: UnsafePointer<Float>, _ zeros: UnsafePointer<Float>,
    _ epilogue: ConvolutionEpilogue, _ output: UnsafeMutablePointer<Float>
  ) {
    let squares = strips.count * plan.squaresAcross
    let room = room(squares: squares)
    // Enough pieces for many cores, large enough that a piece is worth its start.
    let panelsAPiece = max(1, panels * plan.positions / (72 * plan.sharingPoints))
    let groups = (panels + panelsAPiece - 1) / panelsAPiece
    unsafe BufferPool.shared.withFloats(room.count) { floats in
      let products = unsafe floats + plan.positions * room.inputStride
      Parallel.forEach(strips.count) { index in
        unsafe BufferPool.shared.withFloats(plan.stripCount) { strip in
          unsafe plan.clearBorders(of: strip)
          unsafe transformInput(
            strips.lowerBound + index, of: strips, input, zeros, strip, floats, room)
        }
      }
      Parallel.forEach(plan.weightPositions * groups) { piece in
        // The last weights may have more positions than others, so they come first; those that follow each
        // other in memory do so here.
        let (place, group) = piece.quotientAndRemainder(dividingBy: groups)
        let position = (place + plan.weightPositions - 1) % plan.weightPositions
        let first = group * panelsAPiece
        unsafe multiply(
          position..<position + 1, first..<min(first + panelsAPiece, panels), squares: squares,
          floats, products, room)
      }
      Parallel.forEach(strips.count) { index in
        unsafe BufferPool.shared.withFloats(plan.stripCount) { strip in
          unsafe transformOutput(
            strips.lowerBound + index, of: strips, products, room, strip, epilogue, output)
        }
      }
    }
  }

  private func transformInput(
    _ index: Int, of strips: Range<Int>, _ input: UnsafePointer<Float>,
    _ zeros: UnsafePointer<Float>, _ strip: UnsafeMutablePointer<Float>,
    _ transformed: UnsafeMutablePointer<Float>, _ room: Room
  ) {
    let first = (index - strips.lowerBound) * plan.squaresAcross
    unsafe plan.transformInput(
      strip: index, input, zeros: zeros, room: strip, target: transformed + first * plan.depth,
      positionStride: room.inputStride, panelStride: 0, panelWidth: plan.depth)
  }

  private func transformOutput(
    _ index: Int, of strips: Range<Int>, _ products: UnsafePointer<Float>, _ room: Room,
    _ strip: UnsafeMutablePointer<Float>, _ epilogue: ConvolutionEpilogue,
    _ output: UnsafeMutablePointer<Float>
  ) {
    let first = (index - strips.lowerBound) * plan.squaresAcross
    unsafe plan.transformOutput(
      strip: index, products: products + first * productWidth,
      positionStride: room.productStride, squareStride: productWidth, room: strip,
      epilogue: epilogue, output: output)
  }

  /// The matrix products of the positions of some weights: squares × depth by depth × columns.
  private func multiply(
    _ weightPositions: Range<Int>, _ panels: Range<Int>, squares: Int,
    _ transformed: UnsafePointer<Float>, _ products: UnsafeMutablePointer<Float>, _ room: Room
  ) {
    let (columns, depth) = unsafe (tile.columns, plan.depth)
    let capacity = squares * plan.sharingPoints * plan.sharingPoints
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: capacity) {
      lefts in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: capacity
      ) { results in
        guard let lefts = lefts.baseAddress, let results = results.baseAddress else { return }
        for weight in weightPositions {
          let positions = plan.positions(ofWeight: weight)
          let count = positions.count * squares
          for index in 0..<positions.count {
            let left = unsafe transformed + positions[index] * room.inputStride
            let result = unsafe products + positions[index] * room.productStride
            for square in 0..<squares {
              let row = index * squares + square
              unsafe (lefts + row).initialize(to: left + square * depth)
              unsafe (results + row).initialize(to: result + square * productWidth)
            }
          }
          let heights = unsafe TileHeights(rowCount: count, tileRows: tile.rows)
          // Tiles that are few go past all panels; many take the panels one by one.
          let panelsASweep = panels.count > heights.count ? panels.count : 1
          for first in stride(from: panels.lowerBound, to: panels.upperBound, by: panelsASweep) {
            let right = unsafe weights + (weight * self.panels + first) * depth * columns
            let ahead = unsafe OperandsAhead(
              right + panelsASweep * depth * columns, columns: columns, depth: depth,
              across: panelsASweep, lines: heights.count)
            heights.forEachSweep { rows, tiles in
              unsafe tile.function(
                rows.count, 1, depth, lefts + rows.lowerBound, 0, right, columns, nil, nil, false,
                results + rows.lowerBound, first * columns, panelsASweep, tiles, depth * columns,
                ahead.part(ofLine: heights.tile(ofRow: rows.lowerBound)), ahead.step)
            }
          }
        }
      }
    }
  }
}
