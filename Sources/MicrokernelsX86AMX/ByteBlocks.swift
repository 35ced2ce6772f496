/// Products of blocks of bytes in the tile registers of AMX: sixteen rows by sixteen columns of sums each, of
/// which four hold a block.
///
///     sums[r, c] = Σₖ left[r, k] · right[k, c]
///
/// The left operand is of unsigned bytes, the right one of signed ones. Sums are 32-bit integers that wrap
/// around, as those of every other page's tiles do.
@safe
public struct ByteBlocks: @unchecked Sendable {
  /// The rows of the tallest block.
  public static let rows = 16
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
  public static let granted: ByteBlocks? = {
    guard unsafe TileRegisterState.isGranted(), let code = unsafe MachineCode.load() else {
      return nil
    }
    return unsafe ByteBlocks(code: code)
  }()

  private let configure: ConfigureFunction
  private let multiply: MultiplyFunction
  private let release: ReleaseFunction

  private init(code: UnsafeRawPointer) {
    unsafe configure = unsafeBitCast(code + MachineCode.configure, to: ConfigureFunction.self)
    unsafe multiply = unsafeBitCast(code + MachineCode.multiply, to: MultiplyFunction.self)
    unsafe release = unsafeBitCast(code + MachineCode.release, to: ReleaseFunction.self)
  }

  /// Sets this thread's tile registers up for blocks of `rows` rows, calls `body`, and gives them back.
  ///
  /// That takes as long as a few blocks: `body` should compute many.
  ///
  /// - Precondition: `rows` is from 1 to ``rows``.
  @inline(__always)
  public func withRegisters(rows: Int, _ body: () -> Void) {
    precondition((1...Self.rows).contains(rows), "a block has 1 to \(Self.rows) rows, not \(rows)")
    var configuration = TileConfiguration(rows: UInt8(rows))
    unsafe configure(&configuration)
    body()
    release()
  }

  /// Computes one block; only within ``withRegisters(rows:_:)``.
  ///
  /// - Parameters:
  ///   - left: `[rows][64 · steps]`.
  ///   - leftStride: Bytes from one row of `left` to the next.
  ///   - right: `[16 · steps][64][4]`: of each column four consecutive k side by side.
  ///   - steps: At least 1.
  ///   - sums: `[rows][64]`, overwritten.
  @inline(__always)
  public func multiply(
    left: UnsafePointer<UInt8>, leftStride: Int, right: UnsafePointer<Int8>, steps: Int,
    sums: UnsafeMutablePointer<Int32>
  ) {
    unsafe multiply(left, leftStride, right, steps, sums)
  }
}

private typealias ConfigureFunction = @convention(c) (_ configuration: UnsafeRawPointer) -> Void

private typealias MultiplyFunction =
  @convention(c) (
    _ left: UnsafePointer<UInt8>, _ leftStride: Int, _ right: UnsafePointer<Int8>, _ steps: Int,
    _ sums: UnsafeMutablePointer<Int32>
  ) -> Void

private typealias ReleaseFunction = @convention(c) () -> Void

/// The 64 bytes that tell the processor the extents of its eight tile registers.
///
/// Intel's Architectures Software Developer's Manual, volume 1, "Tile configuration": a palette, where to
/// start again, 14 bytes of zeros, for sixteen registers the bytes of a row, for sixteen the rows.
private struct TileConfiguration {
  let palette: UInt8 = 1
  let startRow: UInt8 = 0
  let reserved = InlineArray<14, UInt8>(repeating: 0)
  let rowSizes = InlineArray<16, UInt16> { $0 < 8 ? 64 : 0 }
  let rows: InlineArray<16, UInt8>

  /// Sums and the left operand have `rows` rows, the right operand, four k of all columns in one, always
  /// sixteen.
  init(rows: UInt8) {
    self.rows = InlineArray { unsafe $0 <= MachineCode.lastRegisterOfRows ? rows : $0 < 8 ? 16 : 0 }
  }
}
