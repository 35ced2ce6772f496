import Kernels

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
  private let kernels = KernelSet.current

  init(_ component: JPEGFrame.Component, of frame: JPEGFrame) {
    self.component = component
    let (horizontal, vertical) = frame.expansion(of: component)
    // As libjpeg, which repeats samples in its smallest scale.
    let hasFilter = frame.scale.rawValue > 1
    kind =
      switch (horizontal, vertical) {
      case (1, 1): .none
      case (1, 2) where hasFilter: .triangle(isHorizontal: false, isVertical: true)
      // As in libjpeg, which has the filter only where there is a sample between two others.
      case (2, 1) where hasFilter && component.width > 2:
        .triangle(isHorizontal: true, isVertical: false)
      case (2, 2) where hasFilter && component.width > 2:
        .triangle(isHorizontal: true, isVertical: true)
      default: .replication(horizontal: horizontal, vertical: vertical)
      }
    row = [UInt8](repeating: 0, count: component.width * horizontal)
  }

  /// Makes ready a row of the image.
  mutating func prepare(row number: Int, of samples: Span<UInt8>) {
    switch kind {
    case .none:
      let source = samples.extracting(range(ofRow: number))
      var target = row.mutableSpan
      precondition(target.count == source.count)
      for index in source.indices { target[index] = source[index] }
    case .replication(let horizontal, let vertical):
      copy(samples.extracting(range(ofRow: number / vertical)), times: horizontal)
    case .triangle(let isHorizontal, let isVertical):
      let near = samples.extracting(range(ofRow: isVertical ? number / 2 : number))
      let isUpper = number % 2 == 0
      let farNumber = isUpper ? number / 2 - 1 : number / 2 + 1
      let far = samples.extracting(range(ofRow: isVertical ? farNumber : number))
      let kernels = kernels
      var target = row.mutableSpan
      if !isVertical {
        kernels.widenRow(near: near, far: far, leftBias: 8, rightBias: 7, into: &target)
        return
      }
      if isHorizontal {
        kernels.widenRow(near: near, far: far, leftBias: 7, rightBias: 8, into: &target)
      } else {
        kernels.rowBetween(near: near, far: far, bias: isUpper ? 1 : 2, into: &target)
      }
    }
  }

  /// Where a row of the component stands; beyond the first and the last row are themselves again.
  private func range(ofRow number: Int) -> Range<Int> {
    let inside = min(max(number, 0), component.height - 1)
    let start = component.firstSample + inside * component.stride
    return start..<start + component.width
  }

  private mutating func copy(_ source: Span<UInt8>, times count: Int) {
    for index in source.indices {
      for repetition in 0..<count { row[index * count + repetition] = source[index] }
    }
  }
}
