import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  /// Sources of a stretch of pixels: the taps lie anywhere among `floats`.
  private struct Stretch {
    let pixels: Int
    let taps: Int
    let channels: Int
    let step: Int
    let starts: [Int]
    let numbers: [UInt8]
    let floatCount: Int

    init(_ random: inout SeededRandom) {
      pixels = random.integer(in: 0...5)
      taps = random.element(of: [0, 1, 2, 4, 9, 25])
      self.channels = random.extent(upTo: 101)
      let channels = channels
      step = channels * random.integer(in: 1...3)
      let span = pixels * step + channels
      let places = taps + 2
      starts = (0..<taps).map { _ in random.integer(in: 0...places) * channels }
      floatCount = span + places * channels
      // Ascending numbers with gaps, as at a border.
      var next = 0
      numbers = (0..<taps).map { _ in
        next += random.integer(in: 1...5)
        return UInt8(next)
      }
    }

    /// Where each tap's first pixel is among `floats`.
    func withSources(
      _ floats: [Float], _ body: ([UnsafePointer<Float>]) -> Void
    ) {
      floats.withUnsafeBufferPointer {
        guard let base = $0.baseAddress ?? UnsafePointer(bitPattern: 64) else { return }
        body(starts.map { base + $0 })
      }
    }

    var problem: String { "\(pixels) pixels, \(taps) taps, \(channels) channels" }
  }

  static func maximumPooling(
    _ function: MaximumPoolingFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let s = Stretch(&random)
    let floats = random.uniformsWithTies(s.floatCount)
    let count = s.pixels * s.channels
    var y = guarded(count)
    var selection = [UInt8](repeating: 77, count: count + 16)
    s.withSources(floats) {
      function(s.pixels, s.taps, s.channels, $0, s.numbers, s.step, &y, &selection)
    }
    var trial = MicrokernelTrial(
      actual: unguarded(y, count), expected: [], tolerance: [], problem: s.problem)
    var winners: [Double] = []
    for index in 0..<count {
      let (pixel, channel) = index.quotientAndRemainder(dividingBy: s.channels)
      var winner: (value: Float, number: UInt8)?
      for tap in 0..<s.taps {
        let value = floats[s.starts[tap] + pixel * s.step + channel]
        if winner.map({ value > $0.value }) ?? true { winner = (value, s.numbers[tap]) }
      }
      trial.expected.append(Double(winner?.value ?? -.infinity))
      winners.append(Double(winner?.number ?? 0))
    }
    // −∞ where there is no tap: equal, though their difference is not a number.
    if s.taps == 0, trial.actual.allSatisfy({ $0 == -.infinity }) {
      trial.actual = trial.actual.map { _ in 0 }
      trial.expected = trial.expected.map { _ in 0 }
    }
    trial.expected += winners
    trial.actual += selection[..<count].map { Float($0) }
    if !selection[count...].allSatisfy({ $0 == 77 }) { trial.actual = [] }
    trial.tolerance = trial.expected.map { _ in 0 }
    return trial
  }

  static func windowMaxima(
    _ function: WindowMaximaFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let s = Stretch(&random)
    let floats = random.uniformsWithTies(s.floatCount)
    let floor: Float = s.taps == 0 ? 0 : random.element(of: [-.infinity, 0])
    var y = guarded(s.pixels * s.channels)
    s.withSources(floats) {
      function(s.pixels, s.taps, s.channels, $0, s.step, floor, &y)
    }
    var trial = MicrokernelTrial(
      actual: unguarded(y, s.pixels * s.channels), expected: [], tolerance: [],
      problem: "\(s.problem), at least \(floor)")
    for pixel in 0..<s.pixels {
      for channel in 0..<s.channels {
        let taps = s.starts.map { floats[$0 + pixel * s.step + channel] }
        trial.expected.append(Double(taps.reduce(floor, max)))
      }
    }
    trial.tolerance = trial.expected.map { _ in 0 }
    return trial
  }

  static func maximumPoolingGradient(
    _ function: MaximumPoolingGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let s = Stretch(&random)
    let gradients = random.uniforms(s.floatCount)
    let selection = gradients.map { _ in UInt8(random.integer(in: 0...12)) }
    let step = s.channels * random.integer(in: 1...3)
    let start = random.uniforms(s.pixels * step)
    var y = guarded(start)
    s.withSources(gradients) { gradients in
      selection.withUnsafeBufferPointer { selection in
        guard let base = selection.baseAddress ?? UnsafePointer(bitPattern: 64) else { return }
        let selections = s.starts.map { base + $0 }
        function(s.pixels, s.taps, s.channels, gradients, selections, s.numbers, step, &y)
      }
    }
    return gapped(s, step, start, y) { pixel, channel in
      (0..<s.taps).map { tap in
        let index = s.starts[tap] + pixel * s.channels + channel
        return selection[index] == s.numbers[tap] ? Double(gradients[index]) : 0
      }
    }
  }

  static func windowSums(
    _ function: WindowSumsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let s = Stretch(&random)
    let floats = random.uniforms(s.floatCount)
    let step = s.channels * random.integer(in: 1...3)
    let start = random.uniforms(s.pixels * step)
    let factor = random.uniform()
    var y = guarded(start)
    s.withSources(floats) {
      function(s.pixels, s.taps, s.channels, $0, s.step, factor, step, &y)
    }
    return gapped(s, step, start, y) { pixel, channel in
      (0..<s.taps).map {
        Double(factor) * Double(floats[s.starts[$0] + pixel * s.step + channel])
      }
    }
  }

  /// Pixels `step` floats apart that are sums of `terms`, and what lies between them as it was.
  private static func gapped(
    _ s: Stretch, _ step: Int, _ start: [Float], _ y: [Float],
    _ terms: (_ pixel: Int, _ channel: Int) -> [Double]
  ) -> MicrokernelTrial {
    var trial = MicrokernelTrial(
      actual: unguarded(y, start.count), expected: start.map(Double.init),
      tolerance: start.map { _ in 0 }, problem: s.problem)
    for pixel in 0..<s.pixels {
      for channel in 0..<s.channels {
        let terms = terms(pixel, channel)
        trial.expected[pixel * step + channel] = terms.reduce(0, +)
        trial.tolerance[pixel * step + channel] =
          Double(terms.count + 1) * epsilon * terms.reduce(0) { $0 + abs($1) }
      }
    }
    return trial
  }
}
