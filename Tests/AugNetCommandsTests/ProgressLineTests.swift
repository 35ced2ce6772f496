import Testing

@testable import AugNetCommands

@Suite struct ProgressLineTests {
  private let point = ProgressLine.Point(
    place: "step 30 of 120", fraction: 0.25, unitCount: 1200, detail: "loss −0.12")

  @Test func saysPlaceDetailRateAndTimeLeft() {
    #expect(
      ProgressLine.text(point, unit: "views", elapsed: .seconds(10))
        == "step 30 of 120 · loss −0.12 · 120 views/s · 30 s left")
    #expect(
      ProgressLine.text(
        .init(place: "step 0", fraction: 0, unitCount: 0), unit: "views", elapsed: .seconds(2))
        == "step 0")
  }

  @Test func drawsAtMostTenTimesASecond() {
    let recorded = RecordedConsole()
    let line = ProgressLine(recorded.console(isTerminal: true), unit: "views")
    for _ in 0..<1000 {
      line.update(point)
      recorded.advance(by: .milliseconds(1))
    }
    line.finish()
    let drawings = recorded.error.split(separator: ProgressLine.erasure)
    #expect(drawings.count == 10)
    #expect(drawings.allSatisfy { $0.hasPrefix("step 30 of 120") })
    #expect(recorded.error.hasSuffix(ProgressLine.erasure))
    #expect(recorded.output.isEmpty)
  }

  @Test func isQuietInAPipeAndWithJSON() {
    let recorded = RecordedConsole()
    var console = recorded.console(isTerminal: true)
    console.printsJSON = true
    for quiet in [recorded.console(), console] {
      let line = ProgressLine(quiet, unit: "views")
      line.update(point)
      line.finish()
    }
    #expect(recorded.error.isEmpty)
  }

  @Test func neverWraps() {
    let recorded = RecordedConsole()
    let line = ProgressLine(recorded.console(isTerminal: true), unit: "pictures")
    line.update(
      .init(place: String(repeating: "long ", count: 40), fraction: 0.5, unitCount: 1))
    #expect(
      recorded.error.count - ProgressLine.erasure.count == ProgressLine.columnCount)
  }

  @Test func isErasedBeforeANotice() {
    let recorded = RecordedConsole()
    recorded.console(isTerminal: true).printNotice("skipped: a\u{7}b.png")
    #expect(recorded.error == ProgressLine.erasure + "skipped: a b.png\n")
  }
}
