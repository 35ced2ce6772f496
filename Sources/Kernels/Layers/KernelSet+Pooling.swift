extension KernelSet {
  /// The largest of each channel under each window; the first of equals wins.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C]`.
  ///   - output: `[N, H_out, W_out, C]`.
  ///   - selection: `[N, H_out, W_out, C]`: the winner's place in the window, row by row; nil if nobody asks.
  package func poolMaximum(
    _ geometry: PoolingGeometry, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, selection: UnsafeMutablePointer<UInt8>? = nil
  ) {
    let g = geometry
    unsafe forEachStretch(.forward(g), g, sources: input, g.inputPixels) { stretch in
      let target = (stretch.picture * g.outputPixels + stretch.target) * g.channels
      if let selection = unsafe selection {
        unsafe microkernels.maximumPooling(
          stretch.count, stretch.taps, g.channels, stretch.sources, stretch.numbers,
          stretch.sourceStep, output + target, selection + target)
      } else {
        unsafe microkernels.windowMaxima(
          stretch.count, stretch.taps, g.channels, stretch.sources, stretch.sourceStep,
          -.infinity, output + target)
      }
    }
  }

  /// One row of the output of ``poolMaximum(_:input:output:selection:)`` for one picture, and 0 instead of what is
  /// negative if `rectified`; on this thread.
  ///
  /// - Parameters:
  ///   - plan: That of `geometry`, forward.
  ///   - line: The number of the row among those of the plan.
  ///   - output: `[H_out, W_out, C]`: the whole output.
  ///   - place: Where a pixel of the input lies, for those that the row's windows meet.
  func poolMaximum(
    _ plan: PoolingPlan, _ geometry: PoolingGeometry, line: Int, rectified: Bool,
    output: UnsafeMutablePointer<Float>, place: (_ pixel: Int) -> UnsafePointer<Float>
  ) {
    unsafe forEachStretch(ofLine: line, plan, geometry, picture: 0, place) { stretch in
      unsafe microkernels.windowMaxima(
        stretch.count, stretch.taps, geometry.channels, stretch.sources, stretch.sourceStep,
        rectified ? 0 : -.infinity, output + stretch.target * geometry.channels)
    }
  }

  /// The transpose of ``poolMaximum(_:input:output:selection:)``.
  package func maximumPoolingGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Float>,
    selection: UnsafePointer<UInt8>, inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    unsafe forEachStretch(.backward(g), g, sources: outputGradient, g.outputPixels) { stretch in
      let target = (stretch.picture * g.inputPixels + stretch.target) * g.channels
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<UInt8>.self, capacity: stretch.taps + 1
      ) {
        guard let selections = $0.baseAddress else { return }
        // Selections lie as the gradients do.
        for tap in 0..<stretch.taps {
          unsafe (selections + tap).initialize(
            to: selection + (stretch.sources[tap] - outputGradient))
        }
        unsafe microkernels.maximumPoolingGradient(
          stretch.count, stretch.taps, g.channels, stretch.sources, UnsafePointer(selections),
          stretch.numbers, stretch.targetStep, inputGradient + target)
      }
    }
  }

  /// The mean of each channel under each window, the border's zeros counted.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C]`.
  ///   - output: `[N, H_out, W_out, C]`.
  package func poolAverage(
    _ geometry: PoolingGeometry, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    unsafe forEachStretch(.forward(g), g, sources: input, g.inputPixels) { stretch in
      unsafe windowSums(
        stretch, g, output + (stretch.picture * g.outputPixels + stretch.target) * g.channels)
    }
  }

  /// The transpose of ``poolAverage(_:input:output:)``.
  package func averagePoolingGradient(
    _ geometry: PoolingGeometry, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    unsafe forEachStretch(.backward(g), g, sources: outputGradient, g.outputPixels) { stretch in
      unsafe windowSums(
        stretch, g, inputGradient + (stretch.picture * g.inputPixels + stretch.target) * g.channels)
    }
  }

  private func windowSums(
    _ stretch: PlacedStretch, _ g: PoolingGeometry, _ target: UnsafeMutablePointer<Float>
  ) {
    unsafe microkernels.windowSums(
      stretch.count, stretch.taps, g.channels, stretch.sources, stretch.sourceStep,
      1 / Float(g.window * g.window), stretch.targetStep, target)
  }

  /// A stretch in one picture of a batch; steps in floats.
  @safe
  private struct PlacedStretch {
    let picture: Int
    let target: Int
    let count: Int
    let taps: Int
    let sources: UnsafePointer<UnsafePointer<Float>>
    let numbers: UnsafePointer<UInt8>
    let sourceStep: Int
    let targetStep: Int
  }

  /// Calls `body` for each stretch of each picture, several at once.
  ///
  /// - Parameters:
  ///   - sources: `[N, sourcePixels, C]`.
  ///   - sourcePixels: Pixels of a picture that is read from.
  private func forEachStretch(
    _ plan: PoolingPlan, _ g: PoolingGeometry, sources: UnsafePointer<Float>, _ sourcePixels: Int,
    _ body: (PlacedStretch) -> Void
  ) {
    Parallel.forEach(g.batch * plan.lines.count) { line in
      let (picture, row) = line.quotientAndRemainder(dividingBy: plan.lines.count)
      let first = unsafe sources + picture * sourcePixels * g.channels
      unsafe forEachStretch(
        ofLine: row, plan, g, picture: picture, { unsafe first + $0 * g.channels }, body)
    }
  }

  /// Calls `body` for each stretch of a line; `place` tells where a pixel of the sources lies.
  private func forEachStretch(
    ofLine row: Int, _ plan: PoolingPlan, _ g: PoolingGeometry, picture: Int,
    _ place: (_ pixel: Int) -> UnsafePointer<Float>, _ body: (PlacedStretch) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(
      of: UnsafePointer<Float>.self, capacity: g.window * g.window
    ) {
      guard let places = $0.baseAddress else { return }
      unsafe plan.numbers.withUnsafeBufferPointer { numbers in
        // Without channels or pixels there may be no number at all.
        guard let numbers = numbers.baseAddress else { return }
        for stretch in plan.stretches[plan.lines[row]] {
          for (tap, meeting) in stretch.meetings.enumerated() {
            unsafe (places + tap).initialize(to: place(plan.sources[meeting]))
          }
          unsafe body(
            PlacedStretch(
              picture: picture, target: stretch.target, count: stretch.count,
              taps: stretch.meetings.count, sources: UnsafePointer(places),
              numbers: numbers + stretch.meetings.lowerBound,
              sourceStep: plan.sourceStep * g.channels, targetStep: plan.targetStep * g.channels))
        }
      }
    }
  }

  /// The mean over all pixels: `[N, pixels, C]` to `[N, C]`.
  package func poolGlobalAverage(
    batch: Int, pixels: Int, channels: Int, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEach(batch) { picture in
      let target = unsafe output + picture * channels
      unsafe microkernels.columnSums(
        pixels, channels, input + picture * pixels * channels, target)
      unsafe microkernels.scale(channels, UnsafePointer(target), 1 / Float(pixels), target)
    }
  }

  /// The transpose of ``poolGlobalAverage(batch:pixels:channels:input:output:)``.
  package func globalAveragePoolingGradient(
    batch: Int, pixels: Int, channels: Int, outputGradient: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    guard pixels > 0 else { return }
    Parallel.forEach(batch) { picture in
      let first = unsafe inputGradient + picture * pixels * channels
      unsafe microkernels.scale(
        channels, outputGradient + picture * channels, 1 / Float(pixels), first)
      for pixel in 1..<pixels {
        unsafe (first + pixel * channels).update(from: first, count: channels)
      }
    }
  }
}
