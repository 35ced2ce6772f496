/// How a dynamic block tells its two codes: their lengths, run-length coded (RFC 1951, 3.2.7).
struct CodeDescription {
  private struct Item {
    var symbol: Int
    var extra = 0
    var extraBits = 0
  }

  private let literalCount: Int
  private let distanceCount: Int
  private let items: [Item]
  private let code: EncodingCode
  private let orderCount: Int

  /// The bits it takes.
  let cost: Int

  init(literals: EncodingCode, distances: EncodingCode) {
    func countWithoutTrailingZeros(_ lengths: [UInt8], atLeast minimum: Int) -> Int {
      max(minimum, (lengths.lastIndex { $0 > 0 } ?? 0) + 1)
    }
    literalCount = countWithoutTrailingZeros(literals.lengths, atLeast: 257)
    distanceCount = countWithoutTrailingZeros(distances.lengths, atLeast: 1)
    items = Self.runLengthCoded(
      literals.lengths.prefix(literalCount) + distances.lengths.prefix(distanceCount))

    var frequencies = [Int](repeating: 0, count: 19)
    for item in items { frequencies[item.symbol] += 1 }
    let code = EncodingCode(frequencies: frequencies, maximumLength: 7)
    self.code = code
    let lastUsed = Alphabets.codeLengthOrder.lastIndex { code.lengths[$0] > 0 } ?? 0
    orderCount = max(4, lastUsed + 1)
    cost =
      14 + 3 * orderCount + code.cost(ofFrequencies: frequencies)
      + items.reduce(0) { $0 + $1.extraBits }
  }

  func write(to writer: inout BitWriter) {
    writer.append(literalCount - 257, bits: 5)
    writer.append(distanceCount - 1, bits: 5)
    writer.append(orderCount - 4, bits: 4)
    for symbol in Alphabets.codeLengthOrder.prefix(orderCount) {
      writer.append(Int(code.lengths[symbol]), bits: 3)
    }
    for item in items {
      writer.append(Int(code.codes[item.symbol]), bits: Int(code.lengths[item.symbol]))
      writer.append(item.extra, bits: item.extraBits)
    }
  }

  private static func runLengthCoded(_ lengths: ArraySlice<UInt8>) -> [Item] {
    let lengths = Array(lengths)
    var items: [Item] = []
    var start = 0
    while start < lengths.count {
      let length = lengths[start]
      var run = 1
      while start + run < lengths.count && lengths[start + run] == length { run += 1 }
      start += run
      if length > 0 {
        items.append(Item(symbol: Int(length)))
        run -= 1
        while run >= 3 {
          let times = min(run, 6)
          items.append(Item(symbol: 16, extra: times - 3, extraBits: 2))
          run -= times
        }
      } else {
        while run >= 3 {
          let times = min(run, 138)
          items.append(
            times <= 10
              ? Item(symbol: 17, extra: times - 3, extraBits: 3)
              : Item(symbol: 18, extra: times - 11, extraBits: 7))
          run -= times
        }
      }
      for _ in 0..<run { items.append(Item(symbol: Int(length))) }
    }
    return items
  }
}
