import NeuralNetworks
import TestSupport
import Tensors
import Testing

/// Whole encoders against PyTorch in float64: embeddings, gradients, five steps of training and
/// evaluation after them, each within a relative error of 10⁻⁴.
@Suite(.serialized) struct EncoderReferenceTests {
  static let names = ["resnet18", "resnet34", "resnet50", "nin3", "nin4", "nin5", "small-8"]

  /// What the Euclidean norm of a difference may be, relative to the truth's norm.
  static let tolerance = 1e-4

  /// What it may be for the way of all parameters together from their first to their last values.
  ///
  /// Adam's first steps are the learning rate times the gradient's sign, and so an element whose
  /// gradient rounding turns goes the other way: a fraction f of such elements makes 2 √f.
  static let movementTolerance = 2e-2

  /// What the norm of a gradient that is mathematically 0 may be, relative to its layer's others.
  ///
  /// A convolution's bias before a normalisation has no effect. What rounding leaves of its
  /// gradient, Adam scales up; so such a bias is only held to Adam's largest step.
  static let zeroTolerance = 1e-4

  @Test(arguments: names)
  func trainingFollowsPyTorch(_ name: String) throws {
    let reference = try #require(try EncoderReference.all().first { $0.header.encoder == name })
    var run = try ReferenceRun(of: reference)
    let initial = run.sketchesOfState()

    for (step, truth) in reference.losses.enumerated() {
      let (embeddings, loss) = run.backpropagate()
      #expect(abs(Double(loss) / truth - 1) <= Self.tolerance, "loss of step \(step)")
      if step == 0 {
        expectClose(Sketch(embeddings), try reference.sketch("embeddings"), "embeddings")
        try expectGradients(run.sketchesOfGradients(), reference)
      }
      run.update()
    }

    let trained = run.sketchesOfState()
    var movement = 0.0
    var movementError = 0.0
    for (index, (name, sketch)) in trained.enumerated() {
      if try isWithoutEffect(name, reference) {
        let step = Double(run.learningRate) * 0.1 / 0.001.squareRoot()
        let size = Double(run.elementCount(of: name)).squareRoot()
        let distance = sketch.distance(to: initial[index].sketch)
        #expect(distance <= step * size * Double(reference.losses.count), "\(name)")
      } else {
        let truth = try reference.sketch("trained " + name)
        expectClose(sketch, truth, "trained \(name)")
        guard reference.sketches["gradient " + name] != nil else { continue }
        movement += truth.squaredDistance(to: initial[index].sketch)
        movementError += truth.squaredDistance(to: sketch)
      }
    }
    #expect((movementError / movement).squareRoot() <= Self.movementTolerance)
    expectClose(Sketch(run.evaluate()), try reference.sketch("evaluated"), "evaluated embeddings")
  }

  private func expectClose(_ sketch: Sketch, _ truth: Sketch, _ what: String) {
    #expect(sketch.relativeError(to: truth) <= Self.tolerance, "\(what)")
  }

  private func expectGradients(
    _ gradients: [(name: String, sketch: Sketch)], _ reference: EncoderReference
  ) throws {
    var lastNorm = 0.0
    for (name, sketch) in gradients {
      if try isWithoutEffect(name, reference) {
        #expect(sketch.norm <= Self.zeroTolerance * lastNorm, "gradient of \(name)")
      } else {
        expectClose(sketch, try reference.sketch("gradient " + name), "gradient of \(name)")
        lastNorm = sketch.norm
      }
    }
  }

  private func isWithoutEffect(_ name: String, _ reference: EncoderReference) throws -> Bool {
    guard reference.sketches["gradient " + name] != nil else { return false }
    return try reference.sketch("gradient " + name).norm < 1e-12
  }
}

/// An encoder in training on the pictures and from the parameters that the script draws.
private struct ReferenceRun {
  let learningRate: Float
  private let images: Tensor
  private let pictures: Int
  private let views: Int
  private var network: EncoderNetwork
  private var optimizer: Adam

  init(of reference: EncoderReference) throws {
    let header = reference.header
    let architecture = try #require(EncoderArchitecture(header.encoder ?? ""))
    pictures = try #require(header.pictures)
    views = try #require(header.views)
    learningRate = try #require(header.learningRate)
    images = HashedNumbers.images(
      side: try #require(header.side), cell: try #require(header.cell), pictures: pictures,
      views: views, drawing: try #require(header.drawing))
    network = EncoderNetwork(architecture, seed: 0)
    HashedNumbers.setParameters(of: &network)
    optimizer = Adam(learningRate: learningRate)
  }

  mutating func backpropagate() -> (embeddings: Tensor, loss: Float) {
    let embeddings = network.forward(images)
    let evaluation = AugNetLoss.contrast.valueAndGradient(
      embeddings: embeddings, pictures: pictures, views: views)
    network.backward(evaluation.gradient)
    return (embeddings, evaluation.loss)
  }

  mutating func update() {
    optimizer.update(&network)
  }

  func evaluate() -> Tensor {
    network.evaluate(images)
  }

  func sketchesOfState() -> [(name: String, sketch: Sketch)] {
    network.stateDictionary().map { ($0.name, Sketch($0.value)) }
  }

  func sketchesOfGradients() -> [(name: String, sketch: Sketch)] {
    var sketches: [(name: String, sketch: Sketch)] = []
    var copy = network
    copy.visitParameters { name, parameter in
      let gradient = parameter.gradient?.inPyTorchLayout()
      sketches.append((name, Sketch(gradient ?? Tensor([]))))
    }
    return sketches
  }

  func elementCount(of name: String) -> Int {
    network.stateDictionary().first { $0.name == name }?.value.count ?? 0
  }
}
