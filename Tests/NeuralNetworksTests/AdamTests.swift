import Foundation
import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct AdamTests {
  private let images: Tensor = {
    var random = SeededRandom(81)
    return Tensor([4, 8, 8, 3], random.uniforms(4 * 8 * 8 * 3))
  }()

  private func takeStep(_ network: inout EncoderNetwork, _ optimizer: inout Adam) {
    let embeddings = network.forward(images)
    let evaluation = AugNetLoss.softmax.valueAndGradient(
      embeddings: embeddings, pictures: 2, views: 2)
    network.backward(evaluation.gradient)
    optimizer.update(&network)
  }

  @Test func firstStepMovesByTheLearningRateAgainstTheGradient() {
    var network = EncoderNetwork(.small(width: 1), seed: 1)
    let embeddings = network.forward(images)
    network.backward(
      AugNetLoss.contrast.valueAndGradient(embeddings: embeddings, pictures: 2, views: 2).gradient)
    var before: [(value: Tensor, gradient: Tensor)] = []
    network.visitParameters { name, parameter in
      before.append((parameter.value, parameter.gradient ?? Tensor([])))
    }
    var optimizer = Adam(learningRate: 0.01)
    optimizer.update(&network)
    var index = 0
    network.visitParameters { name, parameter in
      #expect(parameter.gradient == nil)
      for element in 0..<parameter.value.count {
        // Bias-corrected, the first moments are g and g².
        let gradient = Double(before[index].gradient[element])
        let expected = -0.01 * gradient / (abs(gradient) + 1e-8)
        let moved = Double(parameter.value[element]) - Double(before[index].value[element])
        #expect(abs(moved - expected) < 1e-6, "\(name)[\(element)]")
      }
      index += 1
    }
  }

  @Test func severalStepsFollowTheDefinitionInDoublePrecision() {
    var network = EncoderNetwork(.small(width: 1), seed: 4)
    var optimizer = Adam(learningRate: 0.01)
    var truth: [[(value: Double, first: Double, second: Double)]] = []
    network.visitParameters { _, parameter in
      truth.append(parameter.value.scalars.map { (Double($0), 0, 0) })
    }
    var random = SeededRandom(82)
    for step in 1...5 {
      var index = 0
      network.visitParameters { _, parameter in
        // From the size of ε to ordinary sizes.
        let size = random.element(of: [1, 1e-3, 1e-8] as [Float])
        let gradient = random.uniforms(parameter.value.count).map { $0 * size }
        parameter.accumulate(Tensor(parameter.value.shape, gradient))
        for (element, single) in gradient.enumerated() {
          let g = Double(single)
          var state = truth[index][element]
          state.first = 0.9 * state.first + 0.1 * g
          state.second = 0.999 * state.second + 0.001 * g * g
          let first = state.first / (1 - pow(0.9, Double(step)))
          let second = state.second / (1 - pow(0.999, Double(step)))
          state.value -= 0.01 * first / (second.squareRoot() + 1e-8)
          truth[index][element] = state
        }
        index += 1
      }
      optimizer.update(&network)
    }
    var index = 0
    network.visitParameters { name, parameter in
      // The values are below 2, of which a step rounds off 2⁻²⁴ twice at most.
      for (value, expected) in zip(parameter.value.scalars, truth[index]) {
        #expect(abs(Double(value) - expected.value) < 2e-6, "\(name)")
      }
      index += 1
    }
  }

  @Test func savedMomentsContinueTheRun() {
    var network = EncoderNetwork(.small(width: 2), seed: 2)
    var optimizer = Adam(learningRate: 1e-3)
    for _ in 0..<2 { takeStep(&network, &optimizer) }
    var resumedNetwork = network
    var resumed = Adam(
      learningRate: 1e-3, stepCount: optimizer.stepCount, moments: optimizer.moments)
    takeStep(&network, &optimizer)
    takeStep(&resumedNetwork, &resumed)
    #expect(resumed.stepCount == 3)
    let (entries, resumedEntries) = (network.stateDictionary(), resumedNetwork.stateDictionary())
    for (entry, resumedEntry) in zip(entries, resumedEntries) {
      #expect(entry.value == resumedEntry.value, "\(entry.name)")
    }
  }
}
