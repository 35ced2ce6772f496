import Foundation
import Inference
import NeuralNetworks
import Tensors

/// A quantised network as it is meant, one number at a time.
///
/// Sums and factors are in double precision; a sum becomes a byte by the three float operations that the kernels
/// promise. Otherwise the least difference would change a byte somewhere, and that many of the next layer.
struct SimulatedNetwork {
  let network: EncoderNetwork
  let limits: [Float]
  /// What the lowest and the highest byte of a picture stand for.
  let inputRange: ClosedRange<Float>

  /// A result: bytes where `step` is not nil, with zero point `zero`.
  private struct Result {
    var height: Int
    var width: Int
    var channels: Int
    var numbers: [Double]
    var step: Double?
    var zero: Double = 0

    /// The number of a pixel's channel; 0 outside the picture.
    func number(_ y: Int, _ x: Int, _ channel: Int) -> Double {
      guard y >= 0, y < height, x >= 0, x < width else { return 0 }
      let place = (y * width + x) * channels + channel
      guard let step else { return numbers[place] }
      return (numbers[place] - zero) * step
    }
  }

  /// The embedding of a picture `[1, H, W, 3]`.
  func embedding(of picture: Tensor) -> [Double] {
    let fused = FusedNetwork(network.graph())
    let state = network.state()
    let inputStep = Double((inputRange.upperBound - inputRange.lowerBound) / 255)
    let inputZero = (-Double(inputRange.lowerBound) / inputStep).rounded()
    var results = [
      Result(
        height: picture.shape[1], width: picture.shape[2], channels: 3,
        numbers: picture.scalars.map { byte(Double($0) / inputStep + inputZero) },
        step: inputStep, zero: inputZero)
    ]
    for (index, operation) in fused.operations.enumerated() {
      switch operation {
      case .convolution(let convolution):
        results.append(
          convolve(
            convolution, fused.parameters[convolution.parameters], state, results,
            limit: Double(limits[index + 1])))
      case .maximumPooling(let value, let window, let stride, let padding):
        results.append(
          pool(results[value], window, stride, padding) { $0.max() ?? 0 })
      case .averagePooling(let value, let window, let stride, let padding):
        results.append(
          pool(results[value], window, stride, padding, countsOutside: true) {
            ($0.reduce(0, +) / Double(window * window)).rounded()
          })
      case .globalAveragePooling(let value):
        let input = results[value]
        let means = (0..<input.channels).map { channel in
          var sum = 0.0
          for y in 0..<input.height {
            for x in 0..<input.width { sum += input.number(y, x, channel) }
          }
          return sum / Double(input.height * input.width)
        }
        results.append(Result(height: 1, width: 1, channels: input.channels, numbers: means))
      case .hyperbolicTangent(let value):
        results.append(results[value])
        for place in results[index + 1].numbers.indices {
          results[index + 1].numbers[place] = tanh(results[value].numbers[place])
        }
      case .rectifier: break
      }
    }
    return results[fused.operations.count].numbers
  }

  private func convolve(
    _ convolution: FusedNetwork.Convolution, _ parameters: FusedNetwork.Parameters,
    _ state: [String: Tensor], _ results: [Result], limit: Double
  ) -> Result {
    let input = results[convolution.input]
    let geometry = convolution.geometry
    let (window, stride, padding) = (geometry.window, geometry.stride, geometry.padding)
    let (inputs, outputs) = (input.channels, geometry.outputChannels)
    // [KH, KW, C_in, C_out]
    guard let weight = state[parameters.path + ".weight"]?.scalars else { return input }
    var scale = [Double](repeating: 1, count: outputs)
    var bias = [Double](repeating: 0, count: outputs)
    if parameters.hasBias, let own = state[parameters.path + ".bias"] {
      bias = own.scalars.map { Double($0) }
    }
    if let path = parameters.normalizationPath, let gamma = state[path + ".weight"],
      let beta = state[path + ".bias"], let mean = state[path + ".running_mean"],
      let variance = state[path + ".running_var"]
    {
      for o in 0..<outputs {
        scale[o] = Double(gamma[o]) / (Double(variance[o]) + 1e-5).squareRoot()
        bias[o] = Double(beta[o]) + (bias[o] - Double(mean[o])) * scale[o]
      }
    }
    let isSigned = !convolution.isRectified
    let step = Double(Float(limit) / (isSigned ? 127 : 255))
    let zero: Double = isSigned ? 128 : 0
    let height = (input.height + 2 * padding - window) / stride + 1
    let width = (input.width + 2 * padding - window) / stride + 1
    var output = Result(
      height: height, width: width, channels: outputs,
      numbers: [Double](repeating: 0, count: height * width * outputs),
      step: input.step == nil ? nil : step, zero: zero)
    let residual = convolution.residual.map { results[$0] }
    let residualScale = Float(residual?.step ?? 0) / Float(step)
    for o in 0..<outputs {
      var weights = (0..<window * window * inputs).map { Double(weight[$0 * outputs + o]) }
      var sumStep = 1.0
      if let inputStep = input.step {
        let factor = Float(scale[o]) * Float(inputStep)
        let largest = weights.map { abs(Float($0) * factor) }.max() ?? 0
        sumStep = Double(largest / 127)
        weights = weights.map {
          Double((Float($0) * factor * (127 / largest)).rounded(.toNearestOrEven))
        }
      }
      let zeroSum = weights.reduce(0, +) * input.zero
      let offset = Float(
        bias[o] / step + zero - (residual?.zero ?? 0) * Double(residualScale)
          - zeroSum * (sumStep / step))
      for y in 0..<height {
        for x in 0..<width {
          var sum = 0.0
          for tap in 0..<window * window {
            let (sourceY, sourceX) = (
              y * stride + tap / window - padding, x * stride + tap % window - padding
            )
            for i in 0..<inputs {
              let factor = input.step ?? 1
              sum += (input.number(sourceY, sourceX, i) / factor) * weights[tap * inputs + i]
            }
          }
          let place = (y * width + x) * outputs + o
          if output.step == nil {
            output.numbers[place] = sum + bias[o]
            continue
          }
          var result = Float(sum.rounded() + zeroSum) * Float(sumStep / step)
          result += offset
          if let residual { result += Float(residual.numbers[place]) * residualScale }
          output.numbers[place] = byte(Double(result))
        }
      }
    }
    return output
  }

  private func pool(
    _ input: Result, _ window: Int, _ stride: Int, _ padding: Int, countsOutside: Bool = false,
    _ body: ([Double]) -> Double
  ) -> Result {
    let height = (input.height + 2 * padding - window) / stride + 1
    let width = (input.width + 2 * padding - window) / stride + 1
    var output = input
    (output.height, output.width, output.numbers) = (height, width, [])
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<input.channels {
          var found: [Double] = []
          for tap in 0..<window * window {
            let (sourceY, sourceX) = (
              y * stride + tap / window - padding, x * stride + tap % window - padding
            )
            guard sourceY >= 0, sourceY < input.height, sourceX >= 0, sourceX < input.width else {
              if countsOutside { found.append(input.zero) }
              continue
            }
            found.append(
              input.numbers[(sourceY * input.width + sourceX) * input.channels + channel])
          }
          output.numbers.append(body(found))
        }
      }
    }
    return output
  }

  private func byte(_ x: Double) -> Double {
    max(0, min(255, x.rounded(.toNearestOrEven)))
  }
}
