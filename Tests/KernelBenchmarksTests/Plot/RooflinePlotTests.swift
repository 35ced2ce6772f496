import Foundation
import Testing

@testable import KernelBenchmarks

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct RooflinePlotTests {
  /// Counts elements and gathers texts.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    var texts: [String] = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      if name == "text" || name == "title" { texts.append(text) }
      text = ""
    }
  }

  private func read(_ svg: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return reader
  }

  private let limits = [1, 2].flatMap { threads in
    let factor = Double(threads)
    return [
      RowResult.sampleLimit(.multiplyAddPeak, perSecond: 1e11 * factor, threads: threads),
      .sampleLimit(.readBandwidth(.level1), perSecond: 2e11 * factor, threads: threads),
      .sampleLimit(.readBandwidth(.memory), perSecond: 2e10 * factor, threads: threads),
      .sampleLimit(.writeBandwidth(.memory), perSecond: 2e10 * factor, threads: threads),
    ]
  }

  private func row(
    _ index: Int, threads: Int = 1, name: String = "kernel", problem: String? = nil
  ) -> RowResult {
    .sample(
      name, problem: problem ?? "n=\(index)", threads: threads, samples: [0.01],
      work: Work(operations: 1_000_000 * (index + 1), read: 1000 * (index % 7 + 1)))
  }

  @Test func isAPictureThatNamesItsRowsAndRoofs() throws {
    let rows = (0..<10).flatMap { [row($0, threads: 1), row($0, threads: 2)] }
    let data = try #require(RooflineData(rows: rows, limits: limits))
    #expect(data.roofs.map(\.threads) == [1, 2])
    #expect(data.roofs.first?.bandwidths.map(\.level) == [.level1, .memory])
    #expect(data.legend.count == 10)
    let reader = try read(RooflinePlot.svg(of: data))
    #expect(reader.elements["circle"] == 20)
    #expect(reader.elements["title"] == 20)
    #expect(reader.texts.contains("10  kernel n=9"))
    #expect(reader.texts.contains { $0.contains("100 GFLOP/s, 1 thread") })
    #expect(reader.texts.contains { $0.contains("L1 200, memory 20.0 GB/s") })
  }

  @Test func manyProblemsShareTheNumberOfTheirKernel() throws {
    let rows = (0..<300).map { row($0, name: "kernel\($0 % 3)") }
    let data = try #require(RooflineData(rows: rows, limits: limits))
    #expect(data.legend == ["kernel0", "kernel1", "kernel2"])
    #expect(try read(RooflinePlot.svg(of: data)).elements["circle"] == 300)
  }

  @Test func namesMayHaveAnyCharacters() throws {
    let name = "a<b>&\"c\"\u{1}'é"
    let data = try #require(RooflineData(rows: [row(0, name: name)], limits: limits))
    let reader = try read(RooflinePlot.svg(of: data))
    #expect(reader.texts.contains { $0.contains("a<b>&\"c\"\u{FFFD}'é n=0") })
  }

  @Test func onlyTheBestInstructionSetIsDrawn() throws {
    let other = RowResult.sample(
      "other", level: .baseline, work: Work(operations: 5, read: 5))
    let data = try #require(RooflineData(rows: [row(0), other], limits: limits))
    #expect(data.level == .avx2)
    #expect(data.legend == ["kernel n=0"])
  }

  @Test func withoutRowsOrRoofsThereIsNoPicture() {
    #expect(RooflineData(rows: [], limits: limits) == nil)
    #expect(RooflineData(rows: [row(0)], limits: []) == nil)
    let idle = RowResult.sample(work: Work(read: 10))
    #expect(RooflineData(rows: [idle], limits: limits) == nil)
  }

  /// A row far above the peak, as a fast algorithm's is, and one far below stay in the picture.
  @Test func extremesStayInside() throws {
    let rows = [
      RowResult.sample("fast", samples: [1e-6], work: Work(operations: 1 << 30, read: 1)),
      .sample("slow", samples: [100], work: Work(operations: 1, read: 1 << 20)),
    ]
    let data = try #require(RooflineData(rows: rows, limits: limits))
    let svg = RooflinePlot.svg(of: data)
    #expect(!svg.contains("nan") && !svg.contains("inf\""))
    for circle in svg.matches(of: /cx="([-0-9.]+)" cy="([-0-9.]+)"/) {
      let (x, y) = (try #require(Double(circle.1)), try #require(Double(circle.2)))
      #expect((70...930).contains(x) && (70...710).contains(y))
    }
  }
}
