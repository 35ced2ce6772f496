/// What the header of a scan says.
struct JPEGScan {
  struct Component {
    let index: Int
    let tableDC: Int
    let tableAC: Int
  }

  let components: [Component]
  let spectralStart: Int
  let spectralEnd: Int
  let approximationHigh: Int
  let approximationLow: Int
  /// Where the entropy-coded bits begin.
  let dataOffset: Int

  init(
    _ file: Span<UInt8>, contents: Range<Int>, frame: JPEGFrame
  ) throws(ImageDecodingError) {
    let start = contents.lowerBound
    func refuse(_ reason: String) -> ImageDecodingError {
      .malformed(format: .jpeg, offset: start, reason: reason)
    }
    guard contents.count >= 1 else { throw refuse("the scan header is too short") }
    let count = Int(file[start])
    guard (1...4).contains(count), contents.count == 4 + 2 * count else {
      throw refuse("the scan header does not fit its \(count) components")
    }
    var components: [Component] = []
    var blocksInUnit = 0
    for number in 0..<count {
      let identifier = file[start + 1 + 2 * number]
      let tables = file[start + 2 + 2 * number]
      // Some cameras give all components the same number.
      guard
        let index = frame.components.indices.first(where: { index in
          frame.components[index].identifier == identifier
            && !components.contains { $0.index == index }
        })
      else { throw refuse("the scan has no use for component \(identifier)") }
      guard tables & 0xCC == 0 else { throw refuse("there are no Huffman tables \(tables)") }
      components.append(
        Component(index: index, tableDC: Int(tables >> 4), tableAC: Int(tables & 15)))
      blocksInUnit +=
        frame.components[index].horizontalSampling * frame.components[index].verticalSampling
    }
    guard count == 1 || blocksInUnit <= 10 else {
      throw refuse("\(blocksInUnit) blocks in a unit are more than 10")
    }
    self.components = components
    let parameters = start + 1 + 2 * count
    spectralStart = Int(file[parameters])
    spectralEnd = Int(file[parameters + 1])
    approximationHigh = Int(file[parameters + 2] >> 4)
    approximationLow = Int(file[parameters + 2] & 15)
    dataOffset = contents.upperBound
    guard frame.isProgressive else { return }
    guard spectralStart <= spectralEnd, spectralEnd < 64, spectralStart > 0 || spectralEnd == 0,
      spectralStart == 0 || count == 1
    else { throw refuse("a scan of coefficients \(spectralStart) to \(spectralEnd)") }
    guard approximationLow <= 13,
      approximationHigh == 0 || approximationHigh == approximationLow + 1
    else {
      throw refuse("a scan from bit \(approximationHigh) to bit \(approximationLow)")
    }
  }
}
