/// Packed right operands that are asked for bit by bit, while all tiles meet those before them.
///
/// From memory they take as long as the products do; asked for all at once they would wait for each other.
@safe
struct OperandsAhead {
  private let start: UnsafePointer<Float>
  /// Floats to go on by with every two k: see `RowTileSweep`.
  let step: Int
  private let floatsALine: Int

  /// Describes the operands behind those of some tiles.
  ///
  /// - Parameters:
  ///   - start: Where they begin, as many as those before them.
  ///   - columns: Floats in a row of a tile.
  ///   - depth: How many k a tile takes.
  ///   - across: Tiles side by side.
  ///   - lines: Lines of them below each other.
  init(_ start: UnsafePointer<Float>, columns: Int, depth: Int, across: Int = 1, lines: Int) {
    unsafe self.start = start
    step = (2 * columns + lines - 1) / lines
    floatsALine = across * (depth / 2) * step
  }

  /// What a line of tiles asks for first.
  func part(ofLine line: Int) -> UnsafePointer<Float> { unsafe start + line * floatsALine }
}
