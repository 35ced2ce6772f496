extension KernelSet {
  /// Convolves a batch of pictures.
  ///
  ///     output(n, y, x)[o] = bias[o] + Σ over ky, kx, i of
  ///         input(n, y·stride + ky − padding, x·stride + kx − padding)[i] · weight[ky, kx, i, o]
  ///
  /// Then `residual` is added, and what is negative becomes 0 if `rectified`, both before a result is written.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C_in]`.
  ///   - weight: `[KH, KW, C_in, C_out]`.
  ///   - bias: `[C_out]`, or nil for none.
  ///   - residual: `[N, H_out, W_out, C_out]`, or nil for none; may be `output`.
  ///   - rectified: Whether negative results become 0.
  ///   - output: `[N, H_out, W_out, C_out]`.
  package func convolve(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>, weight: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, residual: UnsafePointer<Float>? = nil, rectified: Bool = false,
    output: UnsafeMutablePointer<Float>
  ) {
    let epilogue = unsafe ConvolutionEpilogue(
      bias: bias, residual: residual, isRectified: rectified)
    if case .panels = weightOrder(geometry),
      GatheredProduct.takesMatrix(self, pixels: geometry.outputPixels)
    {
      unsafe convolve(geometry, input, .matrix(weight), epilogue, output)
      return
    }
    unsafe BufferPool.shared.withFloats(packedConvolutionWeightCount(geometry)) { packed in
      unsafe packConvolutionWeights(geometry, weight: weight, into: packed)
      unsafe convolve(geometry, input, packedWeight: packed, epilogue, output)
    }
  }

  /// Convolves with weights that ``packConvolutionWeights(_:weights:into:)`` has put in order before.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C_in]`.
  ///   - packedWeight: Weights packed by this set for a geometry that differs in nothing but the batch.
  ///   - bias: `[C_out]`, or nil for none.
  ///   - residual: `[N, H_out, W_out, C_out]`, or nil for none; may be `output`.
  ///   - rectified: Whether negative results become 0.
  ///   - output: `[N, H_out, W_out, C_out]`.
  package func convolve(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<Float>,
    packedWeight: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>? = nil, rectified: Bool = false,
    output: UnsafeMutablePointer<Float>
  ) {
    unsafe convolve(
      geometry, input, packedWeight: packedWeight,
      ConvolutionEpilogue(bias: bias, residual: residual, isRectified: rectified), output)
  }

  /// Floats that packed weights take.
  package func packedConvolutionWeightCount(_ geometry: ConvolutionGeometry) -> Int {
    switch weightOrder(geometry) {
    case .fewSquares(let plan): return FewSquaresConvolution.weightCount(plan)
    case .transformed(let plan): return winogradWeightCount(plan)
    case .filteredLines: return FilteredLines.weightCount(geometry, self)
    case .panels:
      let (taps, depth) = geometry.runs
      return packedWeightCount(taps: taps, depth: depth, columns: geometry.outputChannels)
    }
  }

  /// Puts weights in the order in which this set's convolution reads them.
  ///
  /// - Parameters:
  ///   - geometry: The extents, of which the batch does not count.
  ///   - weights: Where they lie, and their scale.
  ///   - packed: ``packedConvolutionWeightCount(_:)`` floats.
  package func packConvolutionWeights(
    _ geometry: ConvolutionGeometry, weights: ConvolutionWeights,
    into packed: UnsafeMutablePointer<Float>
  ) {
    let columns = geometry.outputChannels
    let rows = geometry.taps * geometry.inputChannels
    if weights.layout == .outputFirst && geometry.taps > 1 && !geometry.takesRows {
      // Taken one by one from rows far apart, the taps would push each other out of the cache.
      unsafe BufferPool.shared.withFloats(rows * columns) { turned in
        unsafe transpose(columns, rows, weights.pointer, rows, turned, columns)
        unsafe packConvolutionWeights(
          geometry,
          weights: ConvolutionWeights(turned, layout: .outputLast, scale: weights.scale),
          into: packed)
      }
      return
    }
    switch weightOrder(geometry) {
    case .fewSquares(let plan):
      unsafe FewSquaresConvolution.pack(plan, scale: weights.scale, into: packed, self) {
        weights.matrix(ofTap: $0, geometry)
      }
      return
    case .transformed(let plan):
      unsafe transformWinogradWeights(plan, scale: weights.scale, into: packed) {
        weights.matrix(ofTap: $0, geometry)
      }
      return
    case .filteredLines:
      unsafe FilteredLines.pack(geometry, weights, into: packed, self)
      return
    case .panels: break
    }
    let (taps, depth) = geometry.runs
    guard geometry.takesRows else {
      unsafe packWeights(
        taps: taps, depth: depth, columns: columns, scale: weights.scale, into: packed
      ) { weights.matrix(ofTap: $0, geometry) }
      return
    }
    // A row of the window is one tap, and contiguous in one layout alone.
    unsafe BufferPool.shared.withFloats(taps * depth * columns) { copy in
      unsafe weights.copyWindowFirst(geometry, into: copy)
      unsafe packWeights(
        taps: taps, depth: depth, columns: columns, scale: weights.scale, into: packed
      ) { unsafe MatrixOperand(copy + $0 * depth * columns, rowStride: columns) }
    }
  }

  /// Puts weights `[KH, KW, C_in, C_out]` in the order in which this set's convolution reads them.
  package func packConvolutionWeights(
    _ geometry: ConvolutionGeometry, weight: UnsafePointer<Float>,
    into packed: UnsafeMutablePointer<Float>
  ) {
    unsafe packConvolutionWeights(geometry, weights: ConvolutionWeights(weight), into: packed)
  }

  /// What tells apart the orders in which packed weights can be: those of two geometries that differ in the
  /// pictures' extents alone are the same if this is.
  package func convolutionPacking(_ geometry: ConvolutionGeometry) -> Int {
    switch weightOrder(geometry) {
    case .panels: 0
    case .transformed(let plan): plan.outputs
    case .fewSquares(let plan): -plan.outputs
    case .filteredLines: FilteredLines.linesAGroup
    }
  }

  /// Whether a convolution can be made line by line, by ``convolveAndPool(_:_:input:packedWeight:bias:rectified:output:)``.
  package func convolvesLines(_ geometry: ConvolutionGeometry) -> Bool {
    guard geometry.padding == 0 else { return false }
    switch weightOrder(geometry) {
    case .panels, .filteredLines: return true
    case .transformed, .fewSquares: return false
    }
  }

  /// The orders that packed weights can be in.
  private enum WeightOrder {
    /// What ``packWeights(taps:depth:columns:scale:into:matrix:)`` makes, for the direct sum.
    case panels
    /// What ``transformWinogradWeights(_:scale:into:matrix:)`` makes.
    case transformed(WinogradPlan)
    /// What ``FewSquaresConvolution`` makes.
    case fewSquares(WinogradPlan)
    /// What ``FilteredLines`` makes.
    case filteredLines
  }

  private func weightOrder(_ geometry: ConvolutionGeometry) -> WeightOrder {
    if FilteredLines.takes(geometry, self) { return .filteredLines }
    guard let transforms = winogradTransforms(for: geometry, .forward) else { return .panels }
    let plan = WinogradPlan(geometry, transforms)
    return FewSquaresConvolution.takes(plan, self) ? .fewSquares(plan) : .transformed(plan)
  }

  /// Whether bands of a convolution's rows can be computed one by one from pictures that have their border of
  /// zeros in memory: those of few channels, whose border is cheap.
  package func takesBorder(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.takesRows && winogradTransforms(for: geometry, .forward) == nil
  }

  private func convolve(
    _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>, packedWeight: UnsafePointer<Float>,
    _ epilogue: ConvolutionEpilogue, _ output: UnsafeMutablePointer<Float>
  ) {
    switch weightOrder(g) {
    case .panels: unsafe convolve(g, input, .packed(packedWeight), epilogue, output)
    case .transformed(let plan):
      unsafe WinogradConvolution(self, plan, weights: packedWeight).run(
        input, epilogue: epilogue, output: output)
    case .fewSquares(let plan):
      unsafe FewSquaresConvolution(self, plan, weights: packedWeight).run(
        input, epilogue: epilogue, output: output)
    case .filteredLines:
      unsafe FilteredLines.run(
        self, g, input, packedWeight: packedWeight, epilogue: epilogue, output: output)
    }
  }

  /// The direct sum.
  func convolve(
    _ g: ConvolutionGeometry, _ input: UnsafePointer<Float>, _ weight: GatheredProduct.Weight,
    _ epilogue: ConvolutionEpilogue, _ output: UnsafeMutablePointer<Float>
  ) {
    unsafe GatheredProduct(
      kernels: self, plan: GatherPlan(windowsOf: g), source: input, weight: weight,
      target: output, epilogue: epilogue
    ).run()
  }
}

extension GatherPlan {
  /// The windows of a convolution.
  init(windowsOf g: ConvolutionGeometry) {
    self.init(
      batch: g.batch, height: g.outputHeight, width: g.outputWidth, sourceHeight: g.inputHeight,
      sourceWidth: g.inputWidth, sourceChannels: g.inputChannels, step: g.stride,
      runPixels: g.takesRows ? g.kernelWidth : 1, targetHeight: g.outputHeight,
      targetWidth: g.outputWidth, targetChannels: g.outputChannels, targetStep: 1,
      targetOffset: (0, 0))
    for ky in 0..<g.kernelHeight {
      for kx in stride(from: 0, to: g.kernelWidth, by: runPixels) {
        addTap(dy: ky - g.padding, dx: kx - g.padding)
      }
    }
  }
}

extension ConvolutionGeometry {
  /// Whether a tap is a whole row of the window.
  ///
  /// A pixel of few channels makes runs too short for the inner loop. Then a row of the window is one run.
  var takesRows: Bool { inputChannels * kernelWidth <= 32 && kernelWidth > 1 }

  /// How many runs a window is read in, and how long each is.
  var runs: (taps: Int, depth: Int) {
    takesRows ? (kernelHeight, kernelWidth * inputChannels) : (taps, inputChannels)
  }
}
