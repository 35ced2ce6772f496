import Kernels

/// The rows of an image, each with bytes behind it that kernels may read.
struct ImageRows {
  private let samples: [UInt8]
  private let rowLength: Int
  /// A copy of the rows that have too little behind them, and room.
  private let tail: [UInt8]
  private let firstTailRow: Int

  init(_ image: Image) {
    samples = image.samples
    rowLength = image.width * image.channelCount
    let missing = (KernelSet.rowPadding + rowLength - 1) / rowLength
    firstTailRow = max(image.height - missing, 0)
    tail =
      samples[(firstTailRow * rowLength)...] + [UInt8](repeating: 0, count: KernelSet.rowPadding)
  }

  /// Calls `body` with a row and what may be read behind it.
  func withRow(_ row: Int, _ body: (Span<UInt8>) -> Void) {
    let count = rowLength + KernelSet.rowPadding
    if row < firstTailRow {
      body(samples.span.extracting(row * rowLength..<row * rowLength + count))
    } else {
      let start = (row - firstTailRow) * rowLength
      body(tail.span.extracting(start..<start + count))
    }
  }
}
