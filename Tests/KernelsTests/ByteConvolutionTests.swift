import Kernels
import TestSupport
import Testing

/// Convolutions and pools of bytes against sums of integers, on every instruction set.
@Suite struct ByteConvolutionTests {
  /// A convolution with its arrays and what it should give.
  struct Problem: CustomStringConvertible {
    let geometry: ConvolutionGeometry
    let input: [UInt8]
    let border: UInt8
    let weight: [Int8]
    let scales: [Float]
    let offsets: [Float]
    let residual: [UInt8]?
    let residualScale: Float

    init(_ random: inout SeededRandom) {
      let window = random.element(of: [1, 1, 2, 3, 3, 7])
      let padding = random.integer(in: 0...window / 2)
      let least = max(1, window - 2 * padding)
      let g = ConvolutionGeometry(
        batch: random.element(of: [0, 1, 1, 2, 3]),
        inputHeight: random.integer(in: least...least + 10),
        inputWidth: random.integer(in: least...least + 10),
        inputChannels: random.element(of: [1, 2, 3, 4, 7, 16, 37, 64, 64, 128]),
        outputChannels: random.element(of: [1, 3, 16, 17, 32, 61, 64, 65, 131]),
        kernelHeight: window, kernelWidth: window, stride: random.element(of: [1, 2, 3]),
        padding: padding)
      self.init(g, &random)
    }

    init(_ g: ConvolutionGeometry, _ random: inout SeededRandom) {
      geometry = g
      input = (0..<g.batch * g.inputHeight * g.inputWidth * g.inputChannels).map { _ in
        random.unsignedByte()
      }
      border = random.unsignedByte()
      weight = (0..<g.taps * g.inputChannels * g.outputChannels).map { _ in random.signedByte() }
      let depth = Float(g.taps * g.inputChannels)
      scales = random.uniforms(g.outputChannels, in: 0...0.02 / depth.squareRoot())
      offsets = random.uniforms(g.outputChannels, in: -50...200)
      residual =
        random.integer(in: 0...1) == 1
        ? (0..<g.outputPixels * g.outputChannels).map { _ in random.unsignedByte() } : nil
      residualScale = random.uniform(in: 0...1)
    }

    var description: String { "\(geometry)" }

    /// The convolution as it is defined.
    var expected: [UInt8] {
      let g = geometry
      var bytes: [UInt8] = []
      for pixel in 0..<g.outputPixels {
        let (line, x) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
        let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
        var sums = [Int](repeating: 0, count: g.outputChannels)
        for tap in 0..<g.taps {
          let (ky, kx) = tap.quotientAndRemainder(dividingBy: g.kernelWidth)
          let (sy, sx) = (y * g.stride + ky - g.padding, x * g.stride + kx - g.padding)
          let isInside = sy >= 0 && sy < g.inputHeight && sx >= 0 && sx < g.inputWidth
          for i in 0..<g.inputChannels {
            let place = ((picture * g.inputHeight + sy) * g.inputWidth + sx) * g.inputChannels + i
            let value = Int(isInside ? input[place] : border)
            for o in sums.indices {
              sums[o] += value * Int(weight[(tap * g.inputChannels + i) * g.outputChannels + o])
            }
          }
        }
        for o in sums.indices {
          var result = Float(sums[o]) * scales[o]
          result += offsets[o]
          if let residual {
            let addend = Float(residual[pixel * g.outputChannels + o]) * residualScale
            result += addend
          }
          bytes.append(UInt8(max(0, min(255, result.rounded(.toNearestOrEven)))))
        }
      }
      return bytes
    }

    /// With the bytes that may be read behind the input, or without them; with a residual that lies where the
    /// output goes, or apart.
    func computed(
      by kernels: KernelSet, hasRoom: Bool = false, inPlace: Bool = false
    ) -> [UInt8] {
      let g = geometry
      let input = hasRoom ? input + [255, 1, 128] : input
      let columns = kernels.paddedByteColumns(g.outputChannels)
      let filler = [Float](repeating: 0, count: columns - g.outputChannels)
      var packed = [Int8](repeating: 99, count: kernels.packedByteWeightCount(g))
      kernels.packByteWeights(g, weight: weight, into: &packed)
      var output = [UInt8](repeating: 77, count: g.outputPixels * g.outputChannels + 1)
      (scales + filler).withUnsafeBufferPointer { scales in
        (offsets + filler).withUnsafeBufferPointer { offsets in
          (residual ?? []).withUnsafeBufferPointer { addends in
            output.withUnsafeMutableBufferPointer { output in
              guard let scales = scales.baseAddress, let offsets = offsets.baseAddress,
                let output = output.baseAddress
              else { return }
              if inPlace {
                _ = UnsafeMutableBufferPointer(start: output, count: addends.count)
                  .update(fromContentsOf: addends)
              }
              kernels.convolve(
                g, input: input, border: border, packedWeight: packed,
                epilogue: ByteEpilogue(
                  scales: scales, offsets: offsets,
                  residual: residual == nil
                    ? nil : inPlace ? UnsafePointer(output) : addends.baseAddress,
                  residualScale: residualScale),
                hasRoom: hasRoom, output: output)
            }
          }
        }
      }
      return output.removeLast() == 77 ? output : []
    }
  }

  /// Every set, and one that multiplies in blocks also without them.
  static let sets =
    KernelSet.all
    + KernelSet.all.filter { $0.byteBlocks != nil }.map { kernels in
      var plain = kernels
      plain.byteBlocks = nil
      return plain
    }

  @Test(arguments: sets)
  func agreesWithSumsOfIntegersOnAnyNumberOfThreads(_ kernels: KernelSet) {
    let former = Parallel.threadCount
    defer { Parallel.threadCount = former }
    for seed in 0..<60 {
      var random = SeededRandom(UInt64(3000 + seed))
      let problem = Problem(&random)
      let expected = problem.expected
      for threads in [1, 2, 3, 7] {
        Parallel.threadCount = threads
        #expect(
          problem.computed(by: kernels, hasRoom: threads % 2 == 0, inPlace: threads > 2)
            == expected,
          "\(kernels.level), \(threads) threads, \(problem), seed \(random.seed)")
      }
    }
  }

  @Test(arguments: sets)
  func manyPixelsAndPanelsAreSharedOut(_ kernels: KernelSet) {
    // Several blocks of pixels and panels a task, with both orders of the two.
    for (size, inputs, outputs) in [(20, 5, 190), (12, 64, 190), (9, 300, 130)] {
      var random = SeededRandom(UInt64(size))
      let problem = Problem(
        ConvolutionGeometry(
          batch: 2, inputHeight: size, inputWidth: size, inputChannels: inputs,
          outputChannels: outputs, kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1),
        &random)
      #expect(problem.computed(by: kernels) == problem.expected, "\(kernels.level), \(problem)")
    }
  }

  @Test(arguments: KernelSet.all)
  func poolsTheLargest(_ kernels: KernelSet) {
    for seed in 0..<40 {
      var random = SeededRandom(UInt64(4000 + seed))
      let window = random.integer(in: 1...4)
      let padding = random.integer(in: 0...window / 2)
      let g = PoolingGeometry(
        batch: random.integer(in: 0...2), inputHeight: random.integer(in: window...window + 8),
        inputWidth: random.integer(in: window...window + 8),
        channels: random.element(of: [1, 3, 16, 17, 64]), window: window,
        stride: random.integer(in: 1...3), padding: padding)
      let input = (0..<g.batch * g.inputHeight * g.inputWidth * g.channels).map { _ in
        random.unsignedByte()
      }
      var expected: [UInt8] = []
      for line in 0..<g.batch * g.outputHeight {
        let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
        for x in 0..<g.outputWidth {
          for channel in 0..<g.channels {
            var largest: UInt8 = 0
            for sy in y * g.stride - padding..<y * g.stride - padding + window
            where sy >= 0 && sy < g.inputHeight {
              for sx in x * g.stride - padding..<x * g.stride - padding + window
              where sx >= 0 && sx < g.inputWidth {
                let pixel = (picture * g.inputHeight + sy) * g.inputWidth + sx
                largest = max(largest, input[pixel * g.channels + channel])
              }
            }
            expected.append(largest)
          }
        }
      }
      var output = [UInt8](repeating: 77, count: expected.count)
      kernels.poolMaximum(g, input: input, output: &output)
      #expect(output == expected, "\(kernels.level), \(g), seed \(random.seed)")
    }
  }
}
