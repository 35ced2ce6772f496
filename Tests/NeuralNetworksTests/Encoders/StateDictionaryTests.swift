import NeuralNetworks
import Tensors
import Testing

@Suite struct StateDictionaryTests {
  @Test func namesAndShapesArePyTorchs() throws {
    for reference in try EncoderReference.all() {
      let name = try #require(reference.header.encoder)
      let architecture = try #require(EncoderArchitecture(name))
      let entries = EncoderNetwork(architecture, seed: 1).stateDictionary()
      let expected = try #require(reference.header.state)
      #expect(entries.map(\.name) == expected.map(\.name), "\(name)")
      #expect(entries.map(\.value.shape.dimensions) == expected.map(\.shape), "\(name)")
    }
  }

  @Test(arguments: [EncoderArchitecture.small(width: 3), .nin3])
  func dictionariesAreReadBackInAnyOrder(_ architecture: EncoderArchitecture) throws {
    let entries = EncoderNetwork(architecture, seed: 4).stateDictionary()
    let copy = try EncoderNetwork(
      architecture: architecture, stateDictionary: entries.reversed())
    for (entry, copied) in zip(entries, copy.stateDictionary()) {
      #expect(entry == copied, "\(entry.name)")
    }
  }

  @Test func convolutionWeightsAreTransposedToPyTorchsLayout() {
    let kernel = Tensor([3, 2, 4, 5], (0..<120).map(Float.init))
    let torch = kernel.inPyTorchLayout()
    #expect(torch.shape == [5, 4, 3, 2])
    // Output 3, input 1, row 2, column 0.
    #expect(torch[((3 * 4 + 1) * 3 + 2) * 2 + 0] == kernel[((2 * 2 + 0) * 4 + 1) * 5 + 3])
    #expect(Tensor(inPyTorchLayout: torch) == kernel)
    #expect(
      Tensor([2, 3], [1, 2, 3, 4, 5, 6]).inPyTorchLayout() == Tensor([3, 2], [1, 4, 2, 5, 3, 6]))
  }

  @Test func everyFaultIsListed() throws {
    let architecture = EncoderArchitecture.small(width: 2)
    var entries = EncoderNetwork(architecture, seed: 4).stateDictionary()
    entries.removeAll { $0.name == "bn1.bias" || $0.name.hasSuffix("num_batches_tracked") }
    entries[0].value = Tensor([2, 3, 5, 5])
    entries.append(("fc.weight", Tensor([10, 16])))
    entries.append(entries[1])
    do {
      _ = try EncoderNetwork(architecture: architecture, stateDictionary: entries)
      Issue.record("a wrong dictionary was accepted")
    } catch {
      #expect(error.missing == ["bn1.bias"])
      #expect(error.unexpected == ["fc.weight"])
      #expect(error.duplicates == ["bn1.weight"])
      #expect(
        error.wrongShapes.map { "\($0.name) \($0.expected) \($0.found)" } == [
          "conv1.weight [2, 3, 3, 3] [2, 3, 5, 5]"
        ])
      #expect(
        error.description == """
          the weights do not fit encoder small-2: 1 missing (bn1.bias); 1 unexpected (fc.weight); \
          1 of the wrong shape (conv1.weight is [2, 3, 5, 5] and should be [2, 3, 3, 3]); \
          1 given twice (bn1.weight)
          """)
    }
  }

  @Test func longListsAreShortenedInTheMessage() {
    do {
      _ = try EncoderNetwork(architecture: .small(width: 1), stateDictionary: [])
      Issue.record("an empty dictionary was accepted")
    } catch {
      #expect(error.missing.count > 50)
      #expect(error.description.contains(" and \(error.missing.count - 4) more)"))
      #expect(!error.description.contains("\n"))
    }
  }
}
