/// The labels of pictures, read from a table of paths and labels.
package struct LabelTable {
  /// Rows of the table.
  package let rowCount: Int
  private var labelOfPath: [String: String] = [:]
  /// Nil for a file name that stands for pictures with different labels.
  private var labelOfFileName: [String: String?] = [:]
  private let folder: [Substring]

  private static let pathHeadings = ["path", "file", "filename", "file_name", "image", "picture"]
  private static let labelHeadings = ["label", "class", "category"]

  /// Reads a table.
  ///
  /// The first row is a heading if it names a column as headings do, or if `labelColumn` is given.
  /// Without a heading the first column holds the paths and the second the labels.
  ///
  /// - Parameters:
  ///   - text: The table, separated by tabs or commas.
  ///   - path: The table's path; its folder is what relative paths in it start from.
  ///   - labelColumn: The heading of the column of labels; nil for the usual headings.
  /// - Throws: ``CommandFailure`` for a table without rows or without the column.
  package init(_ text: String, path: String, labelColumn: String?) throws(CommandFailure) {
    var rows = DelimitedText(text).rows[...]
    guard let first = rows.first else {
      throw CommandFailure("\(path): the table of labels is empty")
    }
    let headings = first.cells.map { $0.lowercased() }
    let usual = Self.pathHeadings + Self.labelHeadings
    let hasHeading = labelColumn != nil || headings.contains { usual.contains($0) }
    var pathColumn = 0
    var column = 1
    if hasHeading {
      rows.removeFirst()
      pathColumn = headings.firstIndex { Self.pathHeadings.contains($0) } ?? 0
      if let labelColumn {
        guard let found = first.cells.firstIndex(of: labelColumn) else {
          throw CommandFailure(
            "\(path): no column is called '\(labelColumn)'; the columns are "
              + first.cells.joined(separator: ", "))
        }
        column = found
      } else {
        column =
          headings.firstIndex { Self.labelHeadings.contains($0) } ?? (pathColumn == 0 ? 1 : 0)
      }
    }
    guard !rows.isEmpty else {
      throw CommandFailure("\(path): the table has a heading but no rows")
    }
    rowCount = rows.count
    folder = Self.components(path).dropLast()
    for row in rows {
      guard row.cells.count > max(column, pathColumn) else {
        throw CommandFailure(
          "\(path), line \(row.line): the row has \(NumberText.count(row.cells.count, "column")), "
            + "but column \(max(column, pathColumn) + 1) is needed")
      }
      insert(row.cells[column], ofPictureAt: row.cells[pathColumn])
    }
  }

  /// The label of a picture; nil when the table does not tell.
  ///
  /// A row is the picture's if its path, taken from the table's folder, is the picture's path; else
  /// if the picture's path ends in the row's; else if the file names are the same and no other row
  /// with that file name has another label.
  package func label(ofPictureAt path: String) -> String? {
    let parts = Self.components(path)
    if parts.starts(with: folder), let label = labelOfPath[Self.key(parts.dropFirst(folder.count))]
    {
      return label
    }
    for start in parts.indices {
      if let label = labelOfPath[Self.key(parts[start...])] { return label }
    }
    return parts.last.flatMap { labelOfFileName[String($0)] ?? nil }
  }

  private mutating func insert(_ label: String, ofPictureAt path: String) {
    let parts = Self.components(path)
    guard let name = parts.last.map(String.init) else { return }
    labelOfPath[Self.key(parts)] = label
    if let known = labelOfFileName[name], known != label {
      labelOfFileName[name] = .some(nil)
    } else {
      labelOfFileName[name] = label
    }
  }

  /// The folders and the name of a path, without `.` and with `..` taken back.
  private static func components(_ path: String) -> [Substring] {
    var parts: [Substring] = path.hasPrefix("/") ? ["/"] : []
    for part in path.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where part != "." {
      if part == "..", let last = parts.last, last != "..", last != "/" {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts
  }

  private static func key(_ parts: some Sequence<Substring>) -> String {
    parts.joined(separator: "/")
  }
}
