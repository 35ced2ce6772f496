/// Some rows and columns of a scheme's positions: those that are multiplied with the same weights.
struct PositionGrid {
  let first: Int
  let rows: Int
  let columns: Int
  /// From a row of positions to the next.
  let pitch: Int

  /// One position.
  init(_ position: Int) {
    self.init(first: position, rows: 1, columns: 1, pitch: 1)
  }

  init(first: Int, rows: Int, columns: Int, pitch: Int) {
    (self.first, self.rows, self.columns, self.pitch) = (first, rows, columns, pitch)
  }

  var count: Int { rows * columns }

  subscript(index: Int) -> Int {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    return first + row * pitch + column
  }
}
