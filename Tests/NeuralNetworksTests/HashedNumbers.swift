import NeuralNetworks
import Tensors

/// Numbers that make_network_references.py draws by the same formulas.
enum HashedNumbers {
  static let projectionStream: UInt64 = 1
  static let parameterStream: UInt64 = 100
  static let pictureStream: UInt64 = 1000

  /// Word `index` of a stream: the finaliser of SplitMix64.
  static func word(_ stream: UInt64, _ index: Int) -> UInt64 {
    var z = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 &+ stream &* 0xD1B5_4A32_D192_ED03
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Number `index` of a stream, in −1 ..< 1 with 24 bits.
  static func uniform(_ stream: UInt64, _ index: Int) -> Float {
    Float(word(stream, index) >> 40) * 0x1p-23 - 1
  }

  /// [pictures · views, size] numbers: half the picture's own, half the view's own.
  static func views(pictures: Int, views: Int, size: Int, drawing: Int = 0) -> [Float] {
    let stream = pictureStream + 2 * UInt64(drawing)
    return (0..<pictures * views * size).map { index in
      let own = index / (views * size) * size + index % size
      return 0.5 * uniform(stream, own) + 0.5 * uniform(stream + 1, index)
    }
  }

  /// Pictures [pictures · views, side, side, 3] of squares of `cell` × `cell` pixels.
  static func images(side: Int, cell: Int, pictures: Int, views: Int, drawing: Int) -> Tensor {
    let grid = side / cell
    let numbers = Self.views(
      pictures: pictures, views: views, size: grid * grid * 3, drawing: drawing)
    let shape: Shape = [pictures * views, side, side, 3]
    let pixels = (0..<shape.count).map { index in
      let row = index / 3 / side % side / cell
      let column = index / 3 % side / cell
      return numbers[((index / (side * side * 3) * grid + row) * grid + column) * 3 + index % 3]
    }
    return Tensor(shape, pixels)
  }

  /// Gives a network the parameters that the script gives it.
  static func setParameters(of network: inout EncoderNetwork) {
    var number: UInt64 = 0
    var followsScale = false
    network.visitParameters { name, parameter in
      let shape = parameter.value.inPyTorchLayout().shape
      let isScale = shape.rank == 1 && name.hasSuffix("weight")
      let offset: Float = isScale || followsScale ? 0.25 : 0
      let fanIn = Double(shape.count / shape[0])
      let bound = shape.rank > 1 ? Float((6 / fanIn).squareRoot()) : isScale ? 0.0625 : 0.125
      let numbers = (0..<shape.count).map { index in
        offset + uniform(parameterStream + number, index) * bound
      }
      parameter.value = Tensor(inPyTorchLayout: Tensor(shape, numbers))
      followsScale = isScale
      number += 1
    }
  }
}

/// A tensor's norm and its projections on hash-random vectors of ±1.
struct Sketch {
  let norm: Double
  let projections: [Double]

  init(norm: Double, projections: [Double]) {
    self.norm = norm
    self.projections = projections
  }

  /// The sketch of a tensor, which is already in PyTorch's layout.
  init(_ tensor: Tensor) {
    var squares = 0.0
    var projections = [Double](repeating: 0, count: 6)
    for (index, scalar) in tensor.scalars.enumerated() {
      let value = Double(scalar)
      squares += value * value
      let word = HashedNumbers.word(HashedNumbers.projectionStream, index)
      for bit in 0..<6 {
        projections[bit] += (word >> UInt64(bit)) & 1 == 1 ? value : -value
      }
    }
    self.init(norm: squares.squareRoot(), projections: projections)
  }

  /// An estimate of ‖this − other‖² from the projections.
  func squaredDistance(to other: Sketch) -> Double {
    let squares = zip(projections, other.projections).map { ($0 - $1) * ($0 - $1) }
    return squares.reduce(0, +) / Double(squares.count)
  }

  /// An estimate of ‖this − other‖ from the projections.
  func distance(to other: Sketch) -> Double {
    squaredDistance(to: other).squareRoot()
  }

  /// The estimate relative to the norm of `truth`.
  func relativeError(to truth: Sketch) -> Double {
    distance(to: truth) / truth.norm
  }
}
