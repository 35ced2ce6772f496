import DurableFiles
import ImageCodecs
import Kernels
import SamplePictures
import Synchronization

/// Writes the generated sample pictures and their labels file, `labels.tsv`, into a folder.
///
/// - Parameters:
///   - folder: Made if it is not there.
///   - picturesPerClass: How many of each class.
///   - seed: Of all that varies inside a class.
/// - Returns: How many pictures were written.
@discardableResult
public func writeSamplePictures(
  to folder: String, picturesPerClass: Int = 40, seed: UInt64 = 0
) throws -> Int {
  let plan = SamplePictures.plan(picturesPerClass: picturesPerClass, seed: seed)
  for subfolder in Set(plan.map { folderPath(ofFileAtPath: "\(folder)/\($0.path)") }).sorted() {
    try createDirectory(atPath: subfolder)
  }
  let failure = Mutex<(any Error)?>(nil)
  Parallel.forEach(plan.count) { index in
    do {
      try SamplePictures.picture(plan[index], seed: seed).write(to: "\(folder)/\(plan[index].path)")
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
  try replaceFile(
    atPath: "\(folder)/labels.tsv", with: Array(SamplePictures.labelsFile(of: plan).utf8))
  return plan.count
}
