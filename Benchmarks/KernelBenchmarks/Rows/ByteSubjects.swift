import Kernels

/// Kernels of 8-bit integers.
extension MicrokernelTrial {
  static func byteTile(_ kernels: KernelSet) -> Self {
    let tile = unsafe kernels.byteKernels.tile
    let (rows, columns, depth) = unsafe (tile.rows, tile.columns, 256)
    // Four bytes hold a group of k.
    let runSize = depth / kernels.byteKernels.depthGroup * 4
    let work = Work(
      byteOperations: 2 * rows * columns * depth, written: rows * columns,
      bytesRead: (rows + columns) * runSize)
    return MicrokernelTrial("k=\(depth)", work, .gigaoperations) {
      let (left, right) = (ByteBuffer(rows * runSize), ByteBuffer(columns * runSize))
      let result = ByteBuffer(4 * rows * columns)
      let runs = unsafe (0..<rows).map { unsafe UnsafePointer(left.pointer + $0 * runSize) }
      return {
        unsafe runs.withUnsafeBufferPointer { runs in
          guard let runs = runs.baseAddress else { return }
          unsafe tile.function(rows, 1, runSize, runs, right.signed, result.sums, nil, 1, 1)
        }
        // The runs point into it.
        withExtendedLifetime(left) {}
      }
    }
  }

  static func requantize(_ kernels: KernelSet) -> Self {
    let tile = unsafe kernels.byteKernels.tile
    let (rows, columns) = unsafe (tile.rows, tile.columns)
    let count = rows * columns
    let work = Work(
      operations: 4 * count, read: count + 2 * columns, bytesRead: count, bytesWritten: count)
    return MicrokernelTrial("\(rows)x\(columns) with a residual", work) {
      let (sums, factors) = (ByteBuffer(4 * count), FloatBuffer(2 * columns))
      let (residual, result) = (ByteBuffer(count), ByteBuffer(count))
      let residuals = unsafe (0..<rows).map {
        unsafe UnsafePointer(residual.pointer + $0 * columns)
      }
      let results = unsafe (0..<rows).map { unsafe result.pointer + $0 * columns }
      return {
        unsafe residuals.withUnsafeBufferPointer { residuals in
          unsafe results.withUnsafeBufferPointer { results in
            guard let results = results.baseAddress else { return }
            unsafe kernels.byteKernels.requantize(
              rows, columns, sums.sums, factors.readOnly, factors.readOnly + columns,
              residuals.baseAddress, 0.5, results, 0)
          }
        }
        // The rows point into these.
        withExtendedLifetime((residual, result)) {}
      }
    }
  }

  static func byteMaximum(_ kernels: KernelSet, channels: Int) -> Self {
    let work = Work(bytesRead: 9 * channels, bytesWritten: channels)
    return MicrokernelTrial("window=3x3 channels=\(channels)", work) {
      let (pixels, result) = (ByteBuffer(9 * channels), ByteBuffer(channels))
      let sources = unsafe (0..<9).map { unsafe UnsafePointer(pixels.pointer + $0 * channels) }
      return {
        unsafe sources.withUnsafeBufferPointer { sources in
          guard let sources = sources.baseAddress else { return }
          unsafe kernels.byteKernels.maximum(channels, 9, sources, result.pointer)
        }
        // The sources point into it.
        withExtendedLifetime(pixels) {}
      }
    }
  }

  static func byteProductPeak(_ kernels: KernelSet) -> Self {
    let tile = unsafe kernels.byteKernels.productPeak
    let (elements, steps) = unsafe (tile.rows * tile.columns, 1024)
    let work = Work(
      byteOperations: 2 * kernels.byteKernels.depthGroup * elements * steps, written: elements)
    return MicrokernelTrial("steps=\(steps)", work, .gigaoperations) {
      let activations = ByteBuffer(4 * kernels.byteKernels.peakPeriod)
      let result = ByteBuffer(4 * elements)
      return { unsafe tile.function(steps, activations.fours, result.sums) }
    }
  }
}

extension ByteBuffer {
  /// The bytes as groups of activations.
  var fours: UnsafePointer<UInt32> {
    unsafe UnsafePointer(UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt32.self))
  }

  /// The bytes as weights.
  var signed: UnsafeMutablePointer<Int8> {
    unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Int8.self)
  }

  /// Four bytes each as a sum.
  var sums: UnsafeMutablePointer<Int32> {
    unsafe UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Int32.self)
  }
}

extension Subject {
  /// The convolutions of ResNet-18 and ResNet-50 in 8-bit integers.
  static let byteConvolutions: [Subject] = [1, 8].flatMap { batch in
    let shapes = ResNetConvolution.resNet18
    let others = ResNetConvolution.resNet50.filter { !shapes.contains($0) }
    return (shapes + others).map { byteConvolution($0, batch: batch) }
  }

  private static func byteConvolution(_ shape: ResNetConvolution, batch: Int) -> Subject {
    let geometry = shape.geometry(batch: batch)
    let inputCount = batch * shape.extent * shape.extent * shape.inputChannels
    let outputCount = geometry.outputPixels * shape.outputChannels
    let weightCount = geometry.taps * shape.inputChannels * shape.outputChannels
    return Subject(
      name: "conv_bytes",
      problem: "\(shape.extent)x\(shape.extent)x\(shape.inputChannels) to "
        + "\(shape.outputChannels) window \(shape.window) stride \(shape.stride) batch \(batch)",
      work: Work(
        byteOperations: geometry.operations, bytesRead: inputCount + weightCount,
        bytesWritten: outputCount),
      unit: .gigaoperations, needsFilter: batch > 1
    ) { kernels in
      let (input, output) = (ByteBuffer(inputCount), ByteBuffer(outputCount))
      let packed = ByteBuffer(kernels.packedByteWeightCount(geometry))
      let columns = kernels.paddedByteColumns(shape.outputChannels)
      let factors = FloatBuffer(2 * columns)
      return {
        unsafe kernels.convolve(
          geometry, input: input.pointer, border: 0, packedWeight: packed.signed,
          epilogue: ByteEpilogue(scales: factors.readOnly, offsets: factors.readOnly + columns),
          output: output.pointer)
      }
    }
  }
}
