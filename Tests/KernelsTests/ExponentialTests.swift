import CPUFeatures
import Foundation
import Kernels
import TestSupport
import Testing

/// tanh and softmax over the whole range of their arguments.
@Suite(.serialized) struct ExponentialTests {
  private static func tangents(_ x: [Float], _ kernels: KernelSet) -> [Float] {
    var y = [Float](repeating: .nan, count: x.count)
    kernels.microkernels.hyperbolicTangent(x.count, x, &y)
    return y
  }

  private static func softmax(_ x: [Float], _ kernels: KernelSet) -> [Float] {
    var y = [Float](repeating: .nan, count: x.count)
    kernels.microkernels.softmax(x.count, x, &y)
    return y
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func tangentIsWithinTwoUnitsInTheLastPlace(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    // Every 4,099th of the positive finite numbers: subnormal ones, huge ones and all between.
    let x = stride(from: UInt32(0), to: Float.infinity.bitPattern, by: 4_099).map {
      Float(bitPattern: $0)
    }
    let y = Self.tangents(x, kernels)
    let mirrored = Self.tangents(x.map { -$0 }, kernels)
    var worst = (distance: 0, x: Float(0))
    var isOdd = true
    for index in x.indices {
      let distance = distanceInUnitsInTheLastPlace(y[index], Float(tanh(Double(x[index]))))
      if distance > worst.distance { worst = (distance, x[index]) }
      isOdd = isOdd && mirrored[index].bitPattern == (-y[index]).bitPattern
    }
    #expect(worst.distance <= 2, "tanh \(worst.x)")
    #expect(isOdd, "tanh(−x) = −tanh(x), bit for bit")
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func tangentKeepsWhatIsSpecial(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    let special: [Float] = [
      0, -0.0, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 9.1, 88, 89, -89,
    ]
    let y = Self.tangents(special + [.nan], kernels)
    let expected = special.map { Float(tanh(Double($0))) }
    #expect(y.dropLast().map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(y.last?.isNaN == true)
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func softmaxTakesHugeArguments(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    #expect(Self.softmax([3e38, 3e38, -3e38], kernels) == [0.5, 0.5, 0])
    #expect(Self.softmax([-3e38], kernels) == [1])
    #expect(Self.softmax([-.infinity, 0, -.infinity, 0], kernels) == [0, 0.5, 0, 0.5])
    #expect(Self.softmax([1000, 1000 - 104], kernels) == [1, 0])
    // As in PyTorch, one number that is none spoils its row, and so does +∞.
    #expect(Self.softmax([1, .nan, 2], kernels).allSatisfy { $0.isNaN })
    #expect(Self.softmax([1, .infinity, 2], kernels).allSatisfy { $0.isNaN })
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func rectifiersLetNothingButNumbersBecomeZero(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    let x: [Float] = [-.infinity, .infinity, -1, -0.0, .nan]
    var y = [Float](repeating: 7, count: x.count)
    kernels.microkernels.rectify(x.count, x, 0, &y)
    #expect(y[..<4].elementsEqual([0, .infinity, 0, 0]))
    #expect(y[4].isNaN)
    // The gradient of what was cut off is 0 whatever comes back.
    let output: [Float] = [0, 1, 0, 0, 1]
    kernels.microkernels.rectifierGradient(x.count, x, output, 0, &y)
    #expect(y[..<4].elementsEqual([0, .infinity, 0, 0]))
    #expect(y[4].isNaN)
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func notANumberWinsAMaximum(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    let pixels: [Float] = [1, .nan, -.infinity, 5, 2, -.infinity, 3, 9, -.infinity]
    var y = [Float](repeating: 7, count: 3)
    var selection = [UInt8](repeating: 77, count: 3)
    pixels.withUnsafeBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
      kernels.microkernels.maximumPooling(
        1, 3, 3, [start, start + 3, start + 6], [0, 1, 2], 3, &y, &selection)
    }
    #expect(y[0] == 5 && y[1].isNaN && y[2] == -.infinity)
    #expect(selection == [1, 0, 0])
    for floor in [-Float.infinity, 0] {
      for taps in 1...3 {
        pixels.withUnsafeBufferPointer { pixels in
          guard let start = pixels.baseAddress else { return }
          kernels.microkernels.windowMaxima(
            1, taps, 3, [start, start + 3, start + 6], 3, floor, &y)
        }
        #expect(y[0] == [1, 5, 5][taps - 1] && y[1].isNaN && y[2] == floor)
      }
    }
  }
}
