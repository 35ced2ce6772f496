import AugNet
import Kernels
import RandomNumbers

extension Subject {
  /// Whole encoders: embedding pictures, and steps of training.
  static let networks: [Subject] =
    [EncoderArchitecture.resnet18, .resnet34, .resnet50].flatMap { architecture in
      [1, 8].compactMap { inference(architecture, side: 224, batch: $0) }
        + [1, 8].compactMap { byteInference(architecture, side: 224, batch: $0) }
    }
    + [
      training(.resnet18, side: 96, pictures: 16, views: 4),
      training(.small(width: 64), side: 32, pictures: 32, views: 4),
      training(.resnet34, side: 224, pictures: 8, views: 4),
    ].compactMap { $0 }

  private static func inference(
    _ architecture: EncoderArchitecture, side: Int, batch: Int
  ) -> Subject? {
    guard let shape = ResidualNetworkShape(architecture, side: side) else { return nil }
    return Subject(
      name: "encoder_inference", problem: "\(architecture) \(side)x\(side) batch \(batch)",
      work: shape.inferenceWork(batch: batch), unit: .images, level: KernelSet.current.level,
      needsFilter: batch > 1
    ) { _ in
      let encoder = CompiledEncoder(EncoderNetwork(architecture, seed: 0))
      let pictures = Tensor.random([batch, side, side, 3], stream: 0)
      return { _ = encoder.embeddings(of: pictures) }
    }
  }

  private static func byteInference(
    _ architecture: EncoderArchitecture, side: Int, batch: Int
  ) -> Subject? {
    guard let shape = ResidualNetworkShape(architecture, side: side) else { return nil }
    return Subject(
      name: "encoder_bytes", problem: "\(architecture) \(side)x\(side) batch \(batch)",
      work: shape.byteInferenceWork(batch: batch), unit: .images, level: KernelSet.current.level,
      needsFilter: batch > 1
    ) { _ in
      let weights = EncoderNetwork(architecture, seed: 0).stateDictionary()
      let pictures = Tensor.random([batch, side, side, 3], stream: 0)
      var calibrator = try ActivationCalibrator(
        architecture: architecture, stateDictionary: weights)
      _ = calibrator.observe(pictures)
      let encoder = try QuantizedEncoder(
        architecture: architecture, stateDictionary: weights, ranges: calibrator.ranges,
        inputRanges: [-1...1, -1...1, -1...1])
      return { _ = encoder.embeddings(of: pictures) }
    }
  }

  private static func training(
    _ architecture: EncoderArchitecture, side: Int, pictures: Int, views: Int
  ) -> Subject? {
    guard let shape = ResidualNetworkShape(architecture, side: side) else { return nil }
    return Subject(
      name: "training_step", problem: "\(architecture) \(side)x\(side) \(pictures)x\(views) views",
      work: shape.trainingWork(batch: pictures * views), unit: .images,
      level: KernelSet.current.level, needsFilter: true,
      nameToAskFor: architecture == .resnet34 ? "resnet34" : nil, reportsMemory: true
    ) { _ in
      let trial = TrainingTrial(architecture, side: side, pictures: pictures, views: views)
      return { trial.step() }
    }
  }
}

/// A network in training on one batch.
private final class TrainingTrial {
  private var network: EncoderNetwork
  private var optimizer = Adam(learningRate: 1e-4)
  private let images: Tensor
  private let pictures: Int
  private let views: Int

  init(_ architecture: EncoderArchitecture, side: Int, pictures: Int, views: Int) {
    network = EncoderNetwork(architecture, seed: 0)
    images = Tensor.random([pictures * views, side, side, 3], stream: 0)
    self.pictures = pictures
    self.views = views
  }

  /// Forward, loss, backward, Adam.
  func step() {
    let embeddings = network.forward(images)
    let evaluation = AugNetLoss.contrast.valueAndGradient(
      embeddings: embeddings, pictures: pictures, views: views)
    network.backward(evaluation.gradient)
    optimizer.update(&network)
  }
}

extension Tensor {
  /// Numbers uniform in −1 … 1, the same at every run; other streams have others.
  static func random(_ shape: Shape, stream: UInt32) -> Tensor {
    let random = CounterRandom(seed: 0xBE7C, stream)
    return Tensor(shape, (0..<shape.count).map { random.uniform($0, in: -1...1) })
  }
}
