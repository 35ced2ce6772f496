import CPUFeatures
import Kernels

/// A kernel on a problem: what a row measures, whatever the threads.
struct Subject: Sendable {
  /// The kernel.
  let name: String
  /// The extents it works on.
  let problem: String
  /// What a call cannot do without.
  let work: Work
  /// What its rate is counted in.
  let unit: RateUnit
  /// The one instruction set it belongs to; nil if it runs on any.
  var level: InstructionSetLevel?
  /// Whether it never uses more than the thread that calls it.
  var isSingleThreaded = false
  /// Whether it is measured only when a filter asks for it.
  var needsFilter = false
  /// A text that a filter must contain, for what takes so long that one has to ask for it by name.
  var nameToAskFor: String?
  /// Whether the process's peak memory is part of the result.
  var reportsMemory = false
  /// Makes the data; what comes back runs the kernel once.
  let prepare: @Sendable (KernelSet) throws -> () throws -> Void

  /// Every subject, in the order of the table.
  static let all: [Subject] =
    microkernels(Registry.entries, CacheSizes.current) + matrixProducts + convolutions
    + byteConvolutions
    + elementWise + normalizations + poolings + distances + networks + views + collections
    + decodings + resizings
}
