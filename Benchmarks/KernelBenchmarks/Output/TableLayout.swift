/// A table whose lines are printed as they come, so that its columns' widths are set beforehand.
struct TableLayout {
  private var columns: [(heading: String, width: Int, isNumber: Bool)]

  /// Makes room for the names and problems given; times, rates and percentages are never wider than the
  /// room they have.
  init(names: [String], problems: [String]) {
    func width(_ heading: String, _ texts: [String]) -> Int {
      texts.reduce(heading.count) { max($0, $1.count) }
    }
    columns = [
      ("name", width("name", names), false), ("problem", width("problem", problems), false),
      ("threads", 7, true), ("isa", 8, false), ("median", 8, true), ("spread", 7, true),
      ("rate", 7, true), ("unit", 7, false), ("limit", 8, true),
    ]
  }

  /// The headings.
  var heading: String { line(columns.map(\.heading)) }

  /// A line of cells, two spaces apart.
  func line(_ cells: [String]) -> String {
    var line = ""
    for (cell, column) in zip(cells, columns) {
      let padding = String(repeating: " ", count: max(0, column.width - cell.count))
      line += (line.isEmpty ? "" : "  ") + (column.isNumber ? padding + cell : cell + padding)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
