import Foundation
import TestSupport

/// A Swift file of the package, as text.
struct SourceFile: Sendable, CustomStringConvertible {
  /// The path relative to the package's folder.
  let path: String
  /// The lines, without their line breaks.
  let lines: [String]

  var description: String { path }

  /// The target that the file belongs to: the folder below the top folder.
  var target: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// All Swift files below the given top folders, in the order of their paths.
  static func all(in folders: [String]) -> [SourceFile] {
    var files: [SourceFile] = []
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: checkoutPath + "/" + folder)
      while let name = names?.nextObject() as? String {
        guard name.hasSuffix(".swift") else { continue }
        files.append(SourceFile(folder + "/" + name))
      }
    }
    return files.sorted { $0.path < $1.path }
  }

  /// Reads one file of the package; a missing file has no lines.
  init(_ path: String) {
    let text = (try? String(contentsOfFile: checkoutPath + "/" + path, encoding: .utf8)) ?? ""
    self.init(path: path, text: text)
  }

  init(path: String, text: String) {
    self.path = path
    lines = text.components(separatedBy: "\n")
  }

  /// An import and where it stands.
  struct Import: Equatable {
    let module: String
    let line: Int
  }

  /// The modules that the file imports, each with its line number from 1.
  var imports: [Import] {
    lines.enumerated().compactMap { index, line in
      Self.importedModule(line).map { Import(module: $0, line: index + 1) }
    }
  }

  /// The module that a line imports; of `import struct A.B` and `import A.B` it is `A`.
  static func importedModule(_ line: String) -> String? {
    var words = line.split(whereSeparator: \.isWhitespace)[...]
    let accessLevels = ["public", "package", "internal", "fileprivate", "private"]
    while let word = words.first, word.hasPrefix("@") || accessLevels.contains(String(word)) {
      words.removeFirst()
    }
    guard words.first == "import" else { return nil }
    words.removeFirst()
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    if let word = words.first, kinds.contains(String(word)) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }

  /// The lines with comments and the contents of string literals left out.
  var code: [String] {
    lines.map { line in
      let bare = line.replacing(/"(?:\\.|[^"\\])*"/, with: "\"\"")
      return String(bare.prefix(upTo: bare.firstRange(of: "//")?.lowerBound ?? bare.endIndex))
    }
  }

  /// The places where `pattern` occurs in the code, as "path:line: text".
  func occurrences(of pattern: Regex<Substring>, in lines: [String]? = nil) -> [String] {
    (lines ?? code).enumerated().compactMap { index, line in
      line.contains(pattern)
        ? "\(path):\(index + 1): \(self.lines[index].trimmingCharacters(in: .whitespaces))" : nil
    }
  }
}
