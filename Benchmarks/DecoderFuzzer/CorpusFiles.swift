import DurableFiles
import ImageCodecs

/// The files of a folder; or, if `path` names a text file, those whose bytes its lines hold in
/// hexadecimal, as the fifth of their fields: the reference files of the codecs' tests.
func corpusFiles(_ path: String) throws(FileError) -> [[UInt8]] {
  if isDirectory(atPath: path) {
    var files: [[UInt8]] = []
    for file in try listFiles(below: path) { files.append(try readFile(atPath: file)) }
    return files
  }
  let text = String(decoding: try readFile(atPath: path), as: UTF8.self)
  return text.split(separator: "\n").compactMap { line in
    let fields = line.split(separator: " ")
    return fields.count > 4 ? bytes(hexadecimal: fields[4]) : nil
  }
}

private func bytes(hexadecimal text: Substring) -> [UInt8]? {
  let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
  guard digits.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[index], let low = digits[index + 1] else { return nil }
    bytes.append(UInt8(high << 4 | low))
  }
  return bytes
}

/// Decodes every beginning of each file of at most 4 KB below `folder`, and the file with each of its
/// bits flipped; tells whether every outcome was one that may be.
func decodeExhaustively(_ folder: String) throws(FileError) -> Bool {
  let files = try listFiles(below: folder)
  var (fileCount, inputs, images) = (0, 0, 0)
  for path in files {
    guard let file = try? readFile(atPath: path), file.count <= 4096 else { continue }
    let beginnings = BatchOutcome(0..<file.count) { Array(file[..<$0]) }
    let flips = BatchOutcome(0..<file.count * 8) { bit in
      var copy = file
      copy[bit / 8] ^= 1 << UInt8(bit % 8)
      return copy
    }
    fileCount += 1
    inputs += beginnings.inputs + flips.inputs
    images += beginnings.images + flips.images
    for fault in [beginnings.fault, flips.fault].compactMap(\.self) {
      print("FAULT \(path): \(fault)")
      return false
    }
  }
  print("\(fileCount) files, \(inputs) inputs: \(images) images, \(inputs - images) errors")
  return true
}
