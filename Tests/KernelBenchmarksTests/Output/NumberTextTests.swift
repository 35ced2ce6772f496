import Testing

@testable import KernelBenchmarks

@Suite struct NumberTextTests {
  @Test func roundsToDigits() {
    #expect(NumberText.fixed(1.25, digits: 1) == "1.3")
    #expect(NumberText.fixed(0.04, digits: 1) == "0.0")
    #expect(NumberText.fixed(-0.04, digits: 1) == "0.0")
    #expect(NumberText.fixed(-2.5, digits: 0) == "-3")
    #expect(NumberText.fixed(3.007, digits: 2) == "3.01")
    #expect(NumberText.fixed(.infinity, digits: 2) == "inf")
  }

  @Test func keepsThreeFigures() {
    #expect(NumberText.figures(411.6) == "412")
    #expect(NumberText.figures(41.16) == "41.2")
    #expect(NumberText.figures(4.116) == "4.12")
    #expect(NumberText.figures(0.4116) == "0.412")
    #expect(NumberText.figures(99.96) == "100")
  }

  @Test func choosesTheUnitOfTime() {
    #expect(NumberText.duration(inSeconds: 1.5) == "1.50 s")
    #expect(NumberText.duration(inSeconds: 0.0356) == "35.6 ms")
    #expect(NumberText.duration(inSeconds: 1.25e-4) == "125 µs")
    #expect(NumberText.duration(inSeconds: 9.996e-7) == "1.00 µs")
    #expect(NumberText.duration(inSeconds: 4.2e-8) == "42.0 ns")
  }
}
