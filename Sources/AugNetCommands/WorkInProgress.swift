import AugNet

extension ProgressLine.Point {
  /// How far the reading of files is.
  package init(reading count: Int, of total: Int) {
    self.init(
      place: "file \(NumberText.grouped(count)) of \(NumberText.grouped(total))",
      fraction: Double(count) / Double(max(total, 1)), unitCount: count)
  }
}

/// How far training is.
package func trainingPoint(_ progress: TrainingProgress) -> ProgressLine.Point {
  ProgressLine.Point(
    place: "step \(NumberText.grouped(progress.step.number)), epoch \(progress.step.epoch)",
    fraction: progress.fraction, unitCount: progress.viewCount,
    detail: "loss \(NumberText.fixed(Double(progress.meanLoss), digits: 3))")
}

extension Encoder {
  /// Embeds files and folders with progress, and tells of what could not be read.
  package func embed(_ paths: [String], _ console: Console) throws -> EmbeddedPictures {
    let line = ProgressLine(console, unit: "pictures")
    var notices = SkippedNotices(console)
    let embedded = try embed(
      filesAt: paths, skipping: { notices.add($0) },
      progress: { done, total in line.update(.init(reading: done, of: total)) })
    line.finish()
    notices.finish(otherFiles: embedded.otherFileCount)
    return embedded
  }
}
