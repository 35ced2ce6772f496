import NeuralNetworks
import TestSupport
import Tensors
import Testing

/// Whole encoders against PyTorch in float64: embeddings, gradients, five steps of training and
/// evaluation after them.
@Suite(.serialized) struct EncoderReferenceTests {
  static let names = ["resnet18", "resnet34", "resnet50", "nin3", "nin4", "nin5", "small-8"]

  @Test(arguments: names)
  func trainingFollowsPyTorch(_ name: String) throws {
    let reference = try #require(try EncoderReference.all().first { $0.header.encoder == name })
    let architecture = try #require(EncoderArchitecture(name))
    let side = try #require(reference.header.side)
    let pictures = try #require(reference.header.pictures)
    let views = try #require(reference.header.views)
    let learningRate = try #require(reference.header.learningRate)
    let drawing = try #require(reference.header.drawing)
    let images = Tensor(
      [pictures * views, side, side, 3],
      HashedNumbers.views(
        pictures: pictures, views: views, size: side * side * 3, drawing: drawing))
    var network = EncoderNetwork(architecture, seed: 0)
    HashedNumbers.setParameters(of: &network)

    var optimizer = Adam(learningRate: learningRate)
    var worst: [String: (error: Double, name: String)] = [:]
    func note(_ kind: String, _ name: String, _ error: Double) {
      if error > worst[kind]?.error ?? -1 { worst[kind] = (error, name) }
    }
    for step in 0..<5 {
      let embeddings = network.forward(images)
      let evaluation = AugNetLoss.contrast.valueAndGradient(
        embeddings: embeddings, pictures: pictures, views: views)
      note("loss \(step)", "", abs(Double(evaluation.loss) / reference.losses[step] - 1))
      network.backward(evaluation.gradient)
      if step == 0 {
        note(
          "embeddings", "", Sketch(embeddings).relativeError(to: try reference.sketch("embeddings"))
        )
        try network.visitParameters { name, parameter in
          let gradient = try #require(parameter.gradient).inPyTorchLayout()
          let truth = try reference.sketch("gradient " + name)
          if truth.norm < 1e-12 {
            note("zero gradient", name, Sketch(gradient).norm)
          } else {
            note("gradient", name, Sketch(gradient).relativeError(to: truth))
          }
        }
      }
      optimizer.update(&network)
    }
    for entry in network.stateDictionary() {
      let truth = try reference.sketch("trained " + entry.name)
      note(
        entry.name.contains("running") ? "running" : "trained", entry.name,
        Sketch(entry.value).relativeError(to: truth))
    }
    note(
      "evaluated", "",
      Sketch(network.evaluate(images)).relativeError(to: try reference.sketch("evaluated")))
    for (kind, value) in worst.sorted(by: { $0.key < $1.key }) {
      print(name, kind, value.error, value.name)
    }
  }
}
