import MicrokernelsX86AMX
import TestSupport
import Testing

@testable import Kernels

/// Where a convolution's blocks find the pixels of each tap, and where their bytes go; on any processor.
@Suite struct BlockSourcesTests {
  private static func geometry(_ random: inout SeededRandom) -> ConvolutionGeometry {
    let window = random.element(of: [1, 3])
    return ConvolutionGeometry(
      batch: random.integer(in: 1...3), inputHeight: random.integer(in: 1...12),
      inputWidth: random.integer(in: 1...40), inputChannels: random.element(of: [64, 128]),
      outputChannels: random.integer(in: 1...70), kernelHeight: window, kernelWidth: window,
      stride: random.integer(in: 1...2), padding: window / 2)
  }

  @Test func everyTapOfEveryOutputIsItsPixelOrTheBorder() {
    for seed in 0..<200 {
      var random = SeededRandom(UInt64(9000 + seed))
      let g = Self.geometry(&random)
      #expect(BlockPlan.takes(g))
      let source = (0..<g.batch * g.inputHeight * g.inputWidth * g.inputChannels).map { _ in
        random.unsignedByte()
      }
      let border = random.unsignedByte()
      let lines = g.batch * g.outputHeight
      let first = random.integer(in: 0...lines - 1)
      let some = first..<random.integer(in: first + 1...lines)
      var target = [UInt8](repeating: 0, count: g.outputPixels * g.outputChannels)
      var visits = [Int](repeating: 0, count: g.outputPixels)
      var faults = 0
      target.withUnsafeMutableBufferPointer { target in
        source.withUnsafeBufferPointer { source in
          guard let start = target.baseAddress, let pixels = source.baseAddress else { return }
          BlockSources.with(
            BlockPlan(g), lines: some, source: pixels, border: border, target: start,
            residual: UnsafePointer(start)
          ) { sources in
            for block in sources.blocks {
              #expect(block.rows.count <= ByteBlocks.rows)
              for (index, row) in block.rows.enumerated() {
                let place = sources.results[row] - start
                // What lies beyond the target belongs to no output.
                guard (0..<target.count).contains(place) else { continue }
                #expect(sources.residuals[row] == UnsafePointer(sources.results[row]))
                let pixel = place / g.outputChannels
                visits[pixel] += 1
                let taken = sources.pixels + block.place + index * g.inputChannels
                faults += Self.faults(g, pixel, source, border, taken, sources.offsets)
              }
            }
          }
        }
      }
      let expected = visits.indices.map { some.contains($0 / g.outputWidth) ? 1 : 0 }
      #expect(visits == expected && faults == 0, "\(g), lines \(some), seed \(random.seed)")
    }
  }

  /// How many steps of an output's row of sources are not what the convolution is defined to read.
  private static func faults(
    _ g: ConvolutionGeometry, _ pixel: Int, _ source: UnsafeBufferPointer<UInt8>, _ border: UInt8,
    _ taken: UnsafePointer<UInt8>, _ offsets: [Int]
  ) -> Int {
    let (line, x) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
    let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
    let stepsATap = g.inputChannels / ByteBlocks.stepDepth
    return offsets.enumerated().count { step, offset in
      let (tap, part) = step.quotientAndRemainder(dividingBy: stepsATap)
      let (ky, kx) = tap.quotientAndRemainder(dividingBy: g.kernelWidth)
      let (sy, sx) = (y * g.stride + ky - g.padding, x * g.stride + kx - g.padding)
      let isInside = sy >= 0 && sy < g.inputHeight && sx >= 0 && sx < g.inputWidth
      let first =
        ((picture * g.inputHeight + sy) * g.inputWidth + sx) * g.inputChannels
        + part * ByteBlocks.stepDepth
      return (0..<ByteBlocks.stepDepth).contains { k in
        taken[offset + k] != (isInside ? source[first + k] : border)
      }
    }
  }

  @Test func whatDoesNotFillStepsIsLeftToOthers() {
    let few = ConvolutionGeometry(
      batch: 1, inputHeight: 9, inputWidth: 9, inputChannels: 96, outputChannels: 64,
      kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
    let wide = ConvolutionGeometry(
      batch: 1, inputHeight: 9, inputWidth: 9, inputChannels: 64, outputChannels: 64,
      kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 0)
    #expect(!BlockPlan.takes(few) && !BlockPlan.takes(wide))
  }
}
