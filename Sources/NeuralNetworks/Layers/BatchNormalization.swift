import Tensors

/// Batch normalisation over all axes but the last, as PyTorch's `BatchNorm2d`, with the rectifier
/// behind it in the same pass if wanted.
///
///     training:    y = (x − mean) / √(variance + ε) · scale + shift    (biased batch variance)
///     evaluation:  the same with the running mean and variance
///     running     ← 0.9 · running + 0.1 · batch                        (unbiased batch variance)
///
/// Source: Ioffe and Szegedy, "Batch Normalization" (2015).
package struct BatchNormalization: Layer {
  private static let momentum: Float = 0.1
  /// What keeps the root away from 0.
  package static let epsilon: Float = 1e-5

  private struct Remembered: Sendable {
    let input: Tensor
    let mean: Tensor
    let variance: Tensor
    let scaling: ChannelScaling
    let end: NormalizationEnd
  }

  private let isRectified: Bool
  private var scale: Parameter
  private var shift: Parameter
  private var runningMean: Parameter
  private var runningVariance: Parameter
  /// How many training passes there were; exact up to 2²⁴.
  private var batchCount: Parameter
  private var remembered = ForwardMemory<Remembered>()

  /// Makes a normalisation with scale 1, shift 0, running mean 0 and running variance 1.
  package init(_ channels: Int, rectified: Bool = false, from source: inout ParameterSource) {
    isRectified = rectified
    scale = source.constant([channels], 1)
    shift = source.constant([channels], 0)
    runningMean = Parameter(Tensor([channels]), isTrainable: false)
    runningVariance = Parameter(Tensor([channels], filledWith: 1), isTrainable: false)
    batchCount = Parameter(Tensor([]), isTrainable: false)
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    evaluate(input, adding: nil)
  }

  /// The output in evaluation mode, `shortcut` being added before the rectifier.
  ///
  /// It takes the place of `input` or `shortcut`, if the caller gives one of them away.
  func evaluate(_ input: consuming Tensor, adding shortcut: consuming Tensor?) -> Tensor {
    let scaling = scaling(mean: runningMean.value, variance: runningVariance.value)
    return Tensor.scaled(input, by: scaling, adding: shortcut, rectified: isRectified)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    describe(input, adding: nil, path: path, in: &graph)
  }

  /// As ``describe(_:path:in:)``, `addend` being added before the rectifier.
  func describe(
    _ input: NetworkGraph.Value, adding addend: NetworkGraph.Value?, path: String,
    in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.normalization(input, path: path, addend: addend, isRectified: isRectified))
  }

  /// The output normalised by this batch's statistics, which also move the running ones.
  ///
  /// - Precondition: Each channel has at least 2 numbers, as PyTorch demands.
  package mutating func forward(_ input: Tensor) -> Tensor {
    forward(input, adding: nil)
  }

  /// As ``forward(_:)``, `shortcut` being added before the rectifier.
  ///
  /// - Precondition: There is a rectifier, if there is a shortcut.
  mutating func forward(_ input: Tensor, adding shortcut: consuming Tensor?) -> Tensor {
    precondition(isRectified || shortcut == nil, "a sum with a shortcut has a rectifier behind it")
    let (mean, variance) = input.batchStatistics()
    updateRunningStatistics(
      mean: mean, variance: variance, countPerChannel: input.count / scale.value.count)
    let scaling = scaling(mean: mean, variance: variance)
    let hasShortcut = shortcut != nil
    let output = Tensor.scaled(input, by: scaling, adding: shortcut, rectified: isRectified)
    let end: NormalizationEnd =
      hasShortcut ? .shortcut(output: output) : isRectified ? .rectified : .plain
    remembered.remember(
      Remembered(input: input, mean: mean, variance: variance, scaling: scaling, end: end))
    return output
  }

  /// The output of the last forward pass, made again.
  ///
  /// It costs one pass over memory, and saves whoever needs the output for a backward pass from keeping it.
  ///
  /// - Precondition: That pass had no shortcut, and no backward pass came since.
  func repeatedOutput() -> Tensor {
    let memory = remembered.peek()
    return Tensor.scaled(memory.input, by: memory.scaling, rectified: isRectified)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    backwardToShortcut(outputGradient).input
  }

  /// The gradients by the input and, if there was one, by the shortcut.
  mutating func backwardToShortcut(
    _ outputGradient: consuming Tensor
  ) -> (input: Tensor, shortcut: Tensor?) {
    let memory = remembered.recall()
    let gradients = Tensor.batchNormalizationGradient(
      outputGradient, input: memory.input, mean: memory.mean, variance: memory.variance,
      scaling: memory.scaling, epsilon: Self.epsilon, end: memory.end)
    scale.accumulate(gradients.scale)
    shift.accumulate(gradients.shift)
    return (gradients.input, gradients.addend)
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try scale.visit(joinedName(path, "weight"), body)
    try shift.visit(joinedName(path, "bias"), body)
    try runningMean.visit(joinedName(path, "running_mean"), body)
    try runningVariance.visit(joinedName(path, "running_var"), body)
    try batchCount.visit(joinedName(path, "num_batches_tracked"), body)
  }

  private func scaling(mean: Tensor, variance: Tensor) -> ChannelScaling {
    ChannelScaling(
      mean: mean, variance: variance, scale: scale.value, shift: shift.value,
      epsilon: Self.epsilon)
  }

  private mutating func updateRunningStatistics(
    mean: Tensor, variance: Tensor, countPerChannel: Int
  ) {
    precondition(
      countPerChannel > 1,
      "batch normalisation needs more than \(countPerChannel) number per channel to train on")
    var mean = mean
    mean.multiply(by: Self.momentum)
    runningMean.value.multiply(by: 1 - Self.momentum)
    runningMean.value.add(mean)
    var variance = variance
    variance.multiply(by: Self.momentum * (Float(countPerChannel) / Float(countPerChannel - 1)))
    runningVariance.value.multiply(by: 1 - Self.momentum)
    runningVariance.value.add(variance)
    batchCount.value[0] += 1
  }
}
