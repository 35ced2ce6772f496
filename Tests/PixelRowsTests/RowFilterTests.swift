import TestSupport
import Testing

@testable import PixelRows

@Suite struct RowFilterTests {
  /// What PNG's specification says, byte by byte.
  private func prediction(_ filter: RowFilter, _ a: Int, _ b: Int, _ c: Int) -> Int {
    switch filter {
    case .none: return 0
    case .sub: return a
    case .up: return b
    case .average: return (a + b) / 2
    case .paeth:
      let p = a + b - c
      let (pa, pb, pc) = (abs(p - a), abs(p - b), abs(p - c))
      return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
    }
  }

  @Test func everyFilterFollowsItsDefinitionAndIsUndone() {
    var random = SeededRandom(7)
    for distance in [1, 2, 3, 4, 6, 8] {
      for filter in RowFilter.allCases {
        for pixels in [1, 2, 3, 5, 16, 40] {
          let count = distance * pixels
          let spread = random.element(of: [1, 4, 255])
          let rows = (0..<3 * count).map { _ in UInt8(random.integer(in: 0...spread)) }
          for (start, above) in [(count, nil), (count, 0), (count, 2 * count)] as [(Int, Int?)] {
            let comment: Comment =
              "\(filter), \(pixels) pixels of \(distance), above \(above ?? -1), seed \(random.seed)"
            var expected: [UInt8] = []
            for index in 0..<count {
              let hasLeft = index >= distance
              let a = hasLeft ? Int(rows[start + index - distance]) : 0
              let b = above.map { Int(rows[$0 + index]) } ?? 0
              let c = hasLeft ? above.map { Int(rows[$0 + index - distance]) } ?? 0 : 0
              let this = Int(rows[start + index])
              expected.append(
                UInt8(truncatingIfNeeded: this - prediction(filter, a, b, c)))
            }
            var differences = [UInt8](repeating: 0, count: count)
            var differencesSpan = differences.mutableSpan
            let sum = filter.apply(
              to: rows.span, at: start, above: above, into: &differencesSpan, distance: distance)
            #expect(differences == expected, comment)
            #expect(sum == expected.reduce(0) { $0 + abs(Int(Int8(bitPattern: $1))) }, comment)

            var result = rows
            result.replaceSubrange(
              start..<start + count, with: repeatElement(0xAA, count: count))
            var resultSpan = result.mutableSpan
            filter.reconstruct(
              differences.span, in: &resultSpan, at: start, above: above, distance: distance)
            #expect(result == rows, comment)
          }
        }
      }
    }
  }

  @Test func twoRowsAtOnceAreAsOneAfterTheOther() {
    var random = SeededRandom(8)
    for distance in [3, 4] {
      for pixels in [2, 3, 4, 5, 30] {
        let count = distance * pixels
        let step = count + random.integer(in: 0...5)
        let differences = (0..<2 * count).map { _ in UInt8(random.integer(in: 0...255)) }
        let (first, second) = (Array(differences[..<count]), Array(differences[count...]))
        var expected = (0..<2 * step + count).map { _ in UInt8(random.integer(in: 0...255)) }
        var result = expected
        var expectedSpan = expected.mutableSpan
        RowFilter.paeth.reconstruct(
          first.span, in: &expectedSpan, at: step, above: 0, distance: distance)
        RowFilter.paeth.reconstruct(
          second.span, in: &expectedSpan, at: 2 * step, above: step, distance: distance)
        var resultSpan = result.mutableSpan
        RowFilter.reconstructPaethPair(
          first.span, second.span, in: &resultSpan, at: step, step: step, distance: distance)
        #expect(result == expected, "\(pixels) pixels of \(distance), seed \(random.seed)")
      }
    }
  }

  /// Each left and above with every eighth aboveLeft.
  @Test func paethPredictionIsTheDefinition() {
    var errorCount = 0
    for a in 0..<256 {
      for b in 0..<256 {
        for c in 0..<256 where c % 8 == (a + b) % 8 {
          let lanes = PaethPredictor.prediction(
            SIMD8(repeating: Int16(a)), SIMD8(repeating: Int16(b)), SIMD8(repeating: Int16(c)))
          if Int(lanes[0]) != prediction(.paeth, a, b, c) { errorCount += 1 }
        }
      }
    }
    #expect(errorCount == 0)
  }
}
