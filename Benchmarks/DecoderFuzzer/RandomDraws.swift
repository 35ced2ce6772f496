import RandomNumbers

/// A sequence of random numbers that a seed and a number name.
struct RandomDraws {
  private let stream: CounterRandom
  private var position = 0

  init(seed: UInt64, number: Int) {
    stream = CounterRandom(seed: seed, 0xF0_22ED, UInt32(truncatingIfNeeded: number))
  }

  /// The next integer, uniform in `range`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    defer { position += 1 }
    return range.lowerBound + stream.integer(position, below: range.count)
  }

  /// The next element of `choices`, which are not empty.
  mutating func element<T>(of choices: [T]) -> T {
    choices[integer(in: 0...choices.count - 1)]
  }

  /// The next byte.
  mutating func byte() -> UInt8 { UInt8(integer(in: 0...255)) }

  /// Whether something of probability 1 in `count` happens.
  mutating func happens(oneIn count: Int) -> Bool { integer(in: 0...count - 1) == 0 }
}
