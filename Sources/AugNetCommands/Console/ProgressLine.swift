import Synchronization

/// One line on the terminal that says how far the work is, how fast it goes and how long it takes.
///
/// It is drawn at most ten times a second, and not at all when nobody watches standard error or the
/// result is printed as JSON.
package final class ProgressLine: Sendable {
  /// How far the work is.
  package struct Point: Sendable {
    /// The place in words, such as "step 120 of 2,000".
    package let place: String
    /// The part that is done, from 0 to 1.
    package let fraction: Double
    /// Units of work done since the start.
    package let unitCount: Int
    /// A figure worth watching, such as "loss −0.12"; empty for none.
    package let detail: String

    /// Makes a point.
    package init(place: String, fraction: Double, unitCount: Int, detail: String = "") {
      self.place = place
      self.fraction = fraction
      self.unitCount = unitCount
      self.detail = detail
    }
  }

  /// Erases the line that the cursor stands on.
  static let erasure = "\r\u{1B}[K"
  /// The shortest time between two drawings.
  static let interval = Duration.milliseconds(100)
  /// The widest line: one less than the narrowest usual terminal, so that it never wraps.
  static let columnCount = 79

  private let console: Console
  private let unit: String
  private let start: Duration
  private let lastDrawing: Mutex<Duration?>

  /// Starts the clock.
  ///
  /// - Parameter unit: What is counted, in the plural: "views".
  package init(_ console: Console, unit: String) {
    self.console = console
    self.unit = unit
    start = console.now()
    lastDrawing = Mutex(nil)
  }

  private var isVisible: Bool { console.isTerminal && !console.printsJSON }

  /// Draws the line anew if the last drawing is old enough.
  package func update(_ point: @autoclosure () -> Point) {
    guard isVisible else { return }
    let now = console.now()
    let isDue = lastDrawing.withLock { last in
      if let last, now - last < Self.interval { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let text = Self.text(point(), unit: unit, elapsed: now - start)
    console.writeError(Self.erasure + Console.oneLine(String(text.prefix(Self.columnCount))))
  }

  /// Erases the line; the result takes its place.
  package func finish() {
    guard isVisible else { return }
    let wasDrawn = lastDrawing.withLock { $0 != nil }
    if wasDrawn { console.writeError(Self.erasure) }
  }

  /// The line in words.
  package static func text(_ point: Point, unit: String, elapsed: Duration) -> String {
    var parts = [point.place]
    if !point.detail.isEmpty { parts.append(point.detail) }
    let seconds = elapsed.inSeconds
    if seconds > 0, point.unitCount > 0 {
      let rate = Double(point.unitCount) / seconds
      parts.append("\(NumberText.figures(rate)) \(unit)/s")
    }
    if seconds >= 1, point.fraction > 0, point.fraction <= 1 {
      let remaining = seconds * (1 - point.fraction) / point.fraction
      parts.append(NumberText.duration(inSeconds: remaining) + " left")
    }
    return parts.joined(separator: " · ")
  }
}
