import Kernels
import TestSupport
import Testing

/// Weights made bytes, numbers made bytes and means of bytes, against their definitions.
@Suite struct ByteWeightsTests {
  @Test(arguments: KernelSet.all)
  func weightsAreRoundedByOutputChannel(_ kernels: KernelSet) {
    for seed in 0..<30 {
      var random = SeededRandom(UInt64(5000 + seed))
      let window = random.element(of: [1, 3, 5])
      let channels = random.element(of: [1, 3, 4, 33])
      let outputs = random.element(of: [1, 31, 64, 70])
      let g = ConvolutionGeometry(
        batch: 1, inputHeight: 6, inputWidth: 7, inputChannels: channels, outputChannels: outputs,
        kernelHeight: window, kernelWidth: window, stride: 1, padding: 0)
      // [C_out, C_in, KH, KW]
      let weight = random.uniforms(outputs * channels * g.taps, in: -2...2)
      let scale = random.uniforms(outputs, in: -1...1)
      let steps = random.uniforms(channels, in: 0.001...0.1)
      let zeroPoints = (0..<channels).map { _ in random.unsignedByte() }
      let rounded = round(g, kernels, weight, scale, steps, zeroPoints)
      // The convolution of one-hot pixels would be slow: packing what is expected gives the same bytes.
      var expected = [Int8](repeating: 0, count: g.taps * g.inputChannels * outputs)
      for output in 0..<outputs {
        let place = { (channel: Int, tap: Int) in (output * channels + channel) * g.taps + tap }
        var largest: Float = 0
        for channel in 0..<channels {
          for tap in 0..<g.taps {
            largest = max(
              largest, abs(weight[place(channel, tap)] * (scale[output] * steps[channel])))
          }
        }
        var zeroSum = 0
        for channel in 0..<channels {
          for tap in 0..<g.taps {
            let number = weight[place(channel, tap)] * (scale[output] * steps[channel])
            let byte = (number * (127 / largest)).rounded(.toNearestOrEven)
            expected[(tap * g.inputChannels + channel) * outputs + output] = Int8(byte)
            zeroSum += Int(byte) * Int(zeroPoints[channel])
          }
        }
        #expect(rounded.steps[output] == largest / 127)
        #expect(Int(rounded.zeroSums[output]) == zeroSum, "seed \(random.seed)")
      }
      var packed = [Int8](repeating: 99, count: kernels.packedByteWeightCount(g))
      kernels.packByteWeights(g, weight: expected, into: &packed)
      #expect(rounded.packed == packed, "\(kernels.level), \(g), seed \(random.seed)")
    }
  }

  @Test func channelsWithoutWeightsStayZero() {
    let g = ConvolutionGeometry(
      batch: 1, inputHeight: 1, inputWidth: 1, inputChannels: 4, outputChannels: 2,
      kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
    let rounded = round(
      g, .current, [1, 2, -4, 0, 0, 0, 0, 0], [1, 1], [1, 1, 1, 1], [9, 9, 9, 9])
    #expect(rounded.steps == [4 / 127, 0])
    #expect(rounded.zeroSums[1] == 0)
    #expect(rounded.packed.filter { $0 != 0 }.sorted() == [-127, 32, 64])
  }

  @Test func numbersAreRoundedToTheNearestByte() {
    // One whole step of the loop and two pixels behind it.
    let input: [Float] = [
      -3, 0, 0.5, 1.5, 2.49, 300, 0.25, 7, -0.5, 3e9, -3e9, 2.5, 4.5, 122.5, 5.5, -0.5, -5, 254.5,
    ]
    var output = [UInt8](repeating: 77, count: 19)
    KernelSet.roundPixels(6, input, scales: [1, 2, 1], offsets: [0, 10, 0], &output)
    #expect(
      output == [0, 10, 0, 2, 15, 255, 0, 24, 0, 255, 0, 2, 4, 255, 6, 0, 0, 254, 77])
  }

  @Test func averagesAreThoseOfTheNumbers() {
    for seed in 0..<20 {
      var random = SeededRandom(UInt64(6000 + seed))
      let window = random.integer(in: 1...4)
      let g = PoolingGeometry(
        batch: random.integer(in: 0...2), inputHeight: random.integer(in: window...window + 6),
        inputWidth: random.integer(in: window...window + 6),
        channels: random.element(of: [1, 16, 65]), window: window,
        stride: random.integer(in: 1...3), padding: random.integer(in: 0...window / 2))
      let pixels = g.inputHeight * g.inputWidth
      let input = (0..<g.batch * pixels * g.channels).map { _ in random.unsignedByte() }
      let zeroPoint = random.unsignedByte()
      var means = [Float](repeating: 77, count: g.batch * g.channels)
      KernelSet.current.poolGlobalAverage(
        batch: g.batch, pixels: pixels, channels: g.channels, input: input, step: 0.25,
        zeroPoint: zeroPoint, output: &means)
      var averages = [UInt8](
        repeating: 77, count: g.batch * g.outputHeight * g.outputWidth * g.channels)
      KernelSet.current.poolAverage(g, input: input, zeroPoint: zeroPoint, output: &averages)
      func number(_ picture: Int, _ y: Int, _ x: Int, _ channel: Int) -> Double {
        guard y >= 0, y < g.inputHeight, x >= 0, x < g.inputWidth else { return 0 }
        let place = ((picture * g.inputHeight + y) * g.inputWidth + x) * g.channels + channel
        return Double(input[place]) - Double(zeroPoint)
      }
      for picture in 0..<g.batch {
        for channel in 0..<g.channels {
          var sum = 0.0
          for y in 0..<g.inputHeight {
            for x in 0..<g.inputWidth { sum += number(picture, y, x, channel) }
          }
          let mean = means[picture * g.channels + channel]
          // Two roundings, each by half of the last place.
          let expected = 0.25 * sum / Double(pixels)
          #expect(abs(Double(mean) - expected) <= abs(expected) * 0x1p-23)
          for y in 0..<g.outputHeight {
            for x in 0..<g.outputWidth {
              var sum = 0.0
              for dy in 0..<window {
                for dx in 0..<window {
                  sum += number(
                    picture, y * g.stride - g.padding + dy, x * g.stride - g.padding + dx, channel)
                }
              }
              let line = (picture * g.outputHeight + y) * g.outputWidth + x
              let average = Double(averages[line * g.channels + channel])
              let exact = sum / Double(window * window) + Double(zeroPoint)
              #expect(abs(average - exact) <= 0.5, "seed \(random.seed)")
            }
          }
        }
      }
    }
  }

  private func round(
    _ g: ConvolutionGeometry, _ kernels: KernelSet, _ weight: [Float], _ scale: [Float],
    _ steps: [Float], _ zeroPoints: [UInt8]
  ) -> (packed: [Int8], steps: [Float], zeroSums: [Int32]) {
    var packed = [Int8](repeating: 99, count: kernels.packedByteWeightCount(g))
    var weightSteps = [Float](repeating: 99, count: g.outputChannels)
    var zeroSums = [Int32](repeating: 99, count: g.outputChannels)
    weight.withUnsafeBufferPointer { weight in
      scale.withUnsafeBufferPointer { scale in
        packed.withUnsafeMutableBufferPointer { packed in
          weightSteps.withUnsafeMutableBufferPointer { weightSteps in
            zeroSums.withUnsafeMutableBufferPointer { zeroSums in
              guard let weight = weight.baseAddress, let packed = packed.baseAddress,
                let weightSteps = weightSteps.baseAddress, let zeroSums = zeroSums.baseAddress
              else { return }
              kernels.roundWeights(
                g, ConvolutionWeights(weight, layout: .outputFirst, scale: scale.baseAddress),
                inputSteps: steps, inputZeroPoints: zeroPoints,
                into: ByteWeights(packed: packed, steps: weightSteps, zeroSums: zeroSums))
            }
          }
        }
      }
    }
    return (packed, weightSteps, zeroSums)
  }
}
