/// The one-to-one matching of rows and columns that has the smallest sum of costs.
///
/// Each row gets a column, or each column a row if there are fewer of them. Shortest augmenting
/// paths, O(r² · c) for r ≤ c; exact for costs that are integers below 2⁵³.
///
/// Sources: Kuhn, "The Hungarian Method for the Assignment Problem" (1955); Jonker, Volgenant, "A
/// Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems" (1987).
public struct HungarianAlgorithm: Sendable {
  private let costs: [Double]
  private let rows: Int
  private let columns: Int

  /// Makes the problem of the given costs, row by row.
  ///
  /// - Precondition: `costs` has `rows` · `columns` elements, all finite.
  public init(costs: [Double], rows: Int, columns: Int) {
    precondition(
      costs.count == rows * columns, "\(rows) × \(columns) costs, not \(costs.count)")
    precondition(costs.allSatisfy(\.isFinite), "a cost is not finite")
    self.costs = costs
    self.rows = rows
    self.columns = columns
  }

  /// The column matched with each row; nil for rows that remain without.
  public func matching() -> [Int?] {
    if rows <= columns {
      return columnsOfRows(rows: rows, columns: columns) { costs[$0 * columns + $1] }
    }
    let rowsOfColumns = columnsOfRows(rows: columns, columns: rows) { costs[$1 * columns + $0] }
    var matching = [Int?](repeating: nil, count: rows)
    for (column, row) in rowsOfColumns.enumerated() {
      if let row { matching[row] = column }
    }
    return matching
  }

  /// Matches every row, given at least as many columns.
  ///
  /// The prices keep cost − rowPrice − columnPrice at 0 for matched pairs and at or above 0 for all
  /// others, which proves the matching of the rows so far to be the best.
  private func columnsOfRows(
    rows: Int, columns: Int, cost: (Int, Int) -> Double
  ) -> [Int?] {
    var rowPrices = [Double](repeating: 0, count: rows)
    var columnPrices = [Double](repeating: 0, count: columns)
    var rowOfColumn = [Int?](repeating: nil, count: columns)
    var columnOfRow = [Int?](repeating: nil, count: rows)
    for newRow in 0..<rows {
      // Dijkstra's algorithm from the new row to the nearest free column.
      var distances = [Double](repeating: .infinity, count: columns)
      var rowBefore = [Int](repeating: newRow, count: columns)
      var isReached = [Bool](repeating: false, count: columns)
      var reached: [Int] = []
      var row = newRow
      var length = 0.0
      var end: Int?
      while end == nil {
        var nearest: Int?
        for column in 0..<columns where !isReached[column] {
          let distance = length + cost(row, column) - rowPrices[row] - columnPrices[column]
          if distance < distances[column] {
            distances[column] = distance
            rowBefore[column] = row
          }
          if nearest.map({ distances[column] < distances[$0] }) ?? true { nearest = column }
        }
        guard let nearest else { break }
        length = distances[nearest]
        isReached[nearest] = true
        if let occupant = rowOfColumn[nearest] {
          reached.append(nearest)
          row = occupant
        } else {
          end = nearest
        }
      }
      rowPrices[newRow] += length
      for column in reached {
        let surplus = length - distances[column]
        columnPrices[column] -= surplus
        if let occupant = rowOfColumn[column] { rowPrices[occupant] += surplus }
      }
      // Flip the pairs along the path.
      while let column = end {
        let row = rowBefore[column]
        end = columnOfRow[row]
        rowOfColumn[column] = row
        columnOfRow[row] = column
      }
    }
    return columnOfRow
  }
}
