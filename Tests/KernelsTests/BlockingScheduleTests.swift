import Testing

@testable import Kernels

@Suite struct BlockingScheduleTests {
  @Test(arguments: [(4, 8), (6, 16), (10, 32)])
  func tasksOwnEveryElementOnce(_ tileRows: Int, _ tileColumns: Int) {
    for (rows, columns, depth) in [
      (1, 1, 1), (12, 32, 384), (145, 513, 385), (1000, 3, 7), (3, 1000, 7), (512, 4608, 49),
      (49, 512, 4608), (2000, 2000, 2000),
    ] {
      for (readsRuns, threads) in [(false, 1), (true, 1), (false, 2), (true, 7)] {
        let schedule = BlockingSchedule(
          rows: rows, columns: columns, depth: depth, tileRows: tileRows, tileColumns: tileColumns,
          readsRuns: readsRuns, threads: threads)
        let strips = (columns + tileColumns - 1) / tileColumns
        var visits = [Int](repeating: 0, count: rows * strips)
        for task in 0..<schedule.taskCount {
          let share = schedule.share(ofTask: task)
          #expect(share.columns.lowerBound % tileColumns == 0)
          #expect(share.columns.count <= schedule.stripsATask * tileColumns)
          for row in share.rows {
            for column in stride(
              from: share.columns.lowerBound, to: share.columns.upperBound, by: tileColumns)
            {
              visits[row * strips + column / tileColumns] += 1
            }
          }
        }
        #expect(visits.allSatisfy { $0 == 1 }, "\(rows) × \(columns) × \(depth)")
        #expect((1...max(depth, 1)).contains(schedule.depth))
      }
    }
  }
}
