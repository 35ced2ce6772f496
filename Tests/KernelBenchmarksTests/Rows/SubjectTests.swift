import CPUFeatures
import Kernels
import Testing

@testable import KernelBenchmarks

@Suite struct SubjectTests {
  @Test func everyMicrokernelHasItsRow() {
    let names = Subject.all.map(\.name)
    for entry in Registry.entries {
      #expect(names.count { $0 == entry.name } == 1, "\(entry.name)")
    }
  }

  @Test func rowsDiffer() {
    let texts = Subject.all.map { "\($0.name) \($0.problem)" }
    #expect(Set(texts).count == texts.count)
  }

  @Test func everyRowHasWork() {
    for subject in Subject.all {
      #expect(subject.unit.amount(of: subject.work) > 0, "\(subject.name)")
      #expect(subject.work.footprint > 0, "\(subject.name)")
      #expect(subject.work.footprint <= subject.work.bytesRead + subject.work.bytesWritten)
    }
  }

  @Test func microkernelsWorkInTheFirstCache() {
    let caches = CacheSizes.current
    for subject in Subject.microkernels(Registry.entries, caches) {
      #expect(subject.work.footprint <= caches.level1, "\(subject.name)")
    }
  }

  /// Every micro-kernel and every small subject runs and stays finite where it can be seen.
  @Test func subjectsRun() throws {
    for subject in Subject.all
    where subject.work.operations < 20_000_000 && subject.work.footprint < 8 << 20 {
      let kernels = KernelSet.all.first { $0.level == subject.level } ?? KernelSet.current
      let run = try subject.prepare(kernels)
      try run()
      try run()
    }
  }
}
