import MicrokernelsX86AMX

extension KernelSet {
  /// Convolves a batch of pictures of unsigned bytes with signed bytes.
  ///
  /// A matrix product is the convolution of one row of pixels with a window of one. The integers depend on
  /// nothing but the operands: not on threads, not on the instruction set.
  ///
  /// - Parameters:
  ///   - geometry: The extents; a window has at most 66,000 numbers, or its sum wraps around.
  ///   - input: `[N, H, W, C_in]`.
  ///   - border: The byte around the input: its zero point.
  ///   - packedWeight: What ``packByteWeights(_:weight:into:)`` of this set made for a geometry that differs
  ///     in nothing but the batch.
  ///   - epilogue: How sums become bytes.
  ///   - hasRoom: Whether three bytes behind the input may be read, of whatever value: windows whose rows are no
  ///     whole number of four bytes are faster then.
  ///   - output: `[N, H_out, W_out, C_out]`; may be the residual.
  package func convolve(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<UInt8>, border: UInt8,
    packedWeight: UnsafePointer<Int8>, epilogue: ByteEpilogue, hasRoom: Bool = false,
    output: UnsafeMutablePointer<UInt8>
  ) {
    if let byteBlocks, BlockPlan.takes(geometry) {
      unsafe BlockConvolution(
        blocks: byteBlocks, kernels: byteKernels, plan: BlockPlan(geometry), source: input,
        border: border, weight: packedWeight, target: output, epilogue: epilogue
      ).run()
      return
    }
    unsafe GatheredByteProduct(
      kernels: byteKernels, blocks: byteBlocks, plan: GatherPlan(windowsOf: geometry),
      source: input, border: border, weight: packedWeight, target: output, epilogue: epilogue,
      hasRoom: hasRoom
    ).run()
  }

  /// `columns` and what fills the last panel of weights.
  package func paddedByteColumns(_ columns: Int) -> Int {
    let width = unsafe byteKernels.tile.columns
    return (columns + width - 1) / width * width
  }

  /// Bytes that packed weights take.
  package func packedByteWeightCount(_ geometry: ConvolutionGeometry) -> Int {
    paddedByteColumns(geometry.outputChannels) * packedByteRowSize(geometry)
  }

  /// Bytes of packed weights for one output channel.
  func packedByteRowSize(_ geometry: ConvolutionGeometry) -> Int {
    let (taps, depth) = geometry.runs
    let group = byteKernels.depthGroup
    let count = taps * ((depth + group - 1) / group * group)
    return byteBlocks == nil ? count : ByteBlocks.wholeSteps(count) * ByteBlocks.stepDepth
  }

  /// Puts weights in the order in which this set's convolution reads them:
  /// `[panels][taps][⌈depth / group⌉][columns of a tile][group]`, each panel filled up with zeros to
  /// ``packedByteRowSize(_:)``.
  ///
  /// - Parameters:
  ///   - geometry: The extents, of which the batch does not count.
  ///   - weight: `[KH, KW, C_in, C_out]`.
  ///   - packed: ``packedByteWeightCount(_:)`` bytes.
  package func packByteWeights(
    _ geometry: ConvolutionGeometry, weight: UnsafePointer<Int8>,
    into packed: UnsafeMutablePointer<Int8>
  ) {
    let (taps, depth) = geometry.runs
    let columns = geometry.outputChannels
    let width = unsafe byteKernels.tile.columns
    let group = byteKernels.depthGroup
    let groups = (depth + group - 1) / group
    let panelSize = packedByteRowSize(geometry) * width
    Parallel.forEach((columns + width - 1) / width) { panel in
      let target = unsafe packed + panel * panelSize
      unsafe target.update(repeating: 0, count: panelSize)
      let used = min(width, columns - panel * width)
      for k in 0..<taps * depth {
        let (tap, place) = k.quotientAndRemainder(dividingBy: depth)
        let source = unsafe weight + k * columns + panel * width
        let first = (tap * groups + place / group) * width * group + place % group
        for column in 0..<used { unsafe target[first + column * group] = source[column] }
      }
    }
  }
}
