import MicrokernelTemplates
import TestSupport

/// All of these are sums of integers, so that nothing may be off.
extension MicrokernelTests {
  /// A row of pixels of which others are made.
  private struct Row {
    let columns: Int
    let channels: Int
    let offsets: [Int32]
    let source: [UInt8]
    let taps: Int

    init(taps: Int, _ random: inout SeededRandom) {
      let channels = random.integer(in: 1...4)
      let sourceColumns = random.extent(upTo: 101) + taps
      columns = random.extent(upTo: 101)
      self.channels = channels
      self.taps = taps
      // Behind the row: what may be read and does not count.
      source = (0..<sourceColumns * channels + 8).map { _ in UInt8(random.integer(in: 0...255)) }
      offsets =
        (0..<columns).map { _ in
          Int32(random.integer(in: 0...sourceColumns - taps) * channels)
        } + [0, 0, 0]
    }

    var problem: String { "\(columns) columns, \(channels) channels, \(taps) taps" }

    /// Compares the first samples of `result` with the sums of `expected`.
    func trial<Number: BinaryInteger>(
      _ result: [Number], _ expected: (_ column: Int, _ channel: Int) -> Int
    ) -> MicrokernelTrial {
      let count = columns * channels
      let sums = (0..<count).map { expected($0 / channels, $0 % channels) }
      // As differences, since a sum may have more bits than a float.
      let faults = sums.indices.map { Float(Int(result[$0]) - sums[$0]) }
      return MicrokernelTrial(
        actual: faults, expected: faults.map { _ in 0 }, tolerance: faults.map { _ in 0 },
        problem: problem)
    }
  }

  static func stretchRow(
    _ function: StretchRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let row = Row(taps: 2, &random)
    let right = row.offsets.map { _ in random.integer(in: 0...2048) }
    let weights = right.map { Int32($0 << 16 | (2048 - $0)) }
    var result = [Int16](repeating: -1, count: row.columns * row.channels + 4)
    function(row.columns, row.channels, row.source, row.offsets, weights, &result)
    guard result.last == -1 else { return MicrokernelTrial(fault: row.problem) }
    return row.trial(result) { column, channel in
      let place = Int(row.offsets[column]) + channel
      return
        (Int(row.source[place]) * (2048 - right[column])
        + Int(row.source[place + row.channels]) * right[column]) / 16
    }
  }

  static func filterRow(
    _ function: FilterRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let row = Row(taps: random.integer(in: 1...9), &random)
    let stride = row.taps + random.integer(in: 0...2)
    let counts = row.offsets.map { _ in Int32(random.integer(in: 0...row.taps)) }
    let weights = (0..<row.columns * stride + 1).map { _ in
      Int32(random.integer(in: -(1 << 19)...(1 << 19)))
    }
    var result = [Int32](repeating: 77, count: row.columns * row.channels + 4)
    function(
      row.columns, row.channels, row.source, row.offsets, counts, weights, stride, &result)
    guard result.last == 77 else { return MicrokernelTrial(fault: row.problem) }
    return row.trial(result) { column, channel in
      (0..<Int(counts[column])).reduce(0) {
        let place = Int(row.offsets[column]) + $1 * row.channels + channel
        return $0 + Int(row.source[place]) * Int(weights[column * stride + $1])
      }
    }
  }

  static func blendRows(
    _ function: BlendRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 257)
    let lower = random.integer(in: 0...2048)
    let rows = (0..<2).map { _ in
      (0..<count).map { _ in Int16(random.integer(in: 0...255 * 128)) }
    }
    var result = [UInt8](repeating: 77, count: count + 16)
    function(count, rows[0], Int16(2048 - lower), rows[1], Int16(lower), &result)
    return bytes(result, count, "\(count) samples, weight \(lower)") {
      let above = ((2048 - lower) * Int(rows[0][$0])) >> 16
      let below = (lower * Int(rows[1][$0])) >> 16
      return (above + below + 2) >> 2
    }
  }

  static func filterRows(
    _ function: FilterRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (count, rows) = (random.extent(upTo: 257), random.integer(in: 0...9))
    let stride = count + random.integer(in: 0...5)
    let source = (0..<rows * stride + 1).map { _ in UInt8(random.integer(in: 0...255)) }
    let weights = (0...rows).map { _ in Int32(random.integer(in: -(1 << 19)...(1 << 20))) }
    var result = [UInt8](repeating: 77, count: count + 16)
    function(count, rows, source, stride, weights, &result)
    return bytes(result, count, "\(count) samples, \(rows) rows") { index in
      let sum = (0..<rows).reduce(1 << 21) {
        $0 + Int(source[$1 * stride + index]) * Int(weights[$1])
      }
      return min(max(sum >> 22, 0), 255)
    }
  }

  static func cubicRow(
    _ function: CubicRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let row = Row(taps: 4, &random)
    let weights = (0..<row.columns + 3).map { _ in
      (0..<4).map { _ in random.integer(in: -4096...4096) }
    }
    let order = row.channels == 1 ? [0, 2, 1, 3] : [0, 1, 2, 3]
    let packed = [0, 2].flatMap { place in
      weights.map { weights in
        Int32(weights[order[place + 1]] << 16 | weights[order[place]] & 0xFFFF)
      }
    }
    var result = [Float](repeating: 77, count: row.columns * row.channels + 4)
    function(row.columns, row.channels, row.source, row.offsets, packed, &result)
    guard result.last == 77 else { return MicrokernelTrial(fault: row.problem) }
    return row.trial(result.map { Int32($0) }) { column, channel in
      (0..<4).reduce(0) {
        let place = Int(row.offsets[column]) + $1 * row.channels + channel
        return $0 + Int(row.source[place]) * weights[column][$1]
      }
    }
  }

  static func mixRows(
    _ function: MixRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 257)
    // In eighths, so that no sum is rounded and halves come.
    let weights = (0..<4).map { _ in Float(random.integer(in: -8...16)) / 8 }
    let rows = (0..<4).map { _ in (0..<count).map { _ in Float(random.integer(in: -60...255)) } }
    var result = [UInt8](repeating: 77, count: count + 16)
    function(count, rows[0], rows[1], rows[2], rows[3], weights, &result)
    return bytes(result, count, "\(count) samples") { index in
      let sum = (0..<4).reduce(0.0) { $0 + Double(rows[$1][index] * weights[$1]) }
      return min(max(Int(sum.rounded(.toNearestOrEven)), 0), 255)
    }
  }

  private static func bytes(
    _ result: [UInt8], _ count: Int, _ problem: String, _ expected: (_ index: Int) -> Int
  ) -> MicrokernelTrial {
    guard result[count...].allSatisfy({ $0 == 77 }) else { return MicrokernelTrial(fault: problem) }
    return MicrokernelTrial(
      actual: result[..<count].map { Float($0) },
      expected: (0..<count).map { Double(expected($0)) },
      tolerance: [Double](repeating: 0, count: count), problem: problem)
  }
}

extension MicrokernelTrial {
  /// A trial in which something was written that must not be.
  fileprivate init(fault problem: String) {
    self.init(actual: [], expected: [0], tolerance: [0], problem: problem)
  }
}
