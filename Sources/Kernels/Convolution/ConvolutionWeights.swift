/// The weights of a convolution where they lie, and what they are multiplied with on their way into panels.
@safe
package struct ConvolutionWeights {
  /// The order of the axes.
  package enum Layout: Sendable, Hashable {
    /// `[KH, KW, C_in, C_out]`, as everywhere in this package.
    case windowFirst
    /// `[C_out, C_in, KH, KW]`, as PyTorch has it.
    case outputFirst
    /// `[C_in, KH, KW, C_out]`: PyTorch's, with the first axis last.
    case outputLast
  }

  /// The first element.
  package let pointer: UnsafePointer<Float>
  /// The order of the axes.
  package let layout: Layout
  /// `[C_out]`: what the weights of each output are multiplied with; nil for 1.
  package let scale: UnsafePointer<Float>?

  /// Describes weights.
  package init(
    _ pointer: UnsafePointer<Float>, layout: Layout = .windowFirst,
    scale: UnsafePointer<Float>? = nil
  ) {
    unsafe self.pointer = pointer
    self.layout = layout
    unsafe self.scale = scale
  }

  /// The `[C_in, C_out]` matrix of tap number `tap`, row by row of the window.
  func matrix(ofTap tap: Int, _ g: ConvolutionGeometry) -> MatrixOperand {
    switch layout {
    case .windowFirst:
      unsafe MatrixOperand(
        pointer + tap * g.inputChannels * g.outputChannels, rowStride: g.outputChannels)
    case .outputFirst:
      unsafe MatrixOperand(
        pointer + tap, rowStride: g.taps, columnStride: g.taps * g.inputChannels)
    case .outputLast:
      unsafe MatrixOperand(
        pointer + tap * g.outputChannels, rowStride: g.taps * g.outputChannels)
    }
  }

  /// Copies the weights to `[KH, KW, C_in, C_out]`.
  func copyWindowFirst(_ g: ConvolutionGeometry, into copy: UnsafeMutablePointer<Float>) {
    for tap in 0..<g.taps {
      let matrix = matrix(ofTap: tap, g)
      for i in 0..<g.inputChannels {
        let target = unsafe copy + (tap * g.inputChannels + i) * g.outputChannels
        for o in 0..<g.outputChannels {
          unsafe target[o] = matrix.pointer[i * matrix.rowStride + o * matrix.columnStride]
        }
      }
    }
  }
}
