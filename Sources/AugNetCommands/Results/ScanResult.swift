import AugNet
import JSON

/// What `augnet scan` has found.
package struct ScanResult: CommandResult {
  private let scan: PictureScan

  /// Takes what was found.
  package init(_ scan: PictureScan) {
    self.scan = scan
  }

  /// Pictures that cannot be decoded.
  package var brokenCount: Int { count("broken") }

  private static let kinds = ["broken", "duplicate", "tiny", "dark", "blurred"]

  private func count(_ kind: String) -> Int {
    scan.entries.count { Self.description(of: $0.finding).kind == kind }
  }

  private static func description(
    of finding: PictureScan.Finding
  ) -> (kind: String, text: String, json: JSONValue) {
    switch finding {
    case .broken(let reason): ("broken", reason, ["reason": .string(reason)])
    case .duplicate(let path): ("duplicate", "same bytes as \(path)", ["of": .string(path)])
    case .tiny(let width, let height):
      (
        "tiny", "\(width) × \(height) pixels",
        ["width": JSONValue(width), "height": JSONValue(height)]
      )
    case .dark(let brightness):
      (
        "dark", "mean luminance \(NumberText.fixed(brightness, digits: 1)) of 255",
        ["brightness": JSONValue(brightness)]
      )
    case .blurred(let sharpness):
      (
        "blurred", "variance of the Laplacian \(NumberText.fixed(sharpness, digits: 1))",
        ["sharpness": JSONValue(sharpness)]
      )
    }
  }

  package var text: String {
    var lines: [String] = []
    if !scan.entries.isEmpty {
      var table = TextTable([("", .left), ("", .left), ("", .left)])
      for entry in scan.entries {
        let (kind, text, _) = Self.description(of: entry.finding)
        table.append([kind, Console.oneLine(entry.path), Console.oneLine(text)])
      }
      lines = [table.text, ""]
    }
    let counts = Self.kinds.map { "\(NumberText.grouped(count($0))) \($0)" }
    lines.append(
      "\(NumberText.count(scan.pictureCount, "picture")): \(counts.joined(separator: ", "))")
    if scan.otherFileCount > 0 {
      lines.append("\(NumberText.count(scan.otherFileCount, "other file")) passed over")
    }
    return lines.joined(separator: "\n")
  }

  package var json: JSONValue {
    let findings = scan.entries.map { entry in
      let (kind, _, details) = Self.description(of: entry.finding)
      var object = JSONObject([("path", .string(entry.path)), ("kind", .string(kind))])
      for member in details.objectValue?.members ?? [] { object[member.name] = member.value }
      return JSONValue.object(object)
    }
    let counts = JSONObject(Self.kinds.map { ($0, JSONValue(count($0))) })
    return [
      "pictures": JSONValue(scan.pictureCount), "otherFiles": JSONValue(scan.otherFileCount),
      "counts": .object(counts), "findings": .array(findings),
    ]
  }
}
