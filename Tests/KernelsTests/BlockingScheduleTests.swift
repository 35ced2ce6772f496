import Testing

@testable import Kernels

@Suite struct BlockingScheduleTests {
  @Test(arguments: [(4, 8), (6, 16), (12, 32)])
  func blocksCoverEveryPanelOnce(_ tileRows: Int, _ tileColumns: Int) {
    for (rows, columns, depth) in [
      (1, 1, 1), (12, 32, 384), (145, 513, 385), (1000, 3, 7), (3, 1000, 7), (512, 4608, 49),
      (2000, 2000, 2000),
    ] {
      let schedule = BlockingSchedule(
        rows: rows, columns: columns, depth: depth, tileRows: tileRows, tileColumns: tileColumns)
      let rowPanels = (rows + tileRows - 1) / tileRows
      let columnPanels = (columns + tileColumns - 1) / tileColumns
      var visits = [Int](repeating: 0, count: rowPanels * columnPanels)
      for block in 0..<schedule.blockCount {
        let (blockRows, blockColumns) = schedule.panels(ofBlock: block)
        for row in blockRows {
          for column in blockColumns { visits[row * columnPanels + column] += 1 }
        }
      }
      #expect(visits.allSatisfy { $0 == 1 }, "\(rows) × \(columns) × \(depth)")
      #expect((1...384).contains(schedule.depth))
      #expect(schedule.panelsAPiece >= 1)
    }
  }
}
