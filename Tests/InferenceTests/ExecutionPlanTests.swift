import Inference
import Kernels
import NeuralNetworks
import Tensors
import Testing

@Suite("Plans of execution")
struct ExecutionPlanTests {
  @Test("make nothing of the first convolution's size that a pooling follows")
  func poolsTheStemInBands() {
    let plan = CompiledEncoder(EncoderNetwork(.resnet18, seed: 0)).plan(
      batch: 1, height: 224, width: 224)
    guard case .pooledConvolution(let convolution, let pooling, _, _, _, _) = plan.steps.first
    else {
      Issue.record("the stem and its pooling are two steps")
      return
    }
    #expect(convolution.outputHeight == 112 && pooling.outputWidth == 56)
    // The pictures with their border and three maps of 56 × 56 × 64, but none of 112 × 112 × 64.
    let input = 230 * 230 * 3 * 4
    let map = 56 * 56 * 64 * 4
    #expect(plan.peakBytes <= input + 3 * map + 4096)
  }

  @Test(
    "keep a part as long as it is read, and no two at one place",
    arguments: [(1, 64, 96), (3, 64, 96), (5, 256, 264)])
  func partsDoNotOverlap(batch: Int, height: Int, width: Int) {
    for architecture in [EncoderArchitecture.resnet50, .resnet34, .nin4, .small(width: 8)] {
      let network = FusedNetwork(EncoderNetwork(architecture, seed: 0).graph())
      let plan = ExecutionPlan(network, pictures: [batch, height, width, 3])
      for step in plan.steps {
        let (inputs, residual, output) = parts(of: step)
        for input in inputs { #expect(!overlap(input, output), "\(step)") }
        // What is added may lie where the result goes.
        if let residual { #expect(residual == output || !overlap(residual, output)) }
        #expect(output.offset + output.count <= plan.arenaCount)
      }
    }
  }

  @Test(
    "of ResNet-50 hold two of its largest maps at a time, since what is added makes room for the sum"
  )
  func sumsReplaceAddends() {
    let network = FusedNetwork(EncoderNetwork(.resnet50, seed: 0).graph())
    let plan = ExecutionPlan(network, pictures: [1, 224, 224, 3])
    let map = 56 * 56 * 256 * 4
    #expect(plan.peakBytes < 5 * map / 2)
  }

  @Test("of a batch of large maps take less than half the memory that all maps at once would")
  func groupsShareMemory() {
    let network = FusedNetwork(EncoderNetwork(.resnet50, seed: 0).graph())
    let plan = ExecutionPlan(network, pictures: [8, 224, 224, 3])
    let wholeBatch = ExecutionPlan(network, pictures: [8, 224, 224, 3], inGroups: false)
    #expect(2 * plan.peakBytes < wholeBatch.peakBytes)
  }

  @Test("of ResNet-50 name each convolution once and end in a tangent")
  func fusesEverything() {
    let network = FusedNetwork(EncoderNetwork(.resnet50, seed: 0).graph())
    // 53 convolutions and the linear layer, a maximum, a mean and a tangent.
    #expect(network.parameters.count == 54)
    #expect(Set(network.parameters.map(\.path)).count == 54)
    #expect(network.operations.count == 57)
    #expect(network.parameters.filter { $0.normalizationPath != nil }.count == 53)
    guard case .hyperbolicTangent = network.operations.last else {
      Issue.record("the last operation is no tangent")
      return
    }
  }

  /// The authors' encoder on a photograph of 500 × 375: what is kept of its weights and what it runs in.
  @Test("of ResNet-50 on a whole photograph take 241 MB with the packed weights")
  func fitsInMemory() {
    let network = FusedNetwork(EncoderNetwork(.resnet50, seed: 0).graph())
    let plan = ExecutionPlan(network, pictures: [1, 350, 466, 3])
    var bytes = plan.peakBytes
    for step in plan.steps {
      switch step {
      case .convolution(let geometry, _, _, _, _, _),
        .pooledConvolution(let geometry, _, _, _, _, _):
        bytes += 4 * KernelSet.current.packedConvolutionWeightCount(geometry)
      default: break
      }
    }
    #expect(bytes <= 241_000_000, "\(bytes)")
  }

  private func overlap(_ first: Arena.Part, _ second: Arena.Part) -> Bool {
    first.offset < second.offset + second.count && second.offset < first.offset + first.count
  }

  private func parts(
    of step: ExecutionPlan.Step
  ) -> (inputs: [Arena.Part], residual: Arena.Part?, output: Arena.Part) {
    switch step {
    case .convolution(_, _, let input, let residual, _, let output): ([input], residual, output)
    case .pooledConvolution(_, _, _, let input, _, let output),
      .maximumPooling(_, let input, let output), .averagePooling(_, let input, let output),
      .globalAveragePooling(_, _, _, let input, let output):
      ([input], nil, output)
    // These may be in place.
    case .rectifier(_, _, _, let output), .hyperbolicTangent(_, _, let output): ([], nil, output)
    }
  }
}
