import AugNet
import Foundation
import Testing

@testable import AugNetCommands

/// What is left when a file cannot be written to its end.
@Suite struct FullDiskTests {
  /// A limit on the size of files stands for a disk that is full; it holds for a whole process.
  @Test func leavesNothingHalfWritten() async {
    await #expect(processExitsWith: .success) {
      let place = try Workplace()
      try place.drawPictures(classes: 4, perClass: 4)
      try place.makeModel()
      #expect(place.run("index @pictures --model @model --out @index").status == 0)
      let before = try place.names()
      let oldIndex = try place.bytes(of: "index")

      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
      #if os(Linux)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #else
        #expect(setrlimit(RLIMIT_FSIZE, &limit) == 0)
      #endif
      for (line, name) in [
        ("train @pictures --out @new --size 16 --steps 1 --pictures 2 --views 2", "new"),
        ("embed --model @model @pictures --out @new.npy", "new.paths.txt"),
        ("index @pictures --model @model --out @index", "index"),
        ("search @index @pictures/\(SamplePictures.classes[0])/0.png -k 2 --sheet @s.png", "s.png"),
      ] {
        let outcome = place.run(line)
        #expect(outcome.status == 1 && outcome.output.isEmpty, "\(line)")
        #expect(outcome.errorLines.last?.contains("\(place(name)): cannot write") == true)
        #expect(try place.names() == before, "\(line)")
      }
      #expect(try place.bytes(of: "index") == oldIndex)
    }
  }
}
