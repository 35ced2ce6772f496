#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The routines of ``ByteBlocks`` where the processor may run them.
///
/// They are called as C functions, with arguments in rdi, rsi, rdx, rcx, r8, r9 and on the stack.
@safe
struct TileRoutines: @unchecked Sendable {
  private let configure: ConfigureFunction
  private let release: ReleaseFunction
  /// In the order of ``linesAhead``.
  private let multiplications: InlineArray<5, ByteBlocks.MultiplyFunction>

  /// Cache lines that a routine asks for in half a step, whose own right operands are 32.
  private static let linesAhead: InlineArray<5, Int32> = [0, 4, 8, 16, 32]

  /// Loaded once; nil where the system keeps tile registers from programs, or lets no memory hold code.
  static let loaded: TileRoutines? = {
    guard unsafe TileRegisterState.isGranted() else { return nil }
    var code = TileInstructions()
    let configure = code.end
    code.configureTiles(.rdi)
    code.doReturn()
    let release = code.end
    code.releaseTiles()
    code.doReturn()
    var multiplications = InlineArray<5, Int>(repeating: 0)
    for index in linesAhead.indices {
      multiplications[index] = code.end
      appendMultiply(linesAhead: linesAhead[index], to: &code)
    }
    guard let start = unsafe load(code.bytes) else { return nil }
    return unsafe TileRoutines(
      configure: unsafeBitCast(start + configure, to: ConfigureFunction.self),
      release: unsafeBitCast(start + release, to: ReleaseFunction.self),
      multiplications: InlineArray {
        unsafe unsafeBitCast(start + multiplications[$0], to: ByteBlocks.MultiplyFunction.self)
      })
  }()

  /// The routine for blocks that ask for right operands in so many parts; 0 for none.
  func multiplication(awaiting blocks: Int) -> ByteBlocks.MultiplyFunction {
    switch blocks {
    case ...0: unsafe multiplications[0]
    case 1: unsafe multiplications[4]
    case 2, 3: unsafe multiplications[3]
    case 4...7: unsafe multiplications[2]
    default: unsafe multiplications[1]
    }
  }

  /// Sets this thread's tile registers up, calls `body`, and gives them back.
  @inline(__always)
  func withRegisters(firstRows: Int, secondRows: Int, _ body: () -> Void) {
    var configuration = TileConfiguration(
      firstRows: UInt8(firstRows), secondRows: UInt8(secondRows))
    unsafe configure(&configuration)
    body()
    release()
  }

  /// multiply(offsets, left, leftStride, right, steps, sums, secondLeft, secondSums, ahead): see
  /// ``ByteBlocks/multiply(_:left:leftStride:right:steps:sums:rows:ahead:)``.
  private static func appendMultiply(linesAhead: Int32, to code: inout TileInstructions) {
    code.push(.rbx)
    code.push(.rbp)
    code.push(.r14)
    // Behind the return address and three registers.
    code.move(.rbx, at: .rsp, 32)
    code.move(.rbp, at: .rsp, 40)
    code.move(.r14, at: .rsp, 48)
    code.add(.rbp, .r9)
    // A row of four k of all columns takes 256 bytes, as does a row of sums.
    code.move(.rax, 256)
    for half in [0, 128] as [Int32] {
      for sums in 0..<4 as Range<UInt8> { code.zero(sums) }
      for register in [.rdi, .rcx, .r8] as [TileInstructions.Register] { code.push(register) }
      let step = code.end
      code.move(.r10, at: .rdi)
      code.add(.r10, .rsi)
      code.move(.r11, .r10)
      code.add(.r11, .rbx)
      code.load(4, .r10, stride: .rdx)
      code.load(6, .rcx, half, stride: .rax)
      code.multiplyBytes(0, 4, 6)
      code.load(7, .rcx, half + 64, stride: .rax)
      code.multiplyBytes(1, 4, 7)
      code.load(5, .r11, stride: .rdx)
      code.multiplyBytes(2, 5, 6)
      code.multiplyBytes(3, 5, 7)
      for line in 0..<linesAhead { code.prefetch(.r14, 64 * line) }
      if linesAhead > 0 { code.add(.r14, 64 * linesAhead) }
      code.add(.rdi, 8)
      code.add(.rcx, 4096)
      code.countDown(.r8, to: step)
      for register in [.r8, .rcx, .rdi] as [TileInstructions.Register] { code.pop(register) }
      code.store(0, .r9, half, stride: .rax)
      code.store(1, .r9, half + 64, stride: .rax)
      code.store(2, .rbp, half, stride: .rax)
      code.store(3, .rbp, half + 64, stride: .rax)
    }
    code.pop(.r14)
    code.pop(.rbp)
    code.pop(.rbx)
    code.doReturn()
  }

  /// Copies code where the processor may run it; nil where the system does not allow that.
  ///
  /// The memory is never writable and executable at the same time.
  private static func load(_ code: [UInt8]) -> UnsafeRawPointer? {
    #if arch(x86_64) && os(Linux)
      guard
        let memory = unsafe mmap(
          nil, code.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        unsafe memory != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      unsafe code.withUnsafeBytes { code in
        guard let start = code.baseAddress else { return }
        unsafe memory.copyMemory(from: start, byteCount: code.count)
      }
      guard unsafe mprotect(memory, code.count, PROT_READ | PROT_EXEC) == 0 else {
        unsafe _ = munmap(memory, code.count)
        return nil
      }
      return UnsafeRawPointer(memory)
    #else
      return nil
    #endif
  }
}

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

  /// Registers 0 and 1 hold sums of the first rows and 4 their left operand, 2, 3 and 5 those of the second ones; 6
  /// and 7 hold right operands, four k of all columns a row.
  init(firstRows: UInt8, secondRows: UInt8) {
    rows = InlineArray {
      switch $0 {
      case 0, 1, 4: firstRows
      case 2, 3, 5: secondRows
      case 6, 7: 16
      default: 0
      }
    }
  }
}

private typealias ConfigureFunction = @convention(c) (_ configuration: UnsafeRawPointer) -> Void

private typealias ReleaseFunction = @convention(c) () -> Void
