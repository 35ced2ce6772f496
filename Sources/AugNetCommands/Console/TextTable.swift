/// Rows of text in aligned columns.
package struct TextTable {
  /// Where a column's texts stand.
  package enum Alignment: Sendable {
    /// At the column's left edge.
    case left
    /// At the column's right edge, for numbers.
    case right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  /// Makes a table with a heading and an alignment for each column.
  package init(_ columns: [(heading: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = columns.contains { !$0.heading.isEmpty } ? [columns.map(\.heading)] : []
  }

  /// Adds a row; missing cells are empty, cells without a column are left out.
  package mutating func append(_ cells: [String]) {
    let missing = max(0, alignments.count - cells.count)
    rows.append(Array(cells.prefix(alignments.count)) + Array(repeating: "", count: missing))
  }

  /// The lines, columns two spaces apart, without spaces at the end of a line.
  package var text: String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row -> String in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += (column == 0 ? "" : "  ")
        line += alignments[column] == .left ? cell + padding : padding + cell
      }
      let end = line.lastIndex { $0 != " " }
      return end.map { String(line[...$0]) } ?? ""
    }
    return lines.joined(separator: "\n")
  }
}
