import MicrokernelTemplates

/// Convolutions by Winograd's scheme, weights transformed at each call.
extension KernelSet {
  func convolveByWinograd(
    _ g: ConvolutionGeometry, _ transforms: WinogradKernels, input: UnsafePointer<Float>,
    weight: UnsafePointer<Float>, epilogue: ConvolutionEpilogue,
    output: UnsafeMutablePointer<Float>
  ) {
    let plan = WinogradPlan(g, transforms)
    let tapCount = g.inputChannels * g.outputChannels
    unsafe convolve(plan, input, epilogue: epilogue, output) { tap in
      unsafe MatrixOperand(weight + tap * tapCount, rowStride: g.outputChannels)
    }
  }

  func inputGradientByWinograd(
    _ g: ConvolutionGeometry, _ transforms: WinogradKernels,
    outputGradient: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    let plan = WinogradPlan(inputGradientOf: g, transforms)
    let tapCount = g.inputChannels * g.outputChannels
    unsafe convolve(plan, outputGradient, epilogue: ConvolutionEpilogue(), inputGradient) { tap in
      unsafe MatrixOperand(
        weight + (8 - tap) * tapCount, rowStride: 1, columnStride: g.outputChannels)
    }
  }

  private func convolve(
    _ plan: WinogradPlan, _ input: UnsafePointer<Float>, epilogue: ConvolutionEpilogue,
    _ output: UnsafeMutablePointer<Float>, matrix: (_ tap: Int) -> MatrixOperand
  ) {
    unsafe BufferPool.shared.withFloats(winogradWeightCount(plan)) { weights in
      unsafe transformWinogradWeights(plan, into: weights, matrix: matrix)
      unsafe WinogradConvolution(self, plan, weights: weights).run(
        input, epilogue: epilogue, output: output)
    }
  }
}
