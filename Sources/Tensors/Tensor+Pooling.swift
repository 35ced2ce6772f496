import Kernels

/// Which pixel of each window was the largest: what the gradient of a maximum needs to know.
package struct PoolingSelection: Sendable {
  let geometry: PoolingGeometry
  /// One byte an element, four of them in the place of a float.
  private let storage: TensorStorage

  init(_ geometry: PoolingGeometry) {
    self.geometry = geometry
    storage = TensorStorage(count: (geometry.outputShape.count + 3) / 4)
  }

  /// Calls `body` with the places in the windows, one byte an element of the output.
  func withUnsafeBytes(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    let bytes = unsafe UnsafeMutableRawPointer(storage.pointer)
    unsafe body(bytes.assumingMemoryBound(to: UInt8.self))
  }
}

extension Tensor {
  /// The largest of each channel under each square window.
  ///
  /// The first of equals wins, row by row; not-a-number wins over all.
  ///
  /// - Returns: `[N, H_out, W_out, C]` for `self` `[N, H, W, C]`, and who won.
  package func maxPooled(
    window: Int, stride: Int, padding: Int
  ) -> (output: Tensor, selection: PoolingSelection) {
    let geometry = PoolingGeometry(
      input: shape, window: window, stride: stride, padding: padding)
    var output = Tensor(uninitialized: geometry.outputShape)
    let selection = PoolingSelection(geometry)
    unsafe output.withUnsafeMutablePointer { output in
      unsafe selection.withUnsafeBytes { selection in
        unsafe withUnsafePointer {
          unsafe KernelSet.current.poolMaximum(
            geometry, input: $0, output: output, selection: selection)
        }
      }
    }
    return (output, selection)
  }

  /// The gradient of ``maxPooled(window:stride:padding:)`` by its input.
  package static func maxPoolingGradient(
    _ outputGradient: Tensor, selection: PoolingSelection
  ) -> Tensor {
    let geometry = selection.geometry
    precondition(outputGradient.shape == geometry.outputShape, "not the output's shape")
    var inputGradient = Tensor(uninitialized: geometry.inputShape)
    unsafe inputGradient.withUnsafeMutablePointer { inputGradient in
      unsafe selection.withUnsafeBytes { selection in
        unsafe outputGradient.withUnsafePointer {
          unsafe KernelSet.current.maximumPoolingGradient(
            geometry, outputGradient: $0, selection: selection, inputGradient: inputGradient)
        }
      }
    }
    return inputGradient
  }

  /// The mean of each channel under each square window, the border's zeros counted as PyTorch does.
  package func averagePooled(window: Int, stride: Int, padding: Int) -> Tensor {
    let geometry = PoolingGeometry(
      input: shape, window: window, stride: stride, padding: padding)
    var output = Tensor(uninitialized: geometry.outputShape)
    unsafe output.withUnsafeMutablePointer { output in
      unsafe withUnsafePointer {
        unsafe KernelSet.current.poolAverage(geometry, input: $0, output: output)
      }
    }
    return output
  }

  /// The gradient of ``averagePooled(window:stride:padding:)`` by its input.
  package static func averagePoolingGradient(
    _ outputGradient: Tensor, inputShape: Shape, window: Int, stride: Int, padding: Int
  ) -> Tensor {
    let geometry = PoolingGeometry(
      input: inputShape, window: window, stride: stride, padding: padding)
    precondition(outputGradient.shape == geometry.outputShape, "not the output's shape")
    var inputGradient = Tensor(uninitialized: inputShape)
    unsafe inputGradient.withUnsafeMutablePointer { inputGradient in
      unsafe outputGradient.withUnsafePointer {
        unsafe KernelSet.current.averagePoolingGradient(
          geometry, outputGradient: $0, inputGradient: inputGradient)
      }
    }
    return inputGradient
  }

  /// The mean of each channel over the whole picture: `[N, H, W, C]` to `[N, C]`.
  package func globallyAveragePooled() -> Tensor {
    precondition(shape.rank == 4, "pictures have rank 4")
    var output = Tensor(uninitialized: [shape[0], shape[3]])
    unsafe output.withUnsafeMutablePointer { output in
      unsafe withUnsafePointer {
        unsafe KernelSet.current.poolGlobalAverage(
          batch: shape[0], pixels: shape[1] * shape[2], channels: shape[3], input: $0,
          output: output)
      }
    }
    return output
  }

  /// The gradient of ``globallyAveragePooled()`` by its input.
  package static func globalAveragePoolingGradient(
    _ outputGradient: Tensor, inputShape: Shape
  ) -> Tensor {
    precondition(inputShape.rank == 4, "pictures have rank 4")
    precondition(
      outputGradient.shape == [inputShape[0], inputShape[3]], "not the output's shape")
    var inputGradient = Tensor(uninitialized: inputShape)
    unsafe inputGradient.withUnsafeMutablePointer { inputGradient in
      unsafe outputGradient.withUnsafePointer {
        unsafe KernelSet.current.globalAveragePoolingGradient(
          batch: inputShape[0], pixels: inputShape[1] * inputShape[2], channels: inputShape[3],
          outputGradient: $0, inputGradient: inputGradient)
      }
    }
    return inputGradient
  }
}

extension PoolingGeometry {
  /// The geometry of pooling pictures `[N, H, W, C]`.
  init(input: Shape, window: Int, stride: Int, padding: Int) {
    precondition(input.rank == 4, "pictures have rank 4")
    self.init(
      batch: input[0], inputHeight: input[1], inputWidth: input[2], channels: input[3],
      window: window, stride: stride, padding: padding)
  }

  /// `[N, H, W, C]`.
  var inputShape: Shape { [batch, inputHeight, inputWidth, channels] }

  /// `[N, H_out, W_out, C]`.
  var outputShape: Shape { [batch, outputHeight, outputWidth, channels] }
}
