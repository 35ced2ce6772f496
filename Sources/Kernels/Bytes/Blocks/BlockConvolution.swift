import CPUFeatures
import MicrokernelTemplates
import MicrokernelsX86AMX

/// A convolution of bytes as products of blocks in tile registers.
///
/// Nothing is unfolded: pixels lie so that 32 outputs in a row meet, whatever the tap, pixels that follow each other
/// too.
@safe
struct BlockConvolution {
  let blocks: ByteBlocks
  let kernels: ByteKernels
  let plan: BlockPlan
  let source: UnsafePointer<UInt8>
  /// What a tap outside the source reads.
  let border: UInt8
  /// What ``KernelSet/packByteWeights(_:weight:into:)`` made.
  let weight: UnsafePointer<Int8>
  let target: UnsafeMutablePointer<UInt8>
  let epilogue: ByteEpilogue

  /// Shares of the work, so that a slower thread gets less of it.
  private static let tasksAThread = 4
  /// Rows below which a block's work does not outweigh what surrounds a task.
  private static let leastRows = 4 * ByteBlocks.rows

  private var panels: Int {
    (plan.geometry.outputChannels + ByteBlocks.columns - 1) / ByteBlocks.columns
  }

  /// Bytes of weights for one panel of columns.
  private var panelSize: Int {
    plan.geometry.taps * plan.geometry.inputChannels * ByteBlocks.columns
  }

  func run() {
    guard plan.lines > 0, panels > 0 else { return }
    let g = plan.geometry
    let wanted = Self.tasksAThread * Parallel.threadCount
    let rows = plan.lines * plan.pitch
    let sourceSize = plan.phases.count * rows * g.inputChannels
    // What is larger is shared out, so that each part of it is read by one thread alone.
    var panelBlocks = 1
    if panels * panelSize > sourceSize, sourceSize <= CacheSizes.current.level2 / 2 {
      panelBlocks = min(panels, wanted)
    }
    // What a task reads and writes stays in its cache.
    let touched = sourceSize + rows * g.outputChannels * (unsafe epilogue.residual == nil ? 1 : 2)
    let least = panelBlocks > 1 ? 1 : touched / (CacheSizes.current.level2 / 4)
    let lineBlocks = min(
      plan.lines, max(1, least, min(wanted / panelBlocks, rows / Self.leastRows)))
    Parallel.forEach(panelBlocks * lineBlocks) { task in
      let (panelBlock, lineBlock) = task.quotientAndRemainder(dividingBy: lineBlocks)
      unsafe BlockSources.with(
        plan,
        lines: lineBlock * plan.lines / lineBlocks..<(lineBlock + 1) * plan.lines / lineBlocks,
        source: source, border: border, target: target, residual: epilogue.residual
      ) {
        multiply(
          $0,
          panelBlock * panels / panelBlocks..<(panelBlock + 1) * panels / panelBlocks)
      }
    }
  }

  /// All blocks by some panels of weights.
  private func multiply(_ sources: BlockSources, _ panels: Range<Int>) {
    let count = ByteBlocks.rows * ByteBlocks.columns
    unsafe withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: 64) { bytes in
      guard let start = bytes.baseAddress else { return }
      let sums = unsafe start.bindMemory(to: Int32.self, capacity: count)
      var first = 0
      while first < sources.blocks.count {
        // Registers are set up once for all blocks of a height.
        let height = sources.blocks[first].rows.count
        var end = first + 1
        while end < sources.blocks.count, sources.blocks[end].rows.count == height { end += 1 }
        blocks.withRegisters(rows: height) {
          for panel in panels {
            unsafe multiply(sources, first..<end, panel, isFirst: first == 0, sums)
          }
        }
        first = end
      }
    }
  }

  /// Some blocks of one height by a panel of weights.
  private func multiply(
    _ sources: BlockSources, _ numbers: Range<Int>, _ panel: Int, isFirst: Bool,
    _ sums: UnsafeMutablePointer<Int32>
  ) {
    let depth = plan.geometry.inputChannels
    let right = unsafe weight + panel * panelSize
    unsafe sources.offsets.withUnsafeBufferPointer { offsets in
      guard let steps = offsets.baseAddress else { return }
      for number in numbers {
        let block = sources.blocks[number]
        prefetchResults(sources, block, panel)
        // The next panel, which most often this thread takes, comes meanwhile; for the blocks of another height
        // it is there.
        let ahead = unsafe ByteBlocks.Awaited(
          right + panelSize, block: number - numbers.lowerBound, of: numbers.count)
        unsafe blocks.multiply(
          steps, left: sources.pixels + block.place, leftStride: depth, right: right,
          steps: offsets.count, sums: sums, rows: block.rows.count, ahead: isFirst ? ahead : nil)
        unsafe requantize(sources, block.rows, panel, sums)
      }
    }
  }

  /// Asks for what the requantisation of a block touches.
  private func prefetchResults(_ sources: BlockSources, _ block: BlockSources.Block, _ panel: Int) {
    let column = panel &* ByteBlocks.columns
    for row in block.rows { unsafe Prefetch.write(sources.results[row] + column) }
    guard unsafe epilogue.residual != nil else { return }
    for row in block.rows { unsafe Prefetch.read(sources.residuals[row] + column) }
  }

  /// Makes bytes of a block's sums.
  private func requantize(
    _ sources: BlockSources, _ rows: Range<Int>, _ panel: Int, _ sums: UnsafePointer<Int32>
  ) {
    let column = panel * ByteBlocks.columns
    unsafe kernels.requantize(
      rows.count, min(ByteBlocks.columns, plan.geometry.outputChannels - column), sums,
      epilogue.scales + column, epilogue.offsets + column,
      epilogue.residual == nil ? nil : UnsafePointer(sources.residuals + rows.lowerBound),
      epilogue.residualScale, UnsafePointer(sources.results + rows.lowerBound), column)
  }
}
