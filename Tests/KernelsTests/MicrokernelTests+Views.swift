import Foundation
import MicrokernelTemplates
import RandomNumbers
import TestSupport

extension MicrokernelTests {
  static func warpRow(
    _ function: WarpRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (width, height) = (random.integer(in: 1...40), random.integer(in: 1...40))
    let count = 16 * random.integer(in: 1...4)
    let bits = random.element(of: [8, 10])
    let mask = Int32(1 << bits) - 1
    let stride = width + 1
    let words = (0..<stride * (height + 1)).map { _ in
      Int32(truncatingIfNeeded: random.integer(in: 0...(1 << (3 * bits)) - 1))
    }
    let size = Float(random.integer(in: 1...count))
    let angle = random.uniform(in: -0.6...0.6)
    let step = SIMD2(cos(angle), -sin(angle))
    let first = SIMD2(random.uniform(in: -3...size), random.uniform(in: -3...size))
    let scales = SIMD2(Float(width) / size, Float(height) / size)
    let constants: [Float] = [
      step.x, step.y, first.x, first.y, -0.25, scales.x, Float(width - 1), -0.25, scales.y,
      Float(height - 1), size - 1, 1 / Float(mask), 0,
    ]
    var scratch = [Float](repeating: 0, count: 7 * count)
    var planes = guarded(3 * count)
    planes.withUnsafeMutableBufferPointer { planes in
      guard let red = planes.baseAddress else { return }
      function(
        count, constants, words, stride, bits, &scratch, red, red + count, red + 2 * count)
    }
    var expected: [Double] = []
    for channel in 0..<3 {
      for x in 0..<count {
        let u = Double(first.x) + Double(x) * Double(step.x)
        let v = Double(first.y) + Double(x) * Double(step.y)
        func covered(_ t: Double) -> Double { min(max(min(t + 1, Double(size) - t), 0), 1) }
        func place(_ t: Double, _ scale: Float, _ last: Int) -> Double {
          min(max(min(max(t, 0), Double(size - 1)) * Double(scale) - 0.25, 0), Double(last))
        }
        let column = place(u, scales.x, width - 1)
        let row = place(v, scales.y, height - 1)
        func sample(_ x: Int, _ y: Int) -> Double {
          Double(words[y * stride + x] >> Int32(bits * channel) & mask) / Double(mask)
        }
        let (left, top) = (Int(column), Int(row))
        let (right, low) = (column - Double(left), row - Double(top))
        let upper = sample(left, top) * (1 - right) + sample(left + 1, top) * right
        let lower = sample(left, top + 1) * (1 - right) + sample(left + 1, top + 1) * right
        expected.append((upper * (1 - low) + lower * low) * covered(u) * covered(v))
      }
    }
    // Coordinates up to 64 are rounded to 2⁻¹⁸ a few times; a sample moves by at most as much a pixel,
    // times the scale of up to 40.
    return MicrokernelTrial(
      actual: unguarded(planes, 3 * count), expected: expected,
      tolerance: expected.map { _ in 2e-3 }, problem: "\(width)x\(height) to \(count)")
  }

  static func packRow(
    _ function: PackRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let samples = random.uniforms(3 * random.extent(upTo: 300), in: 0...1)
    let count = samples.count / 3
    let (red, green) = (Array(samples[..<count]), Array(samples[count..<2 * count]))
    let blue = Array(samples[(2 * count)...])
    var words = guarded(count)
    function(count, red, green, blue, &words)
    let packed = unguarded(words, count)
    // A word is read as its three numbers of quarter levels.
    let parts = packed.flatMap { word in
      (0..<3).map { Float(word.bitPattern >> (10 * UInt32($0)) & 0x3FF) }
    }
    let expected = (0..<count).flatMap { x in
      [red[x], green[x], blue[x]].map { Double($0) * 1020 }
    }
    return MicrokernelTrial(
      actual: parts, expected: expected, tolerance: expected.map { _ in 0.5 + 1e-4 },
      problem: "\(count) pixels")
  }

  static func interleaveRow(
    _ function: InterleaveRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 300)
    let (red, green) = (random.uniforms(count + 16), random.uniforms(count + 16))
    let blue = random.uniforms(count + 16)
    let constants = random.uniforms(6, in: -3...3)
    var pixels = guarded(3 * count)
    function(count, red, green, blue, constants, &pixels)
    let planes = [red, green, blue]
    var expected: [Double] = []
    for index in 0..<3 * count {
      let channel = index % 3
      let sample = Double(planes[channel][index / 3])
      let scale = Double(constants[channel])
      expected.append(sample * scale + Double(constants[3 + channel]))
    }
    return MicrokernelTrial(
      actual: unguarded(pixels, 3 * count), expected: expected,
      tolerance: expected.map { _ in 5 * epsilon }, problem: "\(count) pixels")
  }

  /// Exponents and noise; hue, saturation and brightness are held against OpenCV in
  /// ImageAugmentationTests.
  static func changeColors(
    _ function: ChangeColorsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = 16 * random.integer(in: 1...20)
    let samples = random.uniforms(3 * count, in: 0...1)
    let powers = random.uniforms(3, in: 0.3...3)
    let halves = (random.integer(in: 0...1 << 30), random.integer(in: 0...1 << 30))
    let key = UInt64(halves.0) << 32 | UInt64(halves.1)
    let deviation = random.uniform(in: 0...0.1)
    let differs = random.integer(in: 0...1) == 1
    let firstPixel = random.integer(in: 0...100_000)
    let steps: [Float] = [
      6, powers[0], powers[1], powers[2], 0, 0, 0, 0, 7, deviation, differs ? 1 : 0,
      Float(bitPattern: UInt32(truncatingIfNeeded: key)),
      Float(bitPattern: UInt32(truncatingIfNeeded: key >> 32)), 0, 0, 0,
    ]
    var planes = guarded(samples)
    planes.withUnsafeMutableBufferPointer { planes in
      guard let red = planes.baseAddress else { return }
      function(count, steps, 2, firstPixel, red, red + count, red + 2 * count)
    }
    let noise = CounterRandom(seed: key)
    let expected = (0..<3 * count).map { index in
      let (channel, x) = (index / count, index % count)
      let words = noise.block(at: UInt32(firstPixel + x))
      let number = differs ? channel : 0
      let (first, second) = number == 2 ? (words[2], words[3]) : (words[0], words[1])
      let share = Double(first >> 9) * 0x1p-23 + 0x1p-24
      let angle = 2 * Double.pi * Double(second >> 9) * 0x1p-23
      let normal = (-2 * log(share)).squareRoot() * (number == 1 ? sin(angle) : cos(angle))
      let power = pow(Double(samples[index]), Double(powers[channel]))
      return min(max(power + normal * Double(deviation), 0), 1)
    }
    return MicrokernelTrial(
      actual: unguarded(planes, 3 * count), expected: expected,
      tolerance: expected.map { _ in 16 * epsilon }, problem: "\(count) pixels")
  }

  static func sumRows(
    _ function: SumRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = 16 * random.integer(in: 1...13)
    let taps = random.integer(in: 0...40)
    let source = random.uniforms(count + 200)
    let offsets = (0..<taps).map { _ in random.integer(in: 0...200) }
    let weights = random.uniforms(taps)
    var target = guarded(count)
    function(count, taps, offsets, weights, source, &target)
    var (expected, tolerance): ([Double], [Double]) = ([], [])
    for index in 0..<count {
      let products = zip(offsets, weights).map { Double($1) * Double(source[index + $0]) }
      expected.append(products.reduce(0, +))
      // Each of the taps' sums is rounded, and each product where the two are not fused.
      tolerance.append(Double(taps + 1) * epsilon * products.reduce(0) { $0 + abs($1) })
    }
    return MicrokernelTrial(
      actual: unguarded(target, count), expected: expected, tolerance: tolerance,
      problem: "\(taps) taps, \(count) elements")
  }

  static func bytesOfRow(
    _ function: BytesOfRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 300)
    let stride = (count + 15) / 16 * 16
    let planes = (0..<3).map { _ in random.uniforms(stride, in: -0.2...1.2) }
    // What stands behind the pixels stays.
    var bytes = [UInt8](repeating: 0xA5, count: 3 * count + 8)
    function(count, planes[0], planes[1], planes[2], &bytes)
    let expected = (0..<3 * count).map { index in
      min(max(Double(planes[index % 3][index / 3]), 0), 1) * 255
    }
    // Rounded to a whole level, of a product that is rounded before.
    return MicrokernelTrial(
      actual: bytes.map { Float($0) },
      expected: expected + [Double](repeating: 0xA5, count: 8),
      tolerance: expected.map { _ in 0.5 + 2e-5 } + [Double](repeating: 0, count: 8),
      problem: "\(count) pixels")
  }

  static func rowOfBytes(
    _ function: RowOfBytesFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 300)
    let bytes = (0..<3 * count).map { _ in UInt8(random.integer(in: 0...255)) }
    var (red, green, blue) = (guarded(count), guarded(count), guarded(count))
    function(count, bytes, &red, &green, &blue)
    let expected = (0..<3 * count).map { Double(bytes[$0 % count * 3 + $0 / count]) / 255 }
    return MicrokernelTrial(
      actual: unguarded(red, count) + unguarded(green, count) + unguarded(blue, count),
      expected: expected, tolerance: expected.map { _ in epsilon }, problem: "\(count) pixels")
  }
}
