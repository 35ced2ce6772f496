import NeuralNetworks
import TestSupport
import Tensors
import Testing

/// Half the difference in input of a central difference.
///
/// In double precision its own error is about
/// step² + 10⁻¹⁶ / step, far below what is asked of a gradient in single precision.
let differenceStep = 1e-5

/// What a gradient's relative error, norm by norm, may be.
let gradientTolerance = 1e-4

/// ∂⟨u, f⟩ / ∂x at `point` by central differences in double precision.
func centralDifferences(
  at point: DoubleTensor, weights: [Double], _ function: (DoubleTensor) -> DoubleTensor
) -> [Double] {
  point.values.indices.map { index in
    var moved = point
    moved.values[index] = point.values[index] + differenceStep
    let above = function(moved).values
    moved.values[index] = point.values[index] - differenceStep
    let below = function(moved).values
    var sum = 0.0
    for output in above.indices { sum += weights[output] * (above[output] - below[output]) }
    return sum / (2 * differenceStep)
  }
}

/// Holds a layer's output and every gradient against `reference`, which gets the input and the
/// parameters in the layer's order.
func checkGradients(
  of layer: some Layer, input: Tensor, random: inout SeededRandom,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ reference: (_ input: DoubleTensor, _ parameters: [DoubleTensor]) -> DoubleTensor
) {
  var layer = layer
  var names: [String] = []
  var parameters: [DoubleTensor] = []
  layer.visitParameters { name, parameter in
    names.append(name)
    parameters.append(DoubleTensor(parameter.value))
  }
  var firstLayer = layer
  let output = layer.forward(input)
  let truth = reference(DoubleTensor(input), parameters)
  let comment: Comment = "seed \(random.seed), input \(input.shape)"
  expectClose(output.scalars, truth.values, 1e-5, comment, sourceLocation)

  let weights = random.uniforms(output.count)
  let wideWeights = weights.map(Double.init)
  let outputGradient = Tensor(output.shape, weights)
  let inputGradient = layer.backward(outputGradient)
  #expect(inputGradient.shape == input.shape, comment, sourceLocation: sourceLocation)
  let differences = centralDifferences(at: DoubleTensor(input), weights: wideWeights) {
    reference($0, parameters)
  }
  expectClose(inputGradient.scalars, differences, gradientTolerance, comment, sourceLocation)

  _ = firstLayer.forward(input)
  firstLayer.backwardToParameters(outputGradient)
  let gradients = takeGradients(of: &layer)
  #expect(gradients == takeGradients(of: &firstLayer), comment, sourceLocation: sourceLocation)
  for (number, gradient) in gradients.enumerated() {
    let differences = centralDifferences(at: parameters[number], weights: wideWeights) {
      var moved = parameters
      moved[number] = $0
      return reference(DoubleTensor(input), moved)
    }
    expectClose(
      gradient?.scalars ?? [], differences, gradientTolerance, "\(names[number]), \(comment)",
      sourceLocation)
  }
}

func takeGradients(of layer: inout some Layer) -> [Tensor?] {
  var gradients: [Tensor?] = []
  layer.visitParameters { gradients.append($1.takeGradient()) }
  return gradients
}

func expectClose(
  _ actual: [Float], _ expected: [Double], _ tolerance: Double, _ comment: Comment,
  _ sourceLocation: SourceLocation
) {
  guard actual.count == expected.count else {
    Issue.record("\(actual.count) numbers, not \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let error = relativeError(actual, expected)
  #expect(error <= tolerance, comment, sourceLocation: sourceLocation)
}

/// Moves every parameter away from special values such as a scale of 1 and a shift of 0.
///
/// Scales stay away from 0, near which a normalisation behind the layer divides by almost nothing.
func randomizeParameters(of layer: inout some Layer, _ random: inout SeededRandom) {
  layer.visitParameters { name, parameter in
    let shape = parameter.value.shape
    let isScale = shape.rank == 1 && name.hasSuffix("weight")
    parameter.value = Tensor(
      shape, random.uniforms(shape.count, in: isScale ? 0.5...1.5 : -1...1))
  }
}

/// ⟨a, b⟩ in double precision.
func innerProduct(_ a: Tensor, _ b: Tensor) -> Double {
  zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

/// |a| element by element.
func magnitudes(_ tensor: Tensor) -> Tensor {
  Tensor(tensor.shape, tensor.scalars.map(abs))
}
