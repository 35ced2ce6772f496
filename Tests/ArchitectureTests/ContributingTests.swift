import TestSupport
import Testing

/// CONTRIBUTING.md shows the house to readers; it must be the house that the tests hold.
@Suite struct ContributingTests {
  private struct Row: Equatable {
    let floor: Int
    let name: String
    let mayImport: Set<String>
  }

  /// The table's rows: floor, target, what lives there, may import.
  private var rows: [Row] {
    SourceFile("CONTRIBUTING.md").lines.compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingPrefix(while: \.isWhitespace) }
      guard cells.count == 4, let floor = Int(cells[0].filter { !$0.isWhitespace }),
        let name = cells[1].firstMatch(of: /`(\w+)`/)
      else { return nil }
      let names = cells[3].matches(of: /\w+/).map { String($0.0) }
      return Row(floor: floor, name: String(name.1), mayImport: Set(names))
    }
  }

  @Test func showsTheHouseAsItIs() {
    let rows = rows
    #expect(rows.count == House.rooms.count)
    for room in House.rooms {
      let row = rows.first { $0.name == room.name }
      #expect(
        row == Row(floor: room.floor, name: room.name, mayImport: room.mayImport), "\(room.name)")
    }
  }
}
