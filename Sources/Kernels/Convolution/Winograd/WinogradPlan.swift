import MicrokernelTemplates

/// A 3 × 3 convolution of stride 1 or 2, cut into squares of outputs.
///
/// A strip is a row of squares, as wide as the picture. The activations stay `[N, H, W, C]`: sixteen channels of
/// one pixel are the lanes of every transform, and a square's channels at one position are a row of the left
/// operand of that position's matrix product.
@safe
struct WinogradPlan {
  let batch: Int
  let inputHeight: Int
  let inputWidth: Int
  let outputHeight: Int
  let outputWidth: Int
  /// Rows and columns of zeros around the input.
  let padding: Int
  /// Floats of an input pixel: k of the products.
  private(set) var depth: Int
  /// Floats of an output pixel.
  private(set) var columns: Int
  let transforms: WinogradKernels

  /// The forward convolution.
  init(_ g: ConvolutionGeometry, _ transforms: WinogradKernels) {
    batch = g.batch
    (inputHeight, inputWidth) = (g.inputHeight, g.inputWidth)
    (outputHeight, outputWidth) = (g.outputHeight, g.outputWidth)
    padding = g.padding
    (depth, columns) = (g.inputChannels, g.outputChannels)
    self.transforms = transforms
  }

  /// The gradient by the input of a convolution of stride 1: a convolution of the output's gradient with the
  /// window turned round.
  init(inputGradientOf g: ConvolutionGeometry, _ transforms: WinogradKernels) {
    batch = g.batch
    (inputHeight, inputWidth) = (g.outputHeight, g.outputWidth)
    (outputHeight, outputWidth) = (g.inputHeight, g.inputWidth)
    padding = 2 - g.padding
    (depth, columns) = (g.outputChannels, g.inputChannels)
    self.transforms = transforms
  }

  /// The same squares of pictures that hold some of the channels.
  func slice(channels: Int) -> WinogradPlan {
    var slice = self
    (slice.depth, slice.columns) = (channels, channels)
    return slice
  }

  var outputs: Int { transforms.outputs }
  var points: Int { transforms.stride * (outputs - 1) + 3 }
  var positions: Int { points * points }
  /// Points that differ in their weights; the last of them stands for all points that are left.
  ///
  /// By stride 2 those at odd places share the weights in the window's middle: 36 matrices of weights then do
  /// for 81 positions.
  var weightPoints: Int { outputs + 2 }
  var weightPositions: Int { weightPoints * weightPoints }
  /// The most points that are multiplied with the same weights.
  var sharingPoints: Int { points - weightPoints + 1 }
  /// Inputs from a square to the next.
  private var step: Int { outputs * transforms.stride }
  var squaresAcross: Int { (outputWidth + outputs - 1) / outputs }
  var stripsAPicture: Int { (outputHeight + outputs - 1) / outputs }
  var strips: Int { batch * stripsAPicture }
  var squares: Int { strips * squaresAcross }

  /// Pixels of a strip of the input, zeros around it and beyond the picture's edge included.
  var stripWidth: Int { (squaresAcross - 1) * step + points }
  /// Pixels of the input's rows that a strip takes: by stride 2 the last one may be left.
  private var widthInStrip: Int { min(inputWidth, stripWidth - padding) }
  /// Floats from row to row of a strip of the input.
  ///
  /// A cache line more than needed, so that rows do not lie whole pages apart and compete for the same
  /// places in the cache.
  var inputPitch: Int { stripWidth * depth + 16 }
  /// Floats from row to row of a strip of the output.
  var outputPitch: Int { squaresAcross * outputs * columns + 16 }

  /// The positions that are multiplied with weights number `weight`.
  func positions(ofWeight weight: Int) -> PositionGrid {
    let (row, column) = weight.quotientAndRemainder(dividingBy: weightPoints)
    func count(_ point: Int) -> Int { point + 1 == weightPoints ? sharingPoints : 1 }
    return PositionGrid(
      first: row * points + column, rows: count(row), columns: count(column), pitch: points)
  }

  /// Floats of room that the transforms of one strip need.
  var stripCount: Int { points * max(inputPitch, outputPitch) + outputWidth * columns }
}

/// The stages of a convolution by Winograd's scheme, for one strip at a time.
extension WinogradPlan {
  /// Calls `body` with where the input rows of strip number `strip` start.
  private func withRows(
    _ strip: Int, of input: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    _ body: (UnsafePointer<UnsafePointer<Float>>) -> Void
  ) {
    let (picture, square) = strip.quotientAndRemainder(dividingBy: stripsAPicture)
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: points) { rows in
      guard let start = rows.baseAddress else { return }
      for i in 0..<points {
        let y = square * step + i - padding
        let isInside = y >= 0 && y < inputHeight
        unsafe (start + i).initialize(
          to: isInside ? input + (picture * inputHeight + y) * inputWidth * depth : zeros)
      }
      unsafe body(UnsafePointer(start))
    }
  }

  /// Clears the columns beside the picture in the workspace of ``transformInput``.
  func clearBorders(of room: UnsafeMutablePointer<Float>) {
    let end = (padding + widthInStrip) * depth
    for i in 0..<points {
      let row = unsafe room + i * inputPitch
      unsafe row.update(repeating: 0, count: padding * depth)
      unsafe (row + end).update(repeating: 0, count: stripWidth * depth - end)
    }
  }

  /// Transforms the input of a strip.
  ///
  /// - Parameters:
  ///   - zeros: A row of zeros.
  ///   - room: `stripCount` floats, borders cleared.
  ///   - target: `[positions][panels][squares][panelWidth]`: where the strip's first square goes.
  ///   - positionStride: Floats from position to position.
  ///   - panelStride: Floats from panel to panel.
  ///   - panelWidth: Channels of a panel.
  func transformInput(
    strip: Int, _ input: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    room: UnsafeMutablePointer<Float>, target: UnsafeMutablePointer<Float>, positionStride: Int,
    panelStride: Int, panelWidth: Int
  ) {
    unsafe withRows(strip, of: input, zeros: zeros) { rows in
      unsafe transforms.inputRows(
        widthInStrip * depth, rows, room + padding * depth, inputPitch)
    }
    for (panel, channel) in stride(from: 0, to: depth, by: panelWidth).enumerated() {
      unsafe transforms.inputColumns(
        squaresAcross, min(panelWidth, depth - channel), room + channel, inputPitch, depth,
        target + panel * panelStride, positionStride, panelWidth)
    }
  }

  /// Transforms the products of a strip to pixels of the output.
  ///
  /// - Parameters:
  ///   - products: `[positions][squares][squareStride]`: the strip's first square.
  ///   - room: `stripCount` floats.
  func transformOutput(
    strip: Int, products: UnsafePointer<Float>, positionStride: Int, squareStride: Int,
    room: UnsafeMutablePointer<Float>, epilogue: ConvolutionEpilogue,
    output: UnsafeMutablePointer<Float>
  ) {
    unsafe transforms.outputColumns(
      squaresAcross, columns, products, positionStride, squareStride, room, outputPitch)
    let spare = unsafe room + points * max(inputPitch, outputPitch)
    let (picture, square) = strip.quotientAndRemainder(dividingBy: stripsAPicture)
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafeMutablePointer<Float>.self, capacity: outputs
    ) { rows in
      unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: outputs) {
        residualRows in
        guard let row = rows.baseAddress, let residualRow = residualRows.baseAddress else { return }
        for i in 0..<outputs {
          let y = square * outputs + i
          let place = (picture * outputHeight + y) * outputWidth * columns
          let isInside = y < outputHeight
          unsafe (row + i).initialize(to: isInside ? output + place : spare)
          if let residual = unsafe epilogue.residual {
            unsafe (residualRow + i).initialize(
              to: isInside ? residual + place : UnsafePointer(spare))
          }
        }
        unsafe transforms.outputRows(
          outputWidth, columns, room, outputPitch, epilogue.bias,
          epilogue.residual == nil ? nil : UnsafePointer(residualRow), epilogue.isRectified,
          UnsafePointer(row))
      }
    }
  }
}
