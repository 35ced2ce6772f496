/// Rows of 8-bit samples in another size; see `Resampling` for the arithmetic.
extension KernelSet {
  /// Bytes that may be read behind a row, and numbers that may be written behind one.
  package static let rowPadding = 16

  /// A row of pixels, each between two neighbours of `source`, in parts of 128.
  ///
  /// - Precondition: both rows have ``rowPadding`` elements more behind them.
  package func stretchRow(
    _ source: Span<UInt8>, by taps: LinearTaps, into result: inout MutableSpan<Int16>
  ) {
    precondition(source.count >= taps.sourceCount + Self.rowPadding)
    precondition(result.count >= taps.columns * taps.channels + Self.rowPadding)
    unsafe withBases(source, &result) { source, result in
      unsafe microkernels.resampling.stretchRow(
        taps.columns, taps.channels, source, taps.offsets, taps.weights, result)
    }
  }

  /// What lies between two stretched rows, in `range` of `result`; the weights are in parts of 2048.
  ///
  /// - Precondition: the stretched rows are at least as long as `range`.
  package func blendRows(
    _ upper: Span<Int16>, _ upperWeight: Int16, _ lower: Span<Int16>, _ lowerWeight: Int16,
    into result: inout MutableSpan<UInt8>, at range: Range<Int>
  ) {
    precondition(upper.count >= range.count && lower.count >= range.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= result.count)
    unsafe withBases(upper, &result) { upper, result in
      unsafe lower.withUnsafeBufferPointer { lower in
        guard let lower = lower.baseAddress else { return }
        unsafe microkernels.resampling.blendRows(
          range.count, upper, upperWeight, lower, lowerWeight, result + range.lowerBound)
      }
    }
  }

  /// A row of pixels, each a weighted sum of neighbours in `source`.
  ///
  /// - Precondition: both rows have ``rowPadding`` elements more behind them.
  package func filterRow(
    _ source: Span<UInt8>, by taps: WeightedTaps, into result: inout MutableSpan<Int32>
  ) {
    precondition(source.count >= taps.sourceCount + Self.rowPadding)
    precondition(result.count >= taps.columns * taps.channels + Self.rowPadding)
    unsafe withBases(source, &result) { source, result in
      unsafe microkernels.resampling.filterRow(
        taps.columns, taps.channels, source, taps.offsets, taps.counts, taps.weights,
        taps.weightStride, result)
    }
  }

  /// The sum of rows, one behind the other in `source`, with weights in parts of 2²², in `range` of
  /// `result`.
  ///
  /// - Precondition: `source` has as many rows as long as `range` as there are weights.
  package func filterRows(
    _ source: Span<UInt8>, weights: Span<Int32>, into result: inout MutableSpan<UInt8>,
    at range: Range<Int>
  ) {
    precondition(source.count >= weights.count * range.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= result.count)
    unsafe withBases(source, &result) { source, result in
      unsafe weights.withUnsafeBufferPointer { weights in
        guard let base = weights.baseAddress else { return }
        unsafe microkernels.resampling.filterRows(
          range.count, weights.count, source, range.count, base, result + range.lowerBound)
      }
    }
  }

  /// A row of pixels from vector `start` of `result` on, each a weighted sum of four neighbours in
  /// `source`.
  ///
  /// - Precondition: `source` has ``rowPadding`` elements more behind it, and `result` a vector.
  package func cubicRow(
    _ source: Span<UInt8>, by taps: CubicTaps, into result: inout MutableSpan<SIMD16<Float>>,
    at start: Int
  ) {
    precondition(source.count >= taps.sourceCount + Self.rowPadding)
    precondition(
      start >= 0 && (result.count - start - 1) * 16 >= taps.columns * taps.channels)
    unsafe withBases(source, &result) { source, result in
      unsafe microkernels.resampling.cubicRow(
        taps.columns, taps.channels, source, taps.offsets, taps.weights,
        UnsafeMutableRawPointer(result + start).assumingMemoryBound(to: Float.self))
    }
  }

  /// The weighted sum of four rows of `source`, which begin at the vectors `starts`, in `range` of
  /// `result`: rounded, halves to the even number.
  ///
  /// - Precondition: the rows are as long as `range`, and no sum is beyond ±2²¹.
  package func mixRows(
    _ source: Span<SIMD16<Float>>, at starts: SIMD4<Int>, weights: SIMD4<Float>,
    into result: inout MutableSpan<UInt8>, at range: Range<Int>
  ) {
    precondition(starts.min() >= 0 && (source.count - starts.max()) * 16 >= range.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= result.count)
    unsafe withBases(source, &result) { source, result in
      func row(_ number: Int) -> UnsafePointer<Float> {
        unsafe UnsafeRawPointer(source + starts[number]).assumingMemoryBound(to: Float.self)
      }
      unsafe withUnsafePointer(to: weights) { weights in
        unsafe weights.withMemoryRebound(to: Float.self, capacity: 4) { weights in
          unsafe microkernels.resampling.mixRows(
            range.count, row(0), row(1), row(2), row(3), weights, result + range.lowerBound)
        }
      }
    }
  }

  private func withBases<Source, Result>(
    _ source: Span<Source>, _ result: inout MutableSpan<Result>,
    _ body: (UnsafePointer<Source>, UnsafeMutablePointer<Result>) -> Void
  ) {
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe source.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let result = result.baseAddress else { return }
        unsafe body(source, result)
      }
    }
  }
}
