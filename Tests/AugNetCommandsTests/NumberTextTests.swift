import Foundation
import TestSupport
import Testing

@testable import AugNetCommands

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, 3, "0.000"), (-0.0004, 3, "0.000"), (-0.0006, 3, "−0.001"), (1.005, 1, "1.0"),
    (999.96, 1, "1,000.0"), (1234567.0, 0, "1,234,567"), (0.05, 2, "0.05"),
    (Double.infinity, 2, "inf"), (Double.nan, 2, "nan"), (1e300, 1, "1e+300"),
  ])
  func roundsToDigits(_ value: Double, _ digits: Int, _ expected: String) {
    #expect(NumberText.fixed(value, digits: digits) == expected)
  }

  @Test func agreesWithFoundation() {
    var random = SeededRandom(11)
    for _ in 0..<500 {
      // Quarters are exact, and one digit is left over, so that no tie is rounded.
      let value = Double(random.integer(in: -4_000_000...4_000_000)) / 4
      let expected = String(format: "%.3f", value)
      let text = NumberText.fixed(value, digits: 3)
        .replacingOccurrences(of: ",", with: "").replacingOccurrences(of: "−", with: "-")
      #expect(text == (expected == "-0.000" ? "0.000" : expected))
    }
  }

  @Test(arguments: [
    (0.0, "0.0 s"), (4.24, "4.2 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"),
    (59.6, "1 min"), (83, "1 min 23 s"), (120, "2 min"), (3599.6, "1 h"), (7500, "2 h 5 min"),
    (3_600_000, "1,000 h"), (-1, "an unknown time"), (Double.infinity, "an unknown time"),
  ])
  func saysDurations(_ seconds: Double, _ expected: String) {
    #expect(NumberText.duration(inSeconds: seconds) == expected)
  }

  @Test(arguments: [
    (412.4, "412"), (99.96, "100"), (41.23, "41.2"), (4.123, "4.12"), (0.9996, "1.00"),
    (0.4123, "0.412"), (-12.34, "−12.3"), (123456.0, "123,456"),
  ])
  func keepsThreeFigures(_ value: Double, _ expected: String) {
    #expect(NumberText.figures(value) == expected)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.00 kB"), (44_700_000, "44.7 MB"),
    (999_600, "1.00 MB"), (2_000_000_000_000, "2.00 TB"),
  ])
  func saysSizes(_ count: Int, _ expected: String) {
    #expect(NumberText.size(inBytes: count) == expected)
  }

  @Test func countsInWords() {
    #expect(NumberText.count(1, "picture") == "1 picture")
    #expect(NumberText.count(1200, "picture") == "1,200 pictures")
    #expect(NumberText.count(12, "class", "classes") == "12 classes")
    #expect(NumberText.grouped(-1_234_567) == "−1,234,567")
    #expect(NumberText.grouped(.min) == "−9,223,372,036,854,775,808")
    #expect(NumberText.percent(0.9734) == "97.3 %")
  }

  @Test func countsWholeDurations() {
    #expect(abs(Duration.milliseconds(1500).inSeconds - 1.5) < 1e-12)
  }
}
