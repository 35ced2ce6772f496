/// Element-wise operations, cut into pieces that fit a first-level cache.
///
/// All arrays have `count` elements; see `ElementWise` for the formulas.
extension KernelSet {
  private static let piece = 8192

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

  /// `y` = max(0, `y` + `x`).
  package func addRectified(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) { unsafe microkernels.addRectified($1, x + $0, y + $0) }
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

  /// One step of Adam; `constants` as the micro-kernel lists them.
  package func adam(
    _ count: Int, constants: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    firstMoment: UnsafeMutablePointer<Float>, secondMoment: UnsafeMutablePointer<Float>,
    _ value: UnsafeMutablePointer<Float>
  ) {
    forEachPiece(count) {
      unsafe microkernels.adam(
        $1, constants, gradient + $0, firstMoment + $0, secondMoment + $0, value + $0)
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
