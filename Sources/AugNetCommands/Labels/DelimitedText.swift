/// The rows of a table as text: tab-separated, or comma-separated with quotes (RFC 4180).
package struct DelimitedText: Equatable {
  /// A row and the number of the line it begins in, from 1.
  package struct Row: Equatable {
    /// The line's number, from 1.
    package let line: Int
    /// The cells' texts.
    package let cells: [String]
  }

  /// The rows that are not empty.
  package let rows: [Row]

  /// Reads a table.
  ///
  /// The cells are separated by tabs if the first line has one, and by commas otherwise. Lines end
  /// in LF or CRLF. Only comma-separated cells can be quoted.
  package init(_ text: String) {
    var scalars = text.unicodeScalars[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    let firstLine = scalars.prefix { $0 != "\n" }
    let separator: Unicode.Scalar = firstLine.contains("\t") ? "\t" : ","
    var reader = Reader(separator: separator)
    for scalar in scalars { reader.read(scalar) }
    reader.endRow()
    rows = reader.rows
  }

  /// The place in the table while it is read.
  private struct Reader {
    let separator: Unicode.Scalar
    var rows: [Row] = []
    private var cells: [String] = []
    private var cell = String.UnicodeScalarView()
    private var isQuoted = false
    private var wasQuoted = false
    private var line = 1
    private var rowLine = 1

    init(separator: Unicode.Scalar) {
      self.separator = separator
    }

    mutating func read(_ scalar: Unicode.Scalar) {
      if scalar == "\n" { line += 1 }
      if scalar == "\"", separator == "," {
        if isQuoted {
          isQuoted = false
        } else if wasQuoted {
          // The second of two quotes inside quotes stands for one.
          cell.append(scalar)
          isQuoted = true
        } else if cell.isEmpty {
          isQuoted = true
          wasQuoted = true
        } else {
          cell.append(scalar)
        }
      } else if isQuoted {
        cell.append(scalar)
      } else if scalar == separator {
        endCell()
      } else if scalar == "\n" {
        endRow()
      } else {
        cell.append(scalar)
      }
    }

    mutating func endRow() {
      if cell.last == "\r" { cell.removeLast() }
      endCell()
      if cells != [""] { rows.append(Row(line: rowLine, cells: cells)) }
      cells = []
      rowLine = line
    }

    private mutating func endCell() {
      cells.append(String(cell))
      cell = String.UnicodeScalarView()
      isQuoted = false
      wasQuoted = false
    }
  }
}
