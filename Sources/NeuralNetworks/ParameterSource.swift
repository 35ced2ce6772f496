import RandomNumbers
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where new layers get their first weights from.
///
/// Parameter number `i` in the order of making reads stream `i` of the seed, so that the weights of
/// a network depend on its architecture and the seed alone.
package struct ParameterSource {
  /// Keeps these streams apart from those of the same seed that draw pictures and views.
  private static let purpose: UInt32 = 0xFFFF_0001

  private let seed: UInt64?
  private var parameterIndex: UInt32 = 0

  /// Draws from `seed`.
  package init(seed: UInt64) {
    self.seed = seed
  }

  private init() {
    seed = nil
  }

  /// Draws nothing: random parameters stay unwritten, for networks that get all of them from a file.
  static var unwritten: ParameterSource { ParameterSource() }

  /// A parameter of normally distributed elements with mean 0.
  package mutating func normal(_ shape: Shape, standardDeviation: Float) -> Parameter {
    guard let stream = nextStream() else { return Parameter(Tensor(uninitialized: shape)) }
    var scalars: [Float] = []
    scalars.reserveCapacity(shape.count + 3)
    var position: UInt32 = 0
    while scalars.count < shape.count {
      let words = stream.block(at: position)
      position += 1
      for (first, second) in [(words.x, words.y), (words.z, words.w)] {
        // Box–Muller; the half keeps the logarithm finite.
        let radius = (-2 * log((Double(first) + 0.5) * 0x1p-32)).squareRoot()
        let angle = 2 * Double.pi * (Double(second) + 0.5) * 0x1p-32
        scalars.append(standardDeviation * Float(radius * cos(angle)))
        scalars.append(standardDeviation * Float(radius * sin(angle)))
      }
    }
    return Parameter(Tensor(shape, Array(scalars.prefix(shape.count))))
  }

  /// A parameter of elements uniform in ±`bound`.
  package mutating func uniform(_ shape: Shape, bound: Float) -> Parameter {
    guard let stream = nextStream() else { return Parameter(Tensor(uninitialized: shape)) }
    let scalars = (0..<shape.count).map { stream.uniform($0, in: -bound...bound) }
    return Parameter(Tensor(shape, scalars))
  }

  /// A parameter in which every element is `value`.
  package mutating func constant(_ shape: Shape, _ value: Float) -> Parameter {
    _ = nextStream()
    return Parameter(Tensor(shape, filledWith: value))
  }

  private mutating func nextStream() -> CounterRandom? {
    defer { parameterIndex += 1 }
    guard let seed else { return nil }
    return CounterRandom(seed: seed, parameterIndex, 0, Self.purpose)
  }
}
