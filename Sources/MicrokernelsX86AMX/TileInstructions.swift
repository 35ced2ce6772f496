/// Assembles routines for tile registers: Swift has no name for AMX's instructions, whose registers its types
/// cannot hold.
///
/// Encodings are those of Intel's Software Developer's Manual, volume 2.
struct TileInstructions {
  /// A general register by its number in the encoding.
  enum Register: UInt8 {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi, r8, r9, r10, r11
    case r14 = 14

    fileprivate var low: UInt8 { rawValue & 7 }
    /// 1 for registers from r8 on.
    fileprivate var high: UInt8 { rawValue >> 3 }
  }

  /// A tile register's number.
  typealias Tile = UInt8

  /// The code so far.
  private(set) var bytes: [UInt8] = []

  /// Where the next instruction starts.
  var end: Int { bytes.count }

  // MARK: Tile registers

  /// Reads their extents from where `base` points.
  mutating func configureTiles(_ base: Register) {
    appendTile(prefix: 0, opcode: 0x49, base)
    bytes.append(base.low)
  }

  mutating func releaseTiles() {
    appendTile(prefix: 0, opcode: 0x49)
    bytes.append(0xC0)
  }

  mutating func zero(_ tile: Tile) {
    appendTile(prefix: 3, opcode: 0x49)
    bytes.append(0xC0 | tile << 3)
  }

  /// Loads rows from `base` + `displacement` on, `stride` bytes from one to the next.
  ///
  /// - Precondition: `stride` is none of rsp and r8 to r14, here and in ``store(_:_:_:stride:)``.
  mutating func load(
    _ tile: Tile, _ base: Register, _ displacement: Int32 = 0, stride: Register
  ) {
    appendTile(prefix: 3, opcode: 0x4B, base)
    appendPlace(tile, base, displacement, index: stride)
  }

  /// Stores rows as ``load(_:_:_:stride:)`` finds them.
  mutating func store(
    _ tile: Tile, _ base: Register, _ displacement: Int32 = 0, stride: Register
  ) {
    appendTile(prefix: 2, opcode: 0x4B, base)
    appendPlace(tile, base, displacement, index: stride)
  }

  /// Adds to `sum` the product of `left`, unsigned bytes, and `right`, signed ones.
  mutating func multiplyBytes(_ sum: Tile, _ left: Tile, _ right: Tile) {
    appendTile(prefix: 1, opcode: 0x5E, second: right)
    bytes.append(0xC0 | sum << 3 | left)
  }

  // MARK: General registers

  mutating func push(_ register: Register) {
    appendHigh(register)
    bytes.append(0x50 | register.low)
  }

  mutating func pop(_ register: Register) {
    appendHigh(register)
    bytes.append(0x58 | register.low)
  }

  mutating func move(_ register: Register, _ number: Int32) {
    appendWide(register)
    bytes += [0xC7, 0xC0 | register.low]
    append(number)
  }

  mutating func move(_ register: Register, _ other: Register) {
    appendWide(register, other)
    bytes += [0x89, 0xC0 | other.low << 3 | register.low]
  }

  /// Loads from `base` + `displacement`.
  mutating func move(_ register: Register, at base: Register, _ displacement: Int32 = 0) {
    appendWide(base, register)
    bytes.append(0x8B)
    appendPlace(register.low, base, displacement)
  }

  mutating func add(_ register: Register, _ number: Int32) {
    appendWide(register)
    bytes += [0x81, 0xC0 | register.low]
    append(number)
  }

  mutating func add(_ register: Register, _ other: Register) {
    appendWide(register, other)
    bytes += [0x01, 0xC0 | other.low << 3 | register.low]
  }

  /// Asks for the cache line at `base` + `displacement`, to be brought into the second-level cache.
  mutating func prefetch(_ base: Register, _ displacement: Int32) {
    appendHigh(base)
    bytes += [0x0F, 0x18]
    appendPlace(2, base, displacement)
  }

  // MARK: The flow of control

  /// Takes 1 from a register and, unless 0 is left, goes on at `start`.
  mutating func countDown(_ register: Register, to start: Int) {
    appendWide(register)
    bytes += [0xFF, 0xC8 | register.low, 0x0F, 0x85]
    append(Int32(start - end - 4))
  }

  mutating func doReturn() { bytes.append(0xC3) }

  // MARK: Parts of instructions, which need be small rather than fast

  /// The VEX prefix and the opcode of an instruction of tile registers.
  @inline(never)
  private mutating func appendTile(
    prefix: UInt8, opcode: UInt8, _ base: Register = .rax, second: Tile = 0
  ) {
    bytes += [0xC4, 0xE2 ^ base.high << 5, (~second & 15) << 3 | prefix, opcode]
  }

  /// The prefix of an instruction of 64 bits: `register` in its last field, `other` in the one before.
  @inline(never)
  private mutating func appendWide(_ register: Register, _ other: Register = .rax) {
    bytes.append(0x48 | other.high << 2 | register.high)
  }

  /// What registers from r8 on need where an instruction has no prefix by itself.
  @inline(never)
  private mutating func appendHigh(_ register: Register) {
    if register.high > 0 { bytes.append(0x41) }
  }

  /// A field of three bits and a place in memory.
  @inline(never)
  private mutating func appendPlace(
    _ field: UInt8, _ base: Register, _ displacement: Int32, index: Register? = nil
  ) {
    let isShort = (-128...127).contains(displacement)
    let mode: UInt8 = displacement == 0 && base.low != Register.rbp.low ? 0 : isShort ? 1 : 2
    if index != nil || base.low == Register.rsp.low {
      // A second byte names the base and the index, rsp's number meaning none.
      bytes += [mode << 6 | field << 3 | 4, (index ?? .rsp).low << 3 | base.low]
    } else {
      bytes.append(mode << 6 | field << 3 | base.low)
    }
    switch mode {
    case 0: break
    case 1: bytes.append(UInt8(truncatingIfNeeded: displacement))
    default: append(displacement)
    }
  }

  @inline(never)
  private mutating func append(_ number: Int32) {
    for shift in [0, 8, 16, 24] as [Int32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
