import Kernels
import Synchronization

extension Arena {
  /// The largest size among a part's first `count` elements; those that are no numbers do not count.
  package func largestSize(in part: Part, count: Int) -> Float {
    let start = unsafe pointer(part, holding: count)
    let largest = Mutex<Float>(0)
    Parallel.forEachPiece(of: count, size: 1 << 16) { piece in
      var sizes = SIMD16<Float>.zero
      var index = piece.lowerBound
      while index + 16 <= piece.upperBound {
        let numbers = unsafe UnsafeRawPointer(start + index).loadUnaligned(as: SIMD16<Float>.self)
        sizes.replace(with: numbers, where: numbers .> sizes)
        let negated = -numbers
        sizes.replace(with: negated, where: negated .> sizes)
        index += 16
      }
      var size = sizes.max()
      while index < piece.upperBound {
        let number = unsafe abs(start[index])
        if number > size { size = number }
        index += 1
      }
      let found = size
      largest.withLock { $0 = max($0, found) }
    }
    return largest.withLock { $0 }
  }
}
