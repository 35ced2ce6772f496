/// Products of blocks of bytes in the tile registers of AMX: up to 32 rows by 64 columns of sums, half of the
/// columns at a time.
///
///     sums[r, c] = Σₖ left[r, k] · right[k, c]
///
/// The left operand is of unsigned bytes, the right one of signed ones. Sums are 32-bit integers that wrap
/// around, as those of every other page's tiles do.
public struct ByteBlocks: Sendable {
  /// The rows of the tallest block: those of two registers.
  public static let rows = 32
  /// The columns of every block.
  public static let columns = 64
  /// How many k one step multiplies: as many bytes as a row of a tile register holds.
  public static let stepDepth = 64

  /// How many steps `depth` k take.
  @inline(__always)
  public static func wholeSteps(_ depth: Int) -> Int { (depth + stepDepth - 1) / stepDepth }

  /// What this process may compute with; nil without AMX, where the operating system keeps it from
  /// programs, or where no memory may hold code.
  ///
  /// Only for a processor that has AMX for bytes: others are not asked.
  public static let granted = TileRoutines.loaded.map { ByteBlocks(routines: $0) }

  private let routines: TileRoutines

  /// Sets this thread's tile registers up for blocks of `rows` rows, calls `body`, and gives them back.
  ///
  /// That takes as long as a few blocks: `body` should compute many.
  ///
  /// - Precondition: `rows` is from 1 to ``rows``.
  @inline(__always)
  public func withRegisters(rows: Int, _ body: () -> Void) {
    precondition((1...Self.rows).contains(rows), "a block has 1 to \(Self.rows) rows, not \(rows)")
    routines.withRegisters(
      firstRows: (rows + 1) / 2, secondRows: max(rows / 2, 1), body)
  }

  /// Computes one block; only within ``withRegisters(rows:_:)``.
  ///
  /// - Parameters:
  ///   - offsets: `[steps]`: where the 64 k of each step lie, in bytes from where a row starts.
  ///   - left: The first row.
  ///   - leftStride: Bytes from one row of `left` to the next.
  ///   - right: `[16 · steps][64][4]`: of each column four consecutive k side by side.
  ///   - steps: At least 1.
  ///   - sums: `[rows][64]`, overwritten, with room for two rows at least.
  ///   - rows: As the registers are set up.
  ///   - ahead: Right operands to ask for meanwhile, as many as `right`, if any.
  @inline(__always)
  public func multiply(
    _ offsets: UnsafePointer<Int>, left: UnsafePointer<UInt8>, leftStride: Int,
    right: UnsafePointer<Int8>, steps: Int, sums: UnsafeMutablePointer<Int32>, rows: Int,
    ahead: Awaited? = nil
  ) {
    let firstRows = (rows &+ 1) / 2
    let size = steps &* Self.stepDepth &* Self.columns
    // A single row is computed twice: no register may be of none.
    unsafe routines.multiplication(awaiting: ahead?.blocks ?? 0)(
      offsets, left, leftStride, right, steps, sums, rows > 1 ? firstRows &* leftStride : 0,
      firstRows &* Self.columns &* MemoryLayout<Int32>.stride,
      ahead.map { unsafe $0.start + size / $0.blocks &* $0.block })
  }

  /// Right operands that several blocks ask for together, each for a part.
  @safe
  public struct Awaited {
    let start: UnsafePointer<Int8>
    let block: Int
    let blocks: Int

    /// Describes what block number `block` of `blocks` asks for.
    @inline(__always)
    public init(_ start: UnsafePointer<Int8>, block: Int, of blocks: Int) {
      unsafe self.start = start
      (self.block, self.blocks) = (block, blocks)
    }
  }

  typealias MultiplyFunction =
    @convention(c) (
      _ offsets: UnsafePointer<Int>, _ left: UnsafePointer<UInt8>, _ leftStride: Int,
      _ right: UnsafePointer<Int8>, _ steps: Int, _ sums: UnsafeMutablePointer<Int32>,
      _ secondLeft: Int, _ secondSums: Int, _ ahead: UnsafePointer<Int8>?
    ) -> Void
}
