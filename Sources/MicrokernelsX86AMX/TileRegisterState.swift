/// The system's leave to use tile registers.
@unsafe
enum TileRegisterState {
  /// Asks for them, for all threads of this process.
  ///
  /// Linux keeps eight kilobytes more for each thread that uses them, and wants to be asked first.
  static func isGranted() -> Bool {
    #if arch(x86_64) && os(Linux)
      unsafe architecturePermission(requestPermission, tileData) == 0
    #else
      false
    #endif
  }

  #if arch(x86_64) && os(Linux)
    /// `ARCH_REQ_XCOMP_PERM` of Linux' <asm/prctl.h>.
    private static let requestPermission: Int32 = 0x1023
    /// The number of the registers' contents among what the system saves of a thread.
    private static let tileData = 18
  #endif
}

#if arch(x86_64) && os(Linux)
  /// The C library has it, but no header that names it.
  @_silgen_name("arch_prctl")
  private func architecturePermission(_ code: Int32, _ argument: Int) -> Int32
#endif
