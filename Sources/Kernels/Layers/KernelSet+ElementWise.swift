/// One parameter's arrays for a step of Adam, of `count` elements each.
@safe
package struct AdamArrays {
  let count: Int
  let gradient: UnsafePointer<Float>
  let firstMoment: UnsafeMutablePointer<Float>
  let secondMoment: UnsafeMutablePointer<Float>
  let value: UnsafeMutablePointer<Float>

  /// Names the arrays; all but `gradient` are changed.
  package init(
    count: Int, gradient: UnsafePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
    secondMoment: UnsafeMutablePointer<Float>, value: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    unsafe self.gradient = gradient
    unsafe self.firstMoment = firstMoment
    unsafe self.secondMoment = secondMoment
    unsafe self.value = value
  }
}

/// Element-wise operations, cut into pieces that are worth a thread's while.
///
/// All arrays have `count` elements; see `ElementWise` for the formulas.
extension KernelSet {
  private static let piece = 32_768

  private func forEachPiece(_ count: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    Parallel.forEachPiece(of: count, size: Self.piece) { body($0.lowerBound, $0.count) }
  }

  /// `y` = `x` where not negative, else `leak` × `x`.
  package func rectify(
    _ count: Int, _ x: UnsafePointer<Float>, leak: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) { unsafe microkernels.rectify($1, x + $0, leak, y + $0) }
  }

  /// `y` = `gradient` where `output` is positive, else `leak` × `gradient`.
  package func rectifierGradient(
    _ count: Int, _ gradient: UnsafePointer<Float>, output: UnsafePointer<Float>, leak: Float,
    _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) {
      unsafe microkernels.rectifierGradient($1, gradient + $0, output + $0, leak, y + $0)
    }
  }

  /// `y` += `factor` × `x`.
  package func addScaled(
    _ count: Int, _ x: UnsafePointer<Float>, factor: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) { unsafe microkernels.addScaled($1, x + $0, factor, y + $0) }
  }

  /// `y` = `factor` × `x`.
  package func scale(
    _ count: Int, _ x: UnsafePointer<Float>, factor: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) { unsafe microkernels.scale($1, x + $0, factor, y + $0) }
  }

  /// `y` = tanh `x`.
  package func hyperbolicTangent(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) { unsafe microkernels.hyperbolicTangent($1, x + $0, y + $0) }
  }

  /// `y` = `gradient` × (1 − `output`²).
  package func hyperbolicTangentGradient(
    _ count: Int, _ gradient: UnsafePointer<Float>, output: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) {
      unsafe microkernels.hyperbolicTangentGradient($1, gradient + $0, output + $0, y + $0)
    }
  }

  /// Whether every element is finite.
  package func isFinite(_ count: Int, _ x: UnsafePointer<Float>) -> Bool {
    unsafe microkernels.finiteProbe(count, x) == 0
  }

  /// One step of Adam on several arrays at once; `constants` as the micro-kernel lists them.
  package func adam(_ arrays: [AdamArrays], constants: UnsafePointer<Float>) {
    var pieces: [(array: Int, start: Int)] = []
    for (index, array) in arrays.enumerated() {
      for start in stride(from: 0, to: array.count, by: Self.piece) {
        pieces.append((index, start))
      }
    }
    Parallel.forEach(pieces.count) { number in
      let start = pieces[number].start
      let array = arrays[pieces[number].array]
      unsafe microkernels.adam(
        min(Self.piece, array.count - start), constants, array.gradient + start,
        array.firstMoment + start, array.secondMoment + start, array.value + start)
    }
  }

  /// Softmax of each row of `[rows, columns]`.
  package func softmax(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    guard columns > 0 else { return }
    Parallel.forEachPiece(of: rows, size: max(1, Self.piece / columns)) { piece in
      for row in piece {
        unsafe microkernels.softmax(columns, x + row * columns, y + row * columns)
      }
    }
  }
}
