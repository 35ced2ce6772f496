/// The part of its samples in each direction that a block of 8 × 8 is turned into.
package enum BlockScale: Int, CaseIterable, Sendable {
  case eighth = 1
  case quarter = 2
  case half = 4
  case full = 8
}

/// Blocks of cosine coefficients and rows of samples; see `InverseTransform`, `ForwardTransform` and
/// `ColorRows` for the arithmetic.
extension KernelSet {
  /// Turns coefficients `[count][8][8]` times `factors` `[8][8]` into as many rows of samples as
  /// `scale` says, the first at `offset` and each `stride` behind the one before.
  ///
  /// - Precondition: the blocks are there, and the rows lie in `result` and do not overlap.
  package func inverseTransform(
    _ coefficients: Span<Int16>, times factors: Span<Int16>, scale: BlockScale,
    into result: inout MutableSpan<UInt8>, at offset: Int, stride: Int
  ) {
    let count = coefficients.count / 64
    let size = scale.rawValue
    precondition(factors.count == 64 && offset >= 0 && stride >= count * size)
    precondition(offset <= result.count - (size - 1) * stride - count * size)
    unsafe withBases(coefficients, factors, &result) { coefficients, factors, result in
      let kernels = microkernels.blocks
      let kernel =
        switch scale {
        case .full: unsafe kernels.inverseFull
        case .half: unsafe kernels.inverseHalf
        case .quarter: unsafe kernels.inverseQuarter
        case .eighth: unsafe kernels.inverseEighth
        }
      unsafe kernel(count, coefficients, factors, result + offset, stride)
    }
  }

  /// Turns eight rows of samples, the first at `offset` and `stride` apart, into coefficients
  /// `[count][8][8]` over `factors` `[8][8]`, in `range` of `coefficients`.
  ///
  /// - Precondition: the rows lie in `samples`, and the range in `coefficients`.
  package func forwardTransform(
    _ samples: Span<UInt8>, at offset: Int, stride: Int, over factors: Span<Int16>,
    into coefficients: inout MutableSpan<Int16>, range: Range<Int>
  ) {
    let count = range.count / 64
    precondition(range.lowerBound >= 0 && range.upperBound <= coefficients.count)
    precondition(factors.count == 64 && offset >= 0 && stride >= 0)
    precondition(offset <= samples.count - 7 * stride - count * 8)
    unsafe withBases(samples, factors, &coefficients) { samples, factors, coefficients in
      unsafe microkernels.blocks.forward(
        count, samples + offset, stride, factors, coefficients + range.lowerBound)
    }
  }

  /// Y, Cb and Cr of a row to red, green and blue from `offset` on.
  ///
  /// - Precondition: the planes have `count` samples, and the pixels lie in `result`.
  package func pixels(
    _ count: Int, luma: Span<UInt8>, blueness: Span<UInt8>, redness: Span<UInt8>,
    into result: inout MutableSpan<UInt8>, at offset: Int
  ) {
    precondition(luma.count >= count && blueness.count >= count && redness.count >= count)
    precondition(offset >= 0 && count >= 0 && offset <= result.count - 3 * count)
    unsafe withBases(luma, blueness, &result) { luma, blueness, result in
      unsafe redness.withUnsafeBufferPointer { redness in
        guard let redness = redness.baseAddress else { return }
        unsafe microkernels.blocks.pixelsOfPlanes(count, luma, blueness, redness, result + offset)
      }
    }
  }

  /// Red, green and blue of a row to Y, Cb and Cr from `offset` of each plane on.
  ///
  /// - Precondition: there are pixels, and they find room in the planes.
  package func planes(
    of pixels: Span<UInt8>, luma: inout MutableSpan<UInt8>, blueness: inout MutableSpan<UInt8>,
    redness: inout MutableSpan<UInt8>, at offset: Int
  ) {
    let count = pixels.count / 3
    precondition(offset >= 0 && offset + count <= luma.count)
    precondition(offset + count <= blueness.count && offset + count <= redness.count)
    unsafe pixels.withUnsafeBufferPointer { pixels in
      unsafe luma.withUnsafeMutableBufferPointer { luma in
        unsafe blueness.withUnsafeMutableBufferPointer { blueness in
          unsafe redness.withUnsafeMutableBufferPointer { redness in
            guard let pixels = pixels.baseAddress, let luma = luma.baseAddress,
              let blueness = blueness.baseAddress, let redness = redness.baseAddress
            else { return }
            unsafe microkernels.blocks.planesOfPixels(
              count, pixels, luma + offset, blueness + offset, redness + offset)
          }
        }
      }
    }
  }

  /// Twice the samples of a row, by a triangle filter over two rows, or over one given twice.
  ///
  /// - Precondition: the rows are of the same length, at least 2, and `result` has twice as many.
  package func widenRow(
    near: Span<UInt8>, far: Span<UInt8>, leftBias: UInt16, rightBias: UInt16,
    into result: inout MutableSpan<UInt8>
  ) {
    precondition(near.count >= 2 && far.count == near.count && result.count >= 2 * near.count)
    let count = near.count
    unsafe withBases(near, far, &result) { near, far, result in
      unsafe microkernels.blocks.widenRow(count, near, far, leftBias, rightBias, result)
    }
  }

  /// A row of three parts of `near` and one of `far`; `bias` is in quarters.
  ///
  /// - Precondition: the rows are of the same length, and `result` is no shorter.
  package func rowBetween(
    near: Span<UInt8>, far: Span<UInt8>, bias: UInt16, into result: inout MutableSpan<UInt8>
  ) {
    precondition(far.count == near.count && result.count >= near.count)
    let count = near.count
    unsafe withBases(near, far, &result) { near, far, result in
      unsafe microkernels.blocks.rowBetween(count, near, far, bias, result)
    }
  }

  /// The means of squares of four samples, `count` of them, from `offset` of `result` on.
  ///
  /// - Precondition: the rows have twice as many samples, and the means lie in `result`.
  package func halveRows(
    _ count: Int, upper: Span<UInt8>, lower: Span<UInt8>, into result: inout MutableSpan<UInt8>,
    at offset: Int
  ) {
    precondition(count >= 0 && upper.count >= 2 * count && lower.count >= 2 * count)
    precondition(offset >= 0 && offset <= result.count - count)
    unsafe withBases(upper, lower, &result) { upper, lower, result in
      unsafe microkernels.blocks.halveRows(count, upper, lower, result + offset)
    }
  }

  private func withBases<First, Second, Result>(
    _ first: Span<First>, _ second: Span<Second>, _ result: inout MutableSpan<Result>,
    _ body: (UnsafePointer<First>, UnsafePointer<Second>, UnsafeMutablePointer<Result>) -> Void
  ) {
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe first.withUnsafeBufferPointer { first in
        unsafe second.withUnsafeBufferPointer { second in
          guard let first = first.baseAddress, let second = second.baseAddress,
            let result = result.baseAddress
          else { return }
          unsafe body(first, second, result)
        }
      }
    }
  }
}
