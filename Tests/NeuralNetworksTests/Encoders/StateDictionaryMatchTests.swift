import NeuralNetworks
import Tensors
import Testing

@Suite struct StateDictionaryMatchTests {
  private static let architectures: [EncoderArchitecture] = [
    .resnet18, .resnet34, .resnet50, .nin3, .nin4, .nin5, .small(width: 1), .small(width: 64),
  ]

  /// Each network is found from names and shapes alone, whatever it was wrapped in and in any order.
  @Test(arguments: architectures) func recognisesEveryEncoder(_ architecture: EncoderArchitecture)
    throws
  {
    let shapes = architecture.stateShapes
    for prefix in ["", "module.", "pre.", "module.pre.", "pre.module."] {
      let tensors = shapes.reversed().map { (name: prefix + $0.name, shape: $0.shape) }
      let match = try StateDictionaryMatch(tensors)
      #expect(match.architecture == architecture && match.leftOut.isEmpty)
      #expect(match.entries.map(\.name) == shapes.map(\.name))
      #expect(match.entries.map(\.index) == shapes.indices.reversed().map { $0 })
    }
    let old = shapes.filter { !$0.name.hasSuffix("num_batches_tracked") }
    #expect(try StateDictionaryMatch(old).architecture == architecture)
  }

  @Test func shapesAreThoseOfTheNetwork() {
    for architecture in [EncoderArchitecture.nin3, .small(width: 2)] {
      let entries = EncoderNetwork(architecture, seed: 1).stateDictionary()
      #expect(architecture.stateShapes.map(\.name) == entries.map(\.name))
      #expect(architecture.stateShapes.map(\.shape) == entries.map(\.value.shape))
    }
  }

  /// torchvision's networks come with a classifier, which an encoder of 512 dimensions is without.
  @Test func leavesAClassifierOut() throws {
    let classifier: [(name: String, shape: Shape)] = [
      ("module.fc.weight", [1000, 512]), ("module.fc.bias", [1000]),
    ]
    let match = try StateDictionaryMatch(EncoderArchitecture.resnet18.stateShapes + classifier)
    #expect(match.architecture == .resnet18)
    #expect(match.leftOut == ["module.fc.weight", "module.fc.bias"])
    do {
      // ResNet-50's linear layer is a part of the encoder, and that of ImageNet's classes is another.
      let tensors = EncoderArchitecture.resnet50.stateShapes.map { name, shape in
        (name: name, shape: name == "fc.weight" ? [1000, 2048] : shape)
      }
      _ = try StateDictionaryMatch(tensors)
      Issue.record("another linear layer was accepted")
    } catch {
      #expect(error.architecture == .resnet50 && error.wrongShapes.map(\.name) == ["fc.weight"])
    }
  }

  @Test func listsTheFaultsOfTheNearestEncoder() {
    var tensors = EncoderArchitecture.resnet34.stateShapes.map {
      (name: "module." + $0.name, shape: $0.shape)
    }
    tensors.removeAll { $0.name == "module.layer3.5.conv1.weight" }
    tensors.append(("module.extra", [1]))
    tensors.append(("bn1.bias", [64]))
    do {
      _ = try StateDictionaryMatch(tensors)
      Issue.record("a wrong dictionary was accepted")
    } catch {
      #expect(error.architecture == .resnet34)
      #expect(error.missing == ["layer3.5.conv1.weight"] && error.unexpected == ["extra"])
      #expect(error.duplicates == ["bn1.bias"] && error.wrongShapes.isEmpty)
    }
    #expect(throws: StateDictionaryError.self) { try StateDictionaryMatch([]) }
    #expect(throws: StateDictionaryError.self) { try StateDictionaryMatch([("conv1.weight", [])]) }
  }
}
