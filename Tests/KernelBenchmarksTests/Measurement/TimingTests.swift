import Testing

@testable import KernelBenchmarks

@Suite struct TimingTests {
  @Test func summarisesSamples() {
    let timing = Timing(samples: [2, 1, 4])
    #expect(timing.medianSeconds == 2)
    #expect(timing.deviationInSeconds == 1)
    #expect(timing.spread == 0.5)
    #expect(timing.sampleCount == 3)
  }

  @Test func takesTheSamplesAskedFor() {
    let plan = TimingPlan(sampleSeconds: 0.000_01, totalSeconds: 0, repetitions: 3)
    var sum = 0.0
    let timing = plan.measure { for i in 0..<1000 { sum += Double(i).squareRoot() } }
    #expect(timing.sampleCount == 3)
    #expect(timing.medianSeconds > 0)
    #expect(sum > 0)
  }

  @Test func takesAtLeastSomeSamplesOfSlowCalls() {
    let plan = TimingPlan(sampleSeconds: 0, totalSeconds: 0, leastSamples: 4)
    var calls = 0
    let timing = plan.measure { calls += 1 }
    #expect(timing.sampleCount == 4)
    // One call to warm up, one for each sample.
    #expect(calls == 5)
  }
}
