import NeuralNetworks
import RandomNumbers
import Tensors

/// What the tests run on.
enum SampleNetworks {
  /// A network whose normalisations have statistics of their own.
  static func network(_ architecture: EncoderArchitecture) -> EncoderNetwork {
    var network = EncoderNetwork(architecture, seed: 5)
    var stream: UInt32 = 0
    network.visitState { name, parameter in
      stream += 1
      let random = CounterRandom(seed: 71, stream)
      let range: ClosedRange<Float>? =
        if name.hasSuffix("running_mean") {
          -0.3...0.3
        } else if name.hasSuffix("running_var") {
          0.5...2
        } else if parameter.value.shape.rank == 1, name.hasSuffix("weight") {
          0.7...1.3
        } else if parameter.value.shape.rank == 1, name.hasSuffix("bias") {
          -0.2...0.2
        } else {
          nil
        }
      guard let range else { return }
      for index in 0..<parameter.value.count {
        parameter.value[index] = random.uniform(index, in: range)
      }
    }
    return network
  }

  /// Pictures of uniform numbers.
  static func pictures(_ count: Int, height: Int, width: Int) -> Tensor {
    let random = CounterRandom(seed: 72, UInt32(height), UInt32(width))
    let shape: Shape = [count, height, width, 3]
    return Tensor(shape, (0..<shape.count).map { random.uniform($0, in: -1...1) })
  }
}
