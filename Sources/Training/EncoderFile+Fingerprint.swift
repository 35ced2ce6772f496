import DurableFiles
import Kernels
import Synchronization
import Tensors

extension EncoderFile {
  /// Sixteen hexadecimal digits that tell this encoder from all others: they depend on the network, its
  /// weights and the preparation of pictures, and neither on the notes nor on the format of the file.
  ///
  /// All weights are read for it. It is the 64-bit FNV-1a hash of a text that has the CRC-32C of each
  /// weight's numbers.
  public func makeFingerprint() -> String {
    let weights = stateDictionary.filter { !$0.name.hasSuffix("num_batches_tracked") }
    let checksums = Mutex([UInt32](repeating: 0, count: weights.count))
    Parallel.forEach(weights.count) { index in
      var checksum = CRC32C()
      weights[index].value.withSpan { checksum.update(with: $0) }
      weights[index].value.giveBackMemory()
      checksums.withLock { $0[index] = checksum.value }
    }
    var text = "\(architecture) \(preparation) \(normalization.mean) "
    text += "\(normalization.standardDeviation)"
    for (weight, checksum) in zip(weights, checksums.withLock { $0 }) {
      text += " \(weight.name) \(checksum)"
    }
    return Self.fingerprint(of: Array(text.utf8))
  }

  /// The 64-bit FNV-1a hash of `bytes`, in hexadecimal.
  package static func fingerprint(of bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
