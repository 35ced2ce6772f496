import ImageCodecs

/// What the inputs of a batch came to.
struct BatchOutcome {
  /// Inputs that were decoded.
  var inputs = 0
  /// Those of which an image came; errors came of the others.
  var images = 0
  /// The longest time that one took, and which.
  var slowest: (duration: Duration, number: Int) = (.zero, 0)
  /// The first outcome that may not be.
  var fault: String?

  /// Decodes inputs `numbers`; ends at the first fault.
  init(
    _ numbers: Range<Int>, timeLimit: Duration = .seconds(1), announce: ((Int) -> Void)? = nil,
    file: (Int) -> [UInt8]
  ) {
    let clock = ContinuousClock()
    for number in numbers {
      announce?(number)
      let input = file(number)
      let start = clock.now
      let trial = Trial(input, number: number)
      let duration = clock.now - start
      inputs += 1
      if trial.isImage { images += 1 }
      if duration > slowest.duration { slowest = (duration, number) }
      fault = trial.fault ?? (duration > timeLimit ? "it took \(duration)" : nil)
      if let fault {
        self.fault = "input \(number): \(fault)"
        return
      }
    }
  }
}
