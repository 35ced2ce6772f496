import TestSupport
import Testing

@testable import Deflate

@Suite struct EncodingCodeTests {
  @Test func codesAreCompleteBoundedAndOptimal() {
    var random = SeededRandom(5)
    for trial in 0..<200 {
      let maximumLength = random.element(of: [7, 15])
      let count = random.integer(in: 2...(maximumLength == 7 ? 19 : 286))
      let frequencies = (0..<count).map { _ in
        random.element(of: [0, random.integer(in: 1...9), 1 << random.integer(in: 0...20)])
      }
      let code = EncodingCode(frequencies: frequencies, maximumLength: maximumLength)
      let used = code.lengths.filter { $0 > 0 }
      #expect(used.allSatisfy { $0 <= maximumLength })
      let shares = used.reduce(0) { $0 + 1 << (15 - Int($1)) }
      #expect(shares == 1 << 15, "trial \(trial), seed \(random.seed)")
      for symbol in frequencies.indices where frequencies[symbol] > 0 {
        #expect(code.lengths[symbol] > 0)
      }
      // Where the bound does not bind, the code must cost what Huffman's does.
      let (huffmanCost, height) = huffman(frequencies.filter { $0 > 0 })
      let cost = code.cost(ofFrequencies: frequencies)
      if height <= maximumLength && frequencies.count(where: { $0 > 0 }) >= 2 {
        #expect(cost == huffmanCost, "trial \(trial), seed \(random.seed)")
      } else {
        #expect(cost >= huffmanCost)
      }
    }
  }

  /// The cost and height of Huffman's tree, the lowest of them.
  private func huffman(_ weights: [Int]) -> (cost: Int, height: Int) {
    var trees = weights.map { (weight: $0, height: 0) }
    var cost = 0
    while trees.count > 1 {
      trees.sort { $0 > $1 }
      let a = trees.removeLast()
      let b = trees.removeLast()
      cost += a.weight + b.weight
      trees.append((a.weight + b.weight, max(a.height, b.height) + 1))
    }
    return (cost, trees.first?.height ?? 0)
  }
}
