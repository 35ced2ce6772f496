import CPUFeatures
import MicrokernelsX86AMX
import TestSupport
import Testing

/// What this process may compute with; a processor without tile registers is not asked.
private let granted = InstructionSetLevel.hasByteBlocks ? ByteBlocks.granted : nil

/// Products of blocks of bytes against sums of integers.
@Suite struct ByteBlocksTests {
  @Test(.enabled(if: granted != nil, "no tile registers for bytes, or none granted"))
  func agreesWithSumsOfIntegers() throws {
    let blocks = try #require(granted)
    for seed in 0..<80 {
      var random = SeededRandom(UInt64(7000 + seed))
      let rows = seed < ByteBlocks.rows ? seed + 1 : random.integer(in: 1...ByteBlocks.rows)
      let steps = random.integer(in: 1...9)
      let depth = steps * ByteBlocks.stepDepth
      let stride = depth + random.element(of: [0, 0, 1, 64])
      let left = (0..<rows * stride).map { _ in random.unsignedByte() }
      let right = (0..<depth * ByteBlocks.columns).map { _ in random.signedByte() }
      // Steps not in the order in which they lie; and computed several times, with registers that hold what was
      // left there, and asking for what comes next in every number of parts. A single row may be written twice;
      // the number behind is left alone.
      let turn = random.integer(in: 0...steps - 1)
      let offsets = (0..<steps).map { (steps - 1 - $0 + turn) % steps * ByteBlocks.stepDepth }
      let count = max(rows, 2) * ByteBlocks.columns
      var sums = [Int32](repeating: 77, count: count + 1)
      var results: Set<[Int32]> = []
      blocks.withRegisters(rows: rows) {
        for parts in [0, 1, 2, 4, 9] {
          sums.replaceSubrange(0..<count, with: repeatElement(-77, count: count))
          right.withUnsafeBufferPointer { right in
            guard let start = right.baseAddress else { return }
            blocks.multiply(
              offsets, left: left, leftStride: stride, right: start, steps: steps, sums: &sums,
              rows: rows,
              ahead: parts == 0 ? nil : ByteBlocks.Awaited(start, block: parts - 1, of: parts))
          }
          results.insert(Array(sums.prefix(rows * ByteBlocks.columns)))
        }
      }
      #expect(sums.last == 77)
      var expected: [Int32] = []
      for row in 0..<rows {
        for column in 0..<ByteBlocks.columns {
          var sum: Int32 = 0
          for k in 0..<depth {
            let place = (k / 4 * ByteBlocks.columns + column) * 4 + k % 4
            let (step, byte) = k.quotientAndRemainder(dividingBy: ByteBlocks.stepDepth)
            sum += Int32(left[row * stride + offsets[step] + byte]) * Int32(right[place])
          }
          expected.append(sum)
        }
      }
      #expect(results == [expected], "\(rows) rows, \(steps) steps, seed \(random.seed)")
    }
  }
}
