/// Brings the rows of a component to the image's size.
struct JPEGUpsampler {
  private enum Kind {
    case none
    /// Each sample several times.
    case replication(horizontal: Int, vertical: Int)
    /// A triangle filter over the two nearest samples in each direction that is halved.
    case triangle(isHorizontal: Bool, isVertical: Bool)
  }

  private let kind: Kind
  private let component: JPEGFrame.Component
  /// The row made ready: at least as many samples as the image is wide.
  private(set) var row: [UInt8]
  /// Of two rows, three times the nearer and once the farther.
  private var sums: [UInt16] = []

  init(_ component: JPEGFrame.Component, of frame: JPEGFrame) {
    self.component = component
    let horizontal = frame.horizontalSampling / component.horizontalSampling
    let vertical = frame.verticalSampling / component.verticalSampling
    kind =
      switch (horizontal, vertical) {
      case (1, 1): .none
      case (1, 2): .triangle(isHorizontal: false, isVertical: true)
      // As in libjpeg, which has the filter only where there is a sample between two others.
      case (2, 1) where component.width > 2: .triangle(isHorizontal: true, isVertical: false)
      case (2, 2) where component.width > 2: .triangle(isHorizontal: true, isVertical: true)
      default: .replication(horizontal: horizontal, vertical: vertical)
      }
    row = [UInt8](repeating: 0, count: component.width * horizontal)
    if vertical == 1 { return }
    sums = [UInt16](repeating: 0, count: component.width)
  }

  /// Makes ready a row of the image.
  mutating func prepare(row number: Int, of samples: Span<UInt8>) {
    switch kind {
    case .none: copy(samples.extracting(range(ofRow: number)), times: 1)
    case .replication(let horizontal, let vertical):
      copy(samples.extracting(range(ofRow: number / vertical)), times: horizontal)
    case .triangle(let isHorizontal, let isVertical):
      let near = samples.extracting(range(ofRow: isVertical ? number / 2 : number))
      if !isVertical {
        Self.widen(near, into: &row)
        return
      }
      let isUpper = number % 2 == 0
      let far = samples.extracting(range(ofRow: isUpper ? number / 2 - 1 : number / 2 + 1))
      Self.add(near, far, into: &sums)
      let sums = sums
      if isHorizontal {
        Self.widen(sums.span, into: &row)
      } else {
        let bias: UInt16 = isUpper ? 1 : 2
        for index in sums.indices {
          row[index] = UInt8(truncatingIfNeeded: (sums[index] &+ bias) &>> 2)
        }
      }
    }
  }

  /// Where a row of the component stands; beyond the first and the last row are themselves again.
  private func range(ofRow number: Int) -> Range<Int> {
    let inside = min(max(number, 0), component.height - 1)
    let start = component.firstBlock * 64 + inside * component.stride
    return start..<start + component.width
  }

  private mutating func copy(_ source: Span<UInt8>, times count: Int) {
    for index in source.indices {
      for repetition in 0..<count { row[index * count + repetition] = source[index] }
    }
  }

  private static func add(
    _ near: Span<UInt8>, _ far: Span<UInt8>, into sums: inout [UInt16]
  ) {
    var sums = sums.mutableSpan
    precondition(near.count == far.count && near.count == sums.count)
    for index in near.indices {
      sums[index] = 3 &* UInt16(near[index]) &+ UInt16(far[index])
    }
  }

  /// Doubles the width of sums of rows, which are four times the samples; libjpeg's biases
  /// alternate.
  private static func widen(_ row: Span<UInt16>, into output: inout [UInt8]) {
    var output = output.mutableSpan
    let last = row.count - 1
    precondition(last >= 1 && output.count == 2 * row.count)
    output[0] = UInt8(truncatingIfNeeded: (4 &* row[0] &+ 8) &>> 4)
    for index in 0..<last {
      let left = row[index]
      let right = row[index &+ 1]
      output[2 &* index &+ 1] = UInt8(truncatingIfNeeded: (3 &* left &+ right &+ 7) &>> 4)
      output[2 &* index &+ 2] = UInt8(truncatingIfNeeded: (3 &* right &+ left &+ 8) &>> 4)
    }
    output[2 * last + 1] = UInt8(truncatingIfNeeded: (4 &* row[last] &+ 7) &>> 4)
  }

  /// Doubles the width of a row of samples.
  private static func widen(_ row: Span<UInt8>, into output: inout [UInt8]) {
    var output = output.mutableSpan
    let last = row.count - 1
    precondition(last >= 1 && output.count == 2 * row.count)
    output[0] = row[0]
    for index in 0..<last {
      let left = UInt16(row[index])
      let right = UInt16(row[index &+ 1])
      output[2 &* index &+ 1] = UInt8(truncatingIfNeeded: (3 &* left &+ right &+ 2) &>> 2)
      output[2 &* index &+ 2] = UInt8(truncatingIfNeeded: (3 &* right &+ left &+ 1) &>> 2)
    }
    output[2 * last + 1] = row[last]
  }
}
