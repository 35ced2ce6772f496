/// Which sources each target of a pooling meets, in one picture: the same in all of a batch.
///
/// Forward a target is an output pixel and meets the pixels under its window; backward it is an input pixel and
/// meets the windows that it is in. Targets that follow each other and have the same taps are a stretch.
struct PoolingPlan {
  struct Stretch {
    /// The first target pixel.
    let target: Int
    /// How many targets.
    let count: Int
    /// Where its meetings are among all.
    let meetings: Range<Int>
  }

  /// The source pixels that the first targets of the stretches meet.
  private(set) var sources: [Int] = []
  /// The places in the window where they meet.
  private(set) var numbers: [UInt8] = []
  private(set) var stretches: [Stretch] = []
  /// The stretches of each line of targets.
  private(set) var lines: [Range<Int>] = []

  /// Pixels from one target of a stretch to the next.
  let targetStep: Int
  /// Pixels from one target's sources to the next one's.
  let sourceStep: Int

  /// The windows over the input of each output pixel, or of those in some of the output's rows.
  static func forward(_ g: PoolingGeometry, rows outputRows: Range<Int>? = nil) -> PoolingPlan {
    func axis(_ extent: Int, _ count: Int) -> PoolingAxis {
      PoolingAxis(
        taps: (0..<g.window).map { .init(number: $0, first: $0 - g.padding) }, step: g.stride,
        sourceCount: extent, targetCount: count)
    }
    let (rows, columns) = (axis(g.inputHeight, g.outputHeight), axis(g.inputWidth, g.outputWidth))
    var plan = PoolingPlan(targetStep: 1, sourceStep: g.stride)
    for y in outputRows ?? 0..<g.outputHeight {
      plan.beginLine()
      plan.add(
        rows, row: y, columns, window: g.window, sourceWidth: g.inputWidth,
        firstTarget: y * g.outputWidth)
    }
    return plan
  }

  /// The windows that each input pixel is in.
  ///
  /// Pixels that leave the same remainder by the stride have the same places in their windows.
  static func backward(_ g: PoolingGeometry) -> PoolingPlan {
    func axis(_ extent: Int, _ count: Int, _ remainder: Int) -> PoolingAxis {
      let taps = (0..<g.window).filter { (remainder + g.padding - $0) % g.stride == 0 }
      return PoolingAxis(
        taps: taps.map { .init(number: $0, first: (remainder + g.padding - $0) / g.stride) },
        step: 1, sourceCount: count, targetCount: (extent - remainder + g.stride - 1) / g.stride)
    }
    let rows = (0..<g.stride).map { axis(g.inputHeight, g.outputHeight, $0) }
    let columns = (0..<min(g.stride, g.inputWidth)).map { axis(g.inputWidth, g.outputWidth, $0) }
    var plan = PoolingPlan(targetStep: g.stride, sourceStep: 1)
    for y in 0..<g.inputHeight {
      plan.beginLine()
      for (remainder, columns) in columns.enumerated() {
        plan.add(
          rows[y % g.stride], row: y / g.stride, columns, window: g.window,
          sourceWidth: g.outputWidth, firstTarget: y * g.inputWidth + remainder)
      }
    }
    return plan
  }

  private init(targetStep: Int, sourceStep: Int) {
    self.targetStep = targetStep
    self.sourceStep = sourceStep
  }

  private mutating func beginLine() {
    lines.append(stretches.count..<stretches.count)
  }

  /// Adds the targets of one row along `columns` to the last line.
  private mutating func add(
    _ rows: PoolingAxis, row: Int, _ columns: PoolingAxis, window: Int, sourceWidth: Int,
    firstTarget: Int
  ) {
    let rowTaps = rows.taps(of: row)
    for stretch in columns.stretches {
      let firstMeeting = sources.count
      for vertical in rowTaps {
        let y = vertical.first + row * rows.step
        for horizontal in stretch.taps {
          let x = horizontal.first + stretch.targets.lowerBound * columns.step
          sources.append(y * sourceWidth + x)
          numbers.append(UInt8(vertical.number * window + horizontal.number))
        }
      }
      stretches.append(
        Stretch(
          target: firstTarget + stretch.targets.lowerBound * targetStep,
          count: stretch.targets.count, meetings: firstMeeting..<sources.count))
    }
    let last = lines.count - 1
    lines[last] = lines[last].lowerBound..<stretches.count
  }
}

/// Targets along one axis and the sources that each of them meets.
///
/// Target j meets source `tap.first` + j · `step` through each tap for which there is such a source.
private struct PoolingAxis {
  struct Tap {
    /// The place in the window.
    let number: Int
    /// The source that target 0 meets, perhaps outside.
    let first: Int
  }

  let taps: [Tap]
  let step: Int
  let sourceCount: Int
  /// The targets, in stretches that have the same taps.
  private(set) var stretches: [(targets: Range<Int>, taps: [Tap])] = []

  init(taps: [Tap], step: Int, sourceCount: Int, targetCount: Int) {
    self.taps = taps
    self.step = step
    self.sourceCount = sourceCount
    var start = 0
    while start < targetCount {
      var end = targetCount
      for tap in taps {
        let range = inside(tap)
        for bound in [range.lowerBound, range.upperBound] where bound > start {
          end = min(end, bound)
        }
      }
      stretches.append((start..<end, self.taps(of: start)))
      start = end
    }
  }

  /// The targets for which `tap` is inside.
  private func inside(_ tap: Tap) -> Range<Int> {
    let start = tap.first < 0 ? (-tap.first + step - 1) / step : 0
    let last = sourceCount - 1 - tap.first
    return start..<max(start, last < 0 ? 0 : last / step + 1)
  }

  /// The taps that `target` has.
  func taps(of target: Int) -> [Tap] { taps.filter { inside($0).contains(target) } }
}
