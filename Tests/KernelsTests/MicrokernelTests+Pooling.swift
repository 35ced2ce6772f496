import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  static func maximumPooling(
    _ function: MaximumPoolingFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let taps = random.element(of: [1, 2, 4, 9, 25, 256])
    let channels = random.extent(upTo: 101)
    let pixels = random.uniformsWithTies(taps * channels)
    let isInside = (0..<taps).map { _ in random.integer(in: 0...3) > 0 }
    var y = guarded(channels)
    var selection = [UInt8](repeating: 77, count: channels + 16)
    pixels.withUnsafeBufferPointer { pixels in
      // An empty array has no address; any will do, since nothing is read.
      let start = pixels.baseAddress ?? UnsafePointer(bitPattern: 64)
      let starts = (0..<taps).map { tap in
        isInside[tap] ? start.map { $0 + tap * channels } : nil
      }
      function(taps, channels, starts, &y, &selection)
    }
    var trial = MicrokernelTrial(
      actual: unguarded(y, channels), expected: [], tolerance: [],
      problem: "\(taps) taps, \(channels) channels")
    var winners: [Double] = []
    for c in 0..<channels {
      var winner = -1
      for tap in 0..<taps where isInside[tap] {
        if winner < 0 || pixels[tap * channels + c] > pixels[winner * channels + c] { winner = tap }
      }
      trial.expected.append(winner < 0 ? -.infinity : Double(pixels[winner * channels + c]))
      winners.append(Double(max(winner, 0)))
    }
    // −∞ where no pixel is inside: equal, though their difference is not a number.
    if !isInside.contains(true), trial.actual.allSatisfy({ $0 == -.infinity }) {
      trial.actual = trial.actual.map { _ in 0 }
      trial.expected = trial.expected.map { _ in 0 }
    }
    trial.expected += winners
    trial.actual += selection[..<channels].map { Float($0) }
    if !selection[channels...].allSatisfy({ $0 == 77 }) { trial.actual = [] }
    trial.tolerance = trial.expected.map { _ in 0 }
    return trial
  }

  static func maximumPoolingGradient(
    _ function: MaximumPoolingGradientFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let taps = random.element(of: [1, 2, 4, 9])
    let channels = random.extent(upTo: 101)
    let start = random.uniforms(taps * channels)
    let gradient = random.uniforms(channels)
    let selection = (0..<channels).map { _ in UInt8(random.integer(in: 0...taps - 1)) }
    let isInside = (0..<taps).map { _ in random.integer(in: 0...3) > 0 }
    var result = guarded(start)
    result.withUnsafeMutableBufferPointer { result in
      let starts = (0..<taps).map { tap in
        isInside[tap] ? result.baseAddress.map { $0 + tap * channels } : nil
      }
      function(channels, gradient, selection, starts)
    }
    var trial = MicrokernelTrial(
      actual: unguarded(result, start.count), expected: start.map(Double.init), tolerance: [],
      problem: "\(taps) taps, \(channels) channels")
    for c in 0..<channels where isInside[Int(selection[c])] {
      trial.expected[Int(selection[c]) * channels + c] += Double(gradient[c])
    }
    trial.tolerance = trial.expected.map { epsilon / 2 * abs($0) }
    return trial
  }
}
