import DurableFiles
import JSON

/// What `--save` writes and `--compare` reads: a run's limits and rows.
struct SavedRun: Equatable {
  /// What tells a row from the others.
  struct Key: Hashable {
    let name: String
    let problem: String
    let threads: Int
    let isa: String
  }

  /// A row as far as a comparison needs it.
  struct Row: Equatable {
    let key: Key
    let medianSeconds: Double
    /// The median absolute deviation as a fraction of the median.
    let spread: Double
    let rate: Double
    let unit: String
  }

  let limits: [Row]
  let rows: [Row]

  /// Reads a file that ``write(limits:rows:to:)`` wrote.
  init(contentsOf path: String) throws(SavedRunError) {
    do {
      try self.init(JSONValue(parsing: readFile(atPath: path, limitInBytes: 64 << 20)))
    } catch let error as FileError {
      throw SavedRunError(description: error.description)
    } catch {
      throw SavedRunError(description: "\(path): not what --save writes: \(error)")
    }
  }

  /// Reads the document.
  init(_ document: JSONValue) throws(SavedRunError) {
    limits = try Self.rows("limits", of: document)
    rows = try Self.rows("rows", of: document)
  }

  private static func rows(
    _ name: String, of document: JSONValue
  ) throws(SavedRunError) -> [Row] {
    guard let values = document[name]?.arrayValue else {
      throw SavedRunError(description: "'\(name)' is missing or no array")
    }
    var rows: [Row] = []
    for (index, value) in values.enumerated() {
      guard let row = Row(value) else {
        throw SavedRunError(
          description: "number \(index) of '\(name)' lacks name, problem, threads, isa or time")
      }
      rows.append(row)
    }
    return rows
  }

  /// Replaces the file at `path` by a run, as a whole or not at all.
  static func write(
    limits: [RowResult], rows: [RowResult], to path: String
  ) throws(FileError) {
    let document: JSONValue = [
      "limits": .array(limits.map(\.json)), "rows": .array(rows.map(\.json)),
    ]
    try replaceFile(atPath: path, with: Array((document.text() + "\n").utf8))
  }
}

extension SavedRun.Row {
  /// Reads one row; nil if something is missing or a time is none.
  init?(_ value: JSONValue) {
    guard let name = value["name"]?.stringValue, let problem = value["problem"]?.stringValue,
      let threads = value["threads"]?.integerValue, let isa = value["isa"]?.stringValue,
      let seconds = value["medianSeconds"]?.doubleValue, seconds > 0, seconds.isFinite
    else { return nil }
    key = SavedRun.Key(name: name, problem: problem, threads: threads, isa: isa)
    medianSeconds = seconds
    spread = max(0, value["spread"]?.doubleValue ?? 0)
    rate = value["rate"]?.doubleValue ?? 0
    unit = value["unit"]?.stringValue ?? ""
  }
}

extension RowResult {
  /// What tells this row from the others.
  var key: SavedRun.Key {
    SavedRun.Key(name: name, problem: problem, threads: threads, isa: level.rawValue)
  }
}

/// Why a saved run could not be read: one line that names the file.
struct SavedRunError: Error, Equatable, CustomStringConvertible {
  /// The line.
  let description: String
}
