/// Copying operands into the order in which tiles read them.
enum Packing {
  /// Packs some columns of a right operand, each multiplied with its element of `scale`:
  /// `[depth][width]`, zeros beyond the last column.
  static func packStrip(
    _ source: MatrixOperand, depth: Range<Int>, columns: Range<Int>, width: Int,
    scale: UnsafePointer<Float>?, into strip: UnsafeMutablePointer<Float>, _ kernels: KernelSet
  ) {
    unsafe packStrip(
      source, depth: depth, columns: columns, width: width, into: strip, kernels)
    guard let scale = unsafe scale else { return }
    let factors = unsafe scale + columns.lowerBound
    for k in 0..<depth.count {
      let row = unsafe strip + k * width
      for c in 0..<columns.count { unsafe row[c] *= factors[c] }
    }
  }

  /// Packs some columns of a right operand: `[depth][width]`, zeros beyond the last column.
  static func packStrip(
    _ source: MatrixOperand, depth: Range<Int>, columns: Range<Int>, width: Int,
    into strip: UnsafeMutablePointer<Float>, _ kernels: KernelSet
  ) {
    let start =
      unsafe source.pointer + depth.lowerBound * source.rowStride
      + columns.lowerBound * source.columnStride
    let count = columns.count
    if source.columnStride == 1 {
      for k in 0..<depth.count {
        let target = unsafe strip + k * width
        unsafe copy(start + k * source.rowStride, to: target, count)
        if count < width { unsafe (target + count).update(repeating: 0, count: width - count) }
      }
      return
    }
    if count < width { unsafe strip.update(repeating: 0, count: depth.count * width) }
    if source.rowStride == 1 {
      unsafe kernels.microkernels.transpose(
        count, depth.count, start, source.columnStride, strip, width)
      return
    }
    for k in 0..<depth.count {
      for c in 0..<count {
        unsafe strip[k * width + c] = start[k * source.rowStride + c * source.columnStride]
      }
    }
  }

  /// Copies some k of a left operand so that they become contiguous: `[rows][stride]`.
  static func packRows(
    _ source: MatrixOperand, rows: Int, depth: Range<Int>,
    into target: UnsafeMutablePointer<Float>, stride: Int, _ kernels: KernelSet
  ) {
    Parallel.forEachPiece(of: depth.count, size: 64) { piece in
      let start =
        unsafe source.pointer + (depth.lowerBound + piece.lowerBound) * source.columnStride
      let target = unsafe target + piece.lowerBound
      if source.rowStride == 1 {
        unsafe kernels.microkernels.transpose(
          piece.count, rows, start, source.columnStride, target, stride)
        return
      }
      for row in 0..<rows {
        for k in 0..<piece.count {
          unsafe target[row * stride + k] =
            start[row * source.rowStride + k * source.columnStride]
        }
      }
    }
  }

  /// Floats from one packed row to the next: whole cache lines, an odd number of them, so that neighbouring
  /// rows do not fall on the same place in the caches.
  static func rowStride(for depth: Int) -> Int { ((depth + 15) / 16 | 1) * 16 }

  /// Copies a few floats: whole runs of eight without a call.
  @inline(__always)
  static func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      let lanes = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Float>.self)
      unsafe UnsafeMutableRawPointer(target + index).storeBytes(of: lanes, as: SIMD8<Float>.self)
      index += 8
    }
    while index < count {
      unsafe target[index] = source[index]
      index += 1
    }
  }
}
