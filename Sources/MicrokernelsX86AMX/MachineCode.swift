#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The routines of ``ByteBlocks``, in the processor's own code: Swift has no name for AMX's instructions, whose
/// registers its types cannot hold.
///
/// They are called as C functions, with arguments in rdi, rsi, rdx, rcx and r8, and touch no register that
/// belongs to the caller.
@unsafe
enum MachineCode {
  /// Where each routine starts.
  static let configure = 0
  static let release = 6
  static let multiply = 12

  /// Registers 0 to 3 hold sums and 4 the left operand; from 5 on parts of the right one.
  static let lastRegisterOfRows = 4

  /// One instruction a line.
  private static let bytes: [UInt8] = [
    // configure(configuration)
    0xC4, 0xE2, 0x78, 0x49, 0x07,  // ldtilecfg (rdi)
    0xC3,  // ret

    // release()
    0xC4, 0xE2, 0x78, 0x49, 0xC0,  // tilerelease
    0xC3,  // ret

    // multiply(left, leftStride, right, steps, sums)
    // A row of four k of all columns takes 256 bytes, as does a row of sums.
    0xB8, 0x00, 0x01, 0x00, 0x00,  // mov eax, 256
    0xC4, 0xE2, 0x7B, 0x49, 0xC0,  // tilezero tmm0
    0xC4, 0xE2, 0x7B, 0x49, 0xC8,  // tilezero tmm1
    0xC4, 0xE2, 0x7B, 0x49, 0xD0,  // tilezero tmm2
    0xC4, 0xE2, 0x7B, 0x49, 0xD8,  // tilezero tmm3
    // A step: 64 k of all rows by sixteen columns four times.
    0xC4, 0xE2, 0x7B, 0x4B, 0x24, 0x37,  // tileloadd tmm4, (rdi + rsi)
    0xC4, 0xE2, 0x7B, 0x4B, 0x2C, 0x02,  // tileloadd tmm5, (rdx + rax)
    0xC4, 0xE2, 0x51, 0x5E, 0xC4,  // tdpbusd tmm0, tmm4, tmm5
    0xC4, 0xE2, 0x7B, 0x4B, 0x74, 0x02, 0x40,  // tileloadd tmm6, (rdx + rax + 64)
    0xC4, 0xE2, 0x49, 0x5E, 0xCC,  // tdpbusd tmm1, tmm4, tmm6
    0xC4, 0xE2, 0x7B, 0x4B, 0xBC, 0x02, 0x80, 0, 0, 0,  // tileloadd tmm7, (rdx + rax + 128)
    0xC4, 0xE2, 0x41, 0x5E, 0xD4,  // tdpbusd tmm2, tmm4, tmm7
    0xC4, 0xE2, 0x7B, 0x4B, 0xAC, 0x02, 0xC0, 0, 0, 0,  // tileloadd tmm5, (rdx + rax + 192)
    0xC4, 0xE2, 0x51, 0x5E, 0xDC,  // tdpbusd tmm3, tmm4, tmm5
    0x48, 0x83, 0xC7, 0x40,  // add rdi, 64
    0x48, 0x81, 0xC2, 0x00, 0x10, 0x00, 0x00,  // add rdx, 4096
    0x48, 0xFF, 0xC9,  // dec rcx
    0x75, 0xB5,  // jnz to the step's start
    0xC4, 0xC2, 0x7A, 0x4B, 0x04, 0x00,  // tilestored (r8 + rax), tmm0
    0xC4, 0xC2, 0x7A, 0x4B, 0x4C, 0x00, 0x40,  // tilestored (r8 + rax + 64), tmm1
    0xC4, 0xC2, 0x7A, 0x4B, 0x94, 0x00, 0x80, 0, 0, 0,  // tilestored (r8 + rax + 128), tmm2
    0xC4, 0xC2, 0x7A, 0x4B, 0x9C, 0x00, 0xC0, 0, 0, 0,  // tilestored (r8 + rax + 192), tmm3
    0xC3,  // ret
  ]

  /// Copies the routines where the processor may run them; nil where the system does not allow that.
  ///
  /// The memory is never writable and executable at the same time.
  static func load() -> UnsafeRawPointer? {
    #if arch(x86_64) && os(Linux)
      guard
        let memory = unsafe mmap(
          nil, bytes.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
        unsafe memory != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      unsafe bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        unsafe memory.copyMemory(from: start, byteCount: bytes.count)
      }
      guard unsafe mprotect(memory, bytes.count, PROT_READ | PROT_EXEC) == 0 else {
        unsafe _ = munmap(memory, bytes.count)
        return nil
      }
      return UnsafeRawPointer(memory)
    #else
      return nil
    #endif
  }
}
