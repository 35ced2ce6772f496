import Foundation
import TestSupport
import Testing

/// The imports of every file, held against the house's table.
@Suite struct ImportTests {
  private let files = SourceFile.all(in: ["Sources", "Benchmarks"])

  @Test func everyTargetHasARoom() {
    let targets = Set(files.map(\.target))
    let rooms = Set(House.rooms.map(\.name))
    #expect(
      targets == rooms,
      "without a room: \(targets.subtracting(rooms)); without files: \(rooms.subtracting(targets))")
    #expect(rooms.count == House.rooms.count)
  }

  @Test func everyImportIsInTheTable() {
    for file in files {
      guard let room = House.room(file.target) else { continue }
      let allowed = room.mayImport.union(room.systemModules)
      for found in file.imports where !allowed.contains(found.module) {
        Issue.record(
          "\(file):\(found.line): \(room.name) must not import \(found.module)")
      }
    }
  }

  @Test func theTableLeadsDownwards() {
    for room in House.rooms {
      for name in room.mayImport.sorted() {
        guard let imported = House.room(name) else {
          Issue.record("\(room.name) may import \(name), which is no target")
          continue
        }
        let isListed = House.sidewaysImports.contains {
          $0.importer == room.name && $0.imported == name
        }
        #expect(
          imported.floor < room.floor || (imported.floor == room.floor && isListed),
          "\(room.name) on floor \(room.floor) must not import \(name) on \(imported.floor)")
      }
    }
  }

  @Test func nobodyImportsFoundation() {
    for file in files {
      for found in file.imports where found.module.hasPrefix("Foundation") {
        Issue.record("\(file):\(found.line): imports \(found.module)")
      }
    }
  }

  /// Each C library is imported only where it exists.
  @Test func cLibrariesAreImportedOnCondition() {
    for file in files {
      for found in file.imports where ["Glibc", "Musl", "Darwin"].contains(found.module) {
        let condition = found.line >= 2 ? file.lines[found.line - 2] : ""
        #expect(
          condition.contains("if canImport(\(found.module))"),
          "\(file):\(found.line): import \(found.module) does not follow its #if canImport")
      }
    }
  }

  @Test func pointersStayOnTheLowerFloors() {
    for file in files {
      guard let room = House.room(file.target), room.floor > 2 else { continue }
      let path = file.path.split(separator: "/").dropFirst().joined(separator: "/")
      if House.unsafeAboveFloor2.contains(where: { path.hasPrefix($0) }) { continue }
      let places = file.occurrences(of: /\bunsafe\b/)
      #expect(places.isEmpty, "pointers above floor 2: \(places)")
    }
  }
}
