import MicrokernelTemplates

/// A convolution without padding, computed line by line where the caller wants the lines.
///
/// All runs of a window lie within the source, and those of a line are those of another line, the same step
/// further each: they are written down once.
@safe
struct ConvolvedLines: LineGroups {
  static let linesAGroup = 1

  private let kernels: KernelSet
  private let geometry: ConvolutionGeometry
  private let packedWeight: UnsafePointer<Float>
  private let hasBias: Bool
  /// How a line is cut into tiles.
  private let heights: TileHeights
  /// For each tile `[taps][rows]`: the runs of the line that was made last.
  private let runs: UnsafeMutablePointer<UnsafePointer<Float>>
  /// For each pixel of a line the bias.
  private let starts: UnsafeMutablePointer<UnsafePointer<Float>>
  /// Where the pixels of a line go.
  private let places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// The line that was made last.
  private var line = 0

  /// Calls `body` with the lines of a convolution of one picture.
  ///
  /// - Parameters:
  ///   - geometry: Without padding; ``KernelSet/convolutionPacking(_:)`` calls it 0.
  ///   - input: `[H, W, C_in]`.
  ///   - packedWeight: What ``KernelSet/packConvolutionWeights(_:weights:into:)`` made.
  ///   - bias: `[C_out]`, or nil for none.
  static func with(
    _ kernels: KernelSet, _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>,
    packedWeight: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ body: (inout ConvolvedLines) -> Void
  ) {
    let (taps, _) = geometry.runs
    let width = geometry.outputWidth
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: width * (taps + 1)
    ) { pointers in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: width
      ) { places in
        guard let runs = pointers.baseAddress, let places = places.baseAddress else { return }
        if let bias = unsafe bias {
          unsafe (runs + width * taps).initialize(repeating: bias, count: width)
        }
        var lines = unsafe ConvolvedLines(
          kernels, geometry, packedWeight, hasBias: bias != nil, runs: runs,
          starts: runs + width * taps, places: places)
        unsafe lines.locate(input)
        body(&lines)
      }
    }
  }

  private init(
    _ kernels: KernelSet, _ geometry: ConvolutionGeometry, _ packedWeight: UnsafePointer<Float>,
    hasBias: Bool, runs: UnsafeMutablePointer<UnsafePointer<Float>>,
    starts: UnsafeMutablePointer<UnsafePointer<Float>>,
    places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  ) {
    self.kernels = kernels
    self.geometry = geometry
    unsafe self.packedWeight = packedWeight
    self.hasBias = hasBias
    unsafe self.runs = runs
    unsafe self.starts = starts
    unsafe self.places = places
    let rows = unsafe kernels.microkernels.rowTile.rows
    heights = TileHeights(rowCount: geometry.outputWidth, tileRows: rows)
  }

  /// Writes down the runs of line 0.
  private func locate(_ input: UnsafePointer<Float>) {
    let (taps, depth) = geometry.runs
    let runsALine = geometry.kernelWidth * geometry.inputChannels / depth
    var place = unsafe runs
    for tile in 0..<heights.count {
      for tap in 0..<taps {
        let (y, run) = tap.quotientAndRemainder(dividingBy: runsALine)
        for row in heights.rows(of: tile) {
          let pixel = y * geometry.inputWidth + row * geometry.stride
          unsafe place.initialize(to: input + pixel * geometry.inputChannels + run * depth)
          unsafe place += 1
        }
      }
    }
  }

  mutating func write(group next: Int, to lines: UnsafePointer<UnsafeMutablePointer<Float>>) {
    let output = unsafe lines[0]
    let (taps, depth) = geometry.runs
    let step =
      (next - line) * geometry.stride * geometry.inputWidth * geometry.inputChannels
    line = next
    for index in 0..<geometry.outputWidth * taps { unsafe runs[index] += step }
    for pixel in 0..<geometry.outputWidth {
      unsafe (places + pixel).initialize(to: output + pixel * geometry.outputChannels)
    }
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let starts = unsafe hasBias ? UnsafePointer(starts) : nil
    var column = 0
    while column < geometry.outputChannels {
      let width = unsafe min(wide.columns, geometry.outputChannels - column)
      let tile = unsafe width <= narrow.columns ? narrow : wide
      heights.forEachSweep { rows, below in
        unsafe kernels.run(
          tile, rows: rows.count, width: width, taps: taps, depth: depth,
          left: UnsafePointer(runs + rows.lowerBound * taps), first: 0,
          right: packedWeight + column * taps * depth, rightStride: tile.columns, copy: nil,
          start: starts, result: UnsafePointer(places + rows.lowerBound), column: column,
          below: below)
      }
      unsafe column += wide.columns
    }
  }
}
