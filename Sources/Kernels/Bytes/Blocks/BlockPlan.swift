import MicrokernelsX86AMX

/// Where the pixels of a convolution lie that is computed in blocks: see ``BlockConvolution``.
///
/// Lines of pixels follow each other with the padding between them, so that a tap is the same number of pixels
/// away from every output. By stride 2 a tap meets every other line and column: these are put together,
/// the even ones and the odd ones for themselves.
///
/// Between two lines of outputs lie sums that belong to none: one, where there is padding.
struct BlockPlan {
  let geometry: ConvolutionGeometry
  /// Pixels from one line of outputs to the next, and of sources too.
  let pitch: Int
  /// Lines of sources that outputs meet below their own.
  let linesBelow: Int
  /// Which lines and columns, of so many as the stride is, the sources put together are of.
  let phases: [(y: Int, x: Int)]
  /// For each tap the number of its phase and how many pixels behind an output's place it lies.
  let taps: [(phase: Int, pixels: Int)]

  /// Whether a convolution can be planned: of windows of one pixel, or of 3 × 3 with a border as wide as they
  /// reach, whose channels fill steps.
  static func takes(_ g: ConvolutionGeometry) -> Bool {
    g.kernelHeight == g.kernelWidth && (g.kernelWidth == 1 || g.kernelWidth == 3)
      && g.padding == g.kernelWidth / 2 && g.stride <= 2 && g.inputChannels > 0
      && g.inputChannels % ByteBlocks.stepDepth == 0
  }

  /// - Precondition: ``takes(_:)`` calls the geometry good.
  init(_ geometry: ConvolutionGeometry) {
    precondition(Self.takes(geometry), "no plan for \(geometry)")
    self.geometry = geometry
    // The zeros behind a line are those before the next one.
    pitch = geometry.outputWidth + geometry.padding
    linesBelow = (geometry.kernelWidth - 1) / geometry.stride
    let sides = min(geometry.stride, geometry.kernelWidth)
    phases = (0..<sides * sides).map { ($0 / sides, $0 % sides) }
    var taps: [(phase: Int, pixels: Int)] = []
    for y in 0..<geometry.kernelHeight {
      for x in 0..<geometry.kernelWidth {
        taps.append(
          (
            y % geometry.stride * sides + x % geometry.stride,
            y / geometry.stride * pitch + x / geometry.stride
          ))
      }
    }
    self.taps = taps
  }

  /// Lines of outputs of all pictures.
  var lines: Int { geometry.batch * geometry.outputHeight }
  /// Whether outputs meet the pixels where they are.
  var takesSourceAsItIs: Bool { geometry.kernelWidth == 1 && geometry.stride == 1 }

  /// Lines of outputs whose sources follow each other.
  struct Band {
    /// Of all pictures' lines of outputs.
    let lines: Range<Int>
    /// Where the first one's sources start, and the first one's sums.
    let firstPixel: Int
    /// Sums, those between lines included.
    let rows: Int
    /// Pixels of sources.
    let pixels: Int
  }

  /// Lines of outputs as bands, one after the other: with a border pictures have nothing in common.
  func bands(_ lines: Range<Int>) -> [Band] {
    var (bands, line, pixel): ([Band], Int, Int) = ([], lines.lowerBound, 0)
    while line < lines.upperBound {
      let end =
        geometry.padding == 0
        ? lines.upperBound
        : min(lines.upperBound, (line / geometry.outputHeight + 1) * geometry.outputHeight)
      let count = end - line
      bands.append(
        Band(
          lines: line..<end, firstPixel: pixel, rows: count * pitch - geometry.padding,
          pixels: (count + linesBelow) * pitch + geometry.padding))
      pixel += (count + linesBelow) * pitch + geometry.padding
      line = end
    }
    return bands
  }

  /// Calls `body` for each phase with what a line of a band's sources is made of.
  ///
  /// - Parameters:
  ///   - line: Of the band's sources.
  ///   - body: Gets the phase; the source's line, counted through all pictures, or nil if it lies beyond the picture;
  ///     the columns of the phase that the picture has; and the first one's place in the source's line.
  func forEachSource(
    ofLine line: Int, _ band: Band,
    _ body: (_ phase: Int, _ line: Int?, _ columns: Range<Int>, _ x: Int) -> Void
  ) {
    let g = geometry
    var (picture, y) = band.lines.lowerBound.quotientAndRemainder(dividingBy: g.outputHeight)
    y += line
    if g.padding == 0 { (picture, y) = (picture + y / g.outputHeight, y % g.outputHeight) }
    for (phase, offset) in phases.enumerated() {
      let sourceY = y * g.stride + offset.y - g.padding
      let first = offset.x < g.padding ? 1 : 0
      let x = first * g.stride + offset.x - g.padding
      let count = min((g.inputWidth - x + g.stride - 1) / g.stride, pitch - first)
      let isInside = (0..<g.inputHeight).contains(sourceY)
      body(
        phase, isInside ? picture * g.inputHeight + sourceY : nil, first..<first + count, x)
    }
  }
}
