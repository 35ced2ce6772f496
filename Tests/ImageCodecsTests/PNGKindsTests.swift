import Deflate
import PixelRows
import TestSupport
import Testing

@testable import ImageCodecs

/// Every colour type and bit depth, filter and interlace method in small sizes, beside Pillow.
@Suite struct PNGKindsTests {
  /// A line of `png_kinds.txt`.
  struct Kind: CustomTestStringConvertible {
    let color: Int
    let depth: Int
    let size: Int
    let isTransparent: Bool
    let channelCount: Int
    let checksum: UInt32

    var testDescription: String { "colour type \(color), \(depth) bits, \(size) × \(size)" }

    static let all: [Kind] = ReferenceImage.lines(of: "png_kinds.txt").compactMap { fields in
      let numbers = fields.compactMap { Int($0) }
      guard numbers.count == 6 else { return nil }
      return Kind(
        color: numbers[0], depth: numbers[1], size: numbers[2], isTransparent: numbers[3] == 1,
        channelCount: numbers[4], checksum: UInt32(numbers[5]))
    }
  }

  /// The pictures of `make_png_kinds.py`.
  private struct Picture {
    let kind: Kind
    let samples: [[[Int]]]
    let chunks: [(String, [UInt8])]

    init(_ kind: Kind) {
      self.kind = kind
      var state = UInt32(100 * kind.color + kind.depth + kind.size)
      func next() -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 16)
      }
      let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][kind.color] ?? 1
      samples = (0..<kind.size).map { _ in
        (0..<kind.size).map { _ in (0..<channels).map { _ in next() % (1 << kind.depth) } }
      }
      var chunks: [(String, [UInt8])] = []
      if kind.color == 3 {
        chunks.append(("PLTE", (0..<3 << kind.depth).map { _ in UInt8(next() & 0xFF) }))
      }
      if kind.isTransparent {
        chunks.append(("tRNS", (0..<1 << kind.depth).map { _ in UInt8(next() & 0xFF) }))
      }
      self.chunks = chunks
    }

    private func packed(_ values: [Int]) -> [UInt8] {
      if kind.depth == 16 { return values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
      var bytes = [UInt8](repeating: 0, count: (values.count * kind.depth + 7) / 8)
      for (index, value) in values.enumerated() {
        let bit = index * kind.depth
        bytes[bit / 8] |= UInt8(value << (8 - kind.depth - bit % 8))
      }
      return bytes
    }

    func file(_ filter: RowFilter, isInterlaced: Bool, pieceSize: Int) throws -> [UInt8] {
      let header = PNGFiles.header(
        kind.size, kind.size, depth: UInt8(kind.depth), color: UInt8(kind.color),
        interlace: isInterlaced ? 1 : 0)
      let parsed = try PNGHeader(header.span, at: 0)
      var data: [UInt8] = []
      for pass in PNGPass.passes(of: parsed) {
        let count = pass.rowByteCount(of: parsed)
        var above: Int?
        var rows: [UInt8] = []
        for row in 0..<pass.height {
          let line = samples[pass.firstRow + row * pass.rowStep]
          rows += packed((0..<pass.width).flatMap { line[pass.firstColumn + $0 * pass.columnStep] })
          var differences = [UInt8](repeating: 0, count: count)
          var span = differences.mutableSpan
          _ = filter.apply(
            to: rows.span, at: row * count, above: above, into: &span,
            distance: parsed.filterDistance)
          data.append(filter.rawValue)
          data += differences
          above = row * count
        }
      }
      let compressed = deflate(data.span, format: .zlib, effort: .fast)
      let pieces = stride(from: 0, to: compressed.count, by: pieceSize).map {
        ("IDAT", Array(compressed[$0..<min($0 + pieceSize, compressed.count)]))
      }
      return PNGFiles.file([("IHDR", header)] + chunks + pieces + [("IEND", [])])
    }
  }

  @Test func thereAreReferences() { #expect(Kind.all.count == 95) }

  @Test(arguments: Kind.all)
  func isDecodedAsPillowDoes(_ kind: Kind) throws {
    let picture = Picture(kind)
    for filter in RowFilter.allCases {
      for isInterlaced in [false, true] {
        // Where the image data is cut into chunks does not matter.
        let pieceSize = [1, 2, 3, 50, 1 << 20][Int(filter.rawValue)]
        let image = try Image(
          decoding: picture.file(filter, isInterlaced: isInterlaced, pieceSize: pieceSize))
        #expect(image.width == kind.size && image.height == kind.size)
        #expect(image.channelCount == kind.channelCount)
        #expect(
          CRC32.checksum(of: image.samples.span) == kind.checksum,
          "\(filter), interlaced: \(isInterlaced)")
      }
    }
  }
}
