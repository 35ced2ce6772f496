/// A Huffman code made for given frequencies, to write with.
struct EncodingCode {
  /// The bits of each symbol's code; 0 for symbols that do not occur.
  private(set) var lengths: [UInt8]
  /// Each symbol's code, its first bit lowest.
  private(set) var codes: [UInt16]

  /// The best code in which no symbol has more than `maximumLength` bits.
  ///
  /// There are always at least two symbols with a code, so that every decoder takes it.
  init(frequencies: [Int], maximumLength: Int) {
    var used = frequencies.indices.filter { frequencies[$0] > 0 }
    let unused = frequencies.indices.filter { frequencies[$0] == 0 }
    used += unused.prefix(max(0, 2 - used.count))
    // Rarest first; the order of symbols decides between equals.
    used.sort { (frequencies[$0], $0) < (frequencies[$1], $1) }
    let depths = Self.codeLengths(
      ofSortedWeights: used.map { frequencies[$0] }, maximumLength: maximumLength)
    var lengths = [UInt8](repeating: 0, count: frequencies.count)
    for (symbol, depth) in zip(used, depths) { lengths[symbol] = UInt8(depth) }
    self.init(lengths: lengths)
  }

  /// The code with the given lengths (RFC 1951, 3.2.2).
  init(lengths: [UInt8]) {
    self.lengths = lengths
    codes = [UInt16](repeating: 0, count: lengths.count)
    var next = 0
    for length in 1...15 {
      for symbol in lengths.indices where lengths[symbol] == length {
        var reversed = 0
        for bit in 0..<length where next >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
        codes[symbol] = UInt16(reversed)
        next += 1
      }
      next <<= 1
    }
  }

  /// The bits that symbols of the given frequencies take.
  func cost(ofFrequencies frequencies: [Int]) -> Int {
    zip(frequencies, lengths).reduce(0) { $0 + $1.0 * Int($1.1) }
  }

  /// The depths of an optimal tree of bounded height, by the package-merge algorithm of Larmore
  /// and Hirschberg (1990).
  ///
  /// A leaf of depth d is as many coins, one each of the values 2⁻¹ … 2⁻ᵈ; the cheapest set of
  /// coins worth n − 1 is found value by value, from the smallest up, by pairing coins.
  private static func codeLengths(
    ofSortedWeights weights: [Int], maximumLength: Int
  ) -> [Int] {
    struct Coins {
      var weight: Int
      /// The leaf, or −1 for a pair of the level below.
      var leaf: Int
    }
    let leaves = weights.indices.map { Coins(weight: weights[$0], leaf: $0) }
    var levels: [[Coins]] = [leaves]
    for _ in 1..<maximumLength {
      let below = levels[levels.count - 1]
      let pairs = stride(from: 0, to: below.count - 1, by: 2).map {
        Coins(weight: below[$0].weight + below[$0 + 1].weight, leaf: -1)
      }
      var merged: [Coins] = []
      merged.reserveCapacity(leaves.count + pairs.count)
      var pair = 0
      for leaf in leaves {
        while pair < pairs.count && pairs[pair].weight < leaf.weight {
          merged.append(pairs[pair])
          pair += 1
        }
        merged.append(leaf)
      }
      merged.append(contentsOf: pairs[pair...])
      levels.append(merged)
    }
    var depths = [Int](repeating: 0, count: weights.count)
    var taken = 2 * (weights.count - 1)
    for level in levels.reversed() {
      var pairCount = 0
      for coins in level.prefix(taken) {
        if coins.leaf >= 0 { depths[coins.leaf] += 1 } else { pairCount += 1 }
      }
      taken = 2 * pairCount
    }
    return depths
  }
}
