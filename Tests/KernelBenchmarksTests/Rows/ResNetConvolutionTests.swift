import Testing

@testable import KernelBenchmarks

@Suite struct ResNetConvolutionTests {
  @Test func networksHaveTheirShapes() {
    let (small, large) = (ResNetConvolution.resNet18, ResNetConvolution.resNet50)
    #expect(small.count == 11)
    #expect(large.count == 23)
    #expect(Set(small).count == small.count)
    #expect(Set(large).count == large.count)
    #expect(Set(small).intersection(large).count == 5)
  }

  /// ResNet-18 has 1,814,073,344 multiplications with those of its classifier, 512 × 1000 (torchvision).
  @Test func resNet18HasItsOperations() {
    let operations = ResNetConvolution.resNet18.map { shape in
      let isStem = shape.window == 7
      let isRepeated = shape.window == 3 && shape.stride == 1
      let count = isStem || !isRepeated ? 1 : shape.extent == 56 ? 4 : 3
      return count * shape.geometry(batch: 1).operations
    }
    let multiplications = 1_814_073_344 - 512 * 1000
    #expect(operations.reduce(0, +) == 2 * multiplications)
  }

  /// ResNet-50 has 4,089,184,256 multiplications with those of its classifier, 2048 × 1000 (torchvision).
  @Test func resNet50HasItsOperations() {
    let blocks = [56: 3, 28: 4, 14: 6, 7: 3]
    let operations = ResNetConvolution.resNet50.map { shape in
      let outputExtent = shape.geometry(batch: 1).outputHeight
      let others = (blocks[outputExtent] ?? 1) - 1
      let count: Int
      if shape.window == 7 || shape.stride == 2 {
        count = 1
      } else if shape.window == 3 {
        count = shape.extent == 56 ? others + 1 : others
      } else if shape.outputChannels == 4 * shape.inputChannels {
        // The last of each block; at the first stage the shortcut has this shape too.
        count = others + 1 + (shape.extent == 56 ? 1 : 0)
      } else if shape.inputChannels == 4 * shape.outputChannels {
        count = others
      } else {
        count = 1
      }
      return count * shape.geometry(batch: 1).operations
    }
    let multiplications = 4_089_184_256 - 2048 * 1000
    #expect(operations.reduce(0, +) == 2 * multiplications)
  }
}
