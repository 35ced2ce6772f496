import RandomNumbers

/// The numbers one picture draws from its stream, one after the other.
struct DrawSequence {
  private let stream: CounterRandom
  private var position = 0

  init(_ stream: CounterRandom) {
    self.stream = stream
  }

  /// The next number, uniform in `range`.
  mutating func uniform(in range: ClosedRange<Float> = 0...1) -> Float {
    defer { position += 1 }
    return stream.uniform(position, in: range)
  }

  /// The next integer, uniform in `range`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    defer { position += 1 }
    return range.lowerBound + stream.integer(position, below: range.count)
  }

  /// Whether an event of the given probability happens.
  mutating func happens(withProbability probability: Float) -> Bool {
    uniform() < probability
  }

  /// The next 32 random bits.
  mutating func word() -> UInt32 {
    defer { position += 1 }
    return stream.word(position)
  }
}
