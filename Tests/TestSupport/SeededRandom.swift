import RandomNumbers

/// A sequence of random numbers for a test, the same at every run.
///
/// Print ``seed`` in a failure's message, so that the failing case can be found again.
public struct SeededRandom {
  /// What this sequence was made from.
  public let seed: UInt64
  private let stream: CounterRandom
  private var position = 0

  /// Starts the sequence that `seed` names.
  public init(_ seed: UInt64) {
    self.seed = seed
    stream = CounterRandom(seed: seed, 0x7E57)
  }

  /// The next number, uniform in `range`.
  public mutating func uniform(in range: ClosedRange<Float> = -1...1) -> Float {
    defer { position += 1 }
    return stream.uniform(position, in: range)
  }

  /// The next integer, uniform in `range`.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    defer { position += 1 }
    return range.lowerBound + stream.integer(position, below: range.count)
  }

  /// The next `count` numbers, uniform in `range`.
  public mutating func uniforms(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in uniform(in: range) }
  }

  /// The next element of `choices`.
  public mutating func element<T>(of choices: [T]) -> T {
    choices[integer(in: 0...choices.count - 1)]
  }
}
