/// A target, the floor it stands on and what it may lean on.
struct Room: Sendable {
  /// The target's name.
  let name: String
  /// Its floor; imports go downwards.
  let floor: Int
  /// The targets of the package that it may import.
  let mayImport: Set<String>
  /// The modules of the system that it may import.
  let systemModules: Set<String>

  init(
    _ floor: Int, _ name: String, _ mayImport: [String] = [], system: SystemModules = []
  ) {
    self.name = name
    self.floor = floor
    self.mayImport = Set(mayImport)
    systemModules = system.names
  }
}

/// Groups of system modules.
struct SystemModules: OptionSet, Sendable {
  let rawValue: Int

  /// Mathematical functions, files, the terminal and the clock, whichever C library there is.
  static let cLibrary = SystemModules(rawValue: 1)
  /// Threads.
  static let dispatch = SystemModules(rawValue: 2)
  /// Locks and atomic numbers.
  static let synchronization = SystemModules(rawValue: 4)
  /// The processor's own instructions.
  static let intrinsics = SystemModules(rawValue: 8)

  var names: Set<String> {
    var names: Set<String> = []
    if contains(.cLibrary) { names.formUnion(["Glibc", "Musl", "Darwin"]) }
    if contains(.dispatch) { names.insert("Dispatch") }
    if contains(.synchronization) { names.insert("Synchronization") }
    if contains(.intrinsics) { names.insert("_Builtin_intrinsics") }
    return names
  }
}

/// The house: which target may import what.
///
/// CONTRIBUTING.md shows the same table to readers.
enum House {
  /// The targets under Sources/ and Benchmarks/.
  static let rooms: [Room] = [
    Room(0, "MicrokernelTemplates", system: .intrinsics),
    Room(0, "CPUFeatures", system: [.cLibrary, .intrinsics]),
    Room(0, "Deflate"),
    Room(0, "DurableFiles", system: [.cLibrary, .synchronization]),
    Room(0, "RandomNumbers", system: .cLibrary),
    Room(0, "JSON"),
    Room(0, "PixelRows"),
    Room(1, "MicrokernelsPortable", ["MicrokernelTemplates"], system: .intrinsics),
    Room(1, "MicrokernelsX86V3", ["MicrokernelTemplates"], system: .intrinsics),
    Room(1, "MicrokernelsX86V4", ["MicrokernelTemplates"], system: .intrinsics),
    Room(1, "MicrokernelsX86VNNI", ["MicrokernelTemplates"], system: .intrinsics),
    Room(1, "MicrokernelsX86AMX", system: .cLibrary),
    Room(
      2, "Kernels",
      [
        "CPUFeatures", "MicrokernelTemplates", "MicrokernelsPortable", "MicrokernelsX86V3",
        "MicrokernelsX86V4", "MicrokernelsX86VNNI", "MicrokernelsX86AMX",
      ], system: [.cLibrary, .dispatch, .synchronization]),
    Room(3, "Tensors", ["Kernels", "DurableFiles", "RandomNumbers"], system: .synchronization),
    Room(3, "ImageCodecs", ["Deflate", "PixelRows", "DurableFiles", "Kernels"]),
    Room(4, "NeuralNetworks", ["Tensors", "Kernels", "RandomNumbers"], system: .cLibrary),
    Room(
      4, "Checkpoints", ["Tensors", "Deflate", "Kernels", "DurableFiles", "JSON"],
      system: .synchronization),
    Room(
      4, "ImageAugmentation", ["ImageCodecs", "Kernels", "RandomNumbers", "JSON"], system: .cLibrary
    ),
    Room(4, "Figures", ["ImageCodecs"], system: .cLibrary),
    Room(4, "SamplePictures", ["ImageCodecs", "RandomNumbers"], system: .cLibrary),
    Room(
      5, "Training",
      [
        "NeuralNetworks", "ImageAugmentation", "Checkpoints", "Tensors", "ImageCodecs", "Kernels",
        "DurableFiles", "RandomNumbers", "JSON",
      ], system: [.cLibrary, .synchronization]),
    Room(5, "Inference", ["NeuralNetworks", "Tensors", "Kernels"], system: .synchronization),
    Room(5, "Clustering", ["Tensors", "Kernels", "RandomNumbers"], system: .cLibrary),
    Room(5, "Retrieval", ["Clustering", "Tensors", "Kernels", "DurableFiles"], system: .cLibrary),
    Room(
      6, "AugNet",
      [
        "Training", "Inference", "Retrieval", "Clustering", "NeuralNetworks", "Checkpoints",
        "ImageAugmentation", "Figures", "SamplePictures", "Tensors", "ImageCodecs", "Kernels",
        "CPUFeatures", "DurableFiles", "RandomNumbers", "JSON",
      ], system: .synchronization),
    Room(7, "AugNetCommands", ["AugNet", "JSON"], system: [.cLibrary, .synchronization]),
    Room(
      7, "KernelBenchmarks",
      [
        "AugNet", "Kernels", "MicrokernelsX86AMX", "CPUFeatures", "DurableFiles", "RandomNumbers",
        "JSON",
      ], system: [.cLibrary, .synchronization]),
    Room(
      7, "DecoderFuzzer", ["ImageCodecs", "Deflate", "DurableFiles", "RandomNumbers"],
      system: .cLibrary),
    Room(8, "AugNetTool", ["AugNetCommands"], system: [.cLibrary]),
  ]

  /// Imports between targets of one floor, each with its reason.
  static let sidewaysImports: [(importer: String, imported: String, reason: String)] = [
    ("Retrieval", "Clustering", "an approximate index divides its vectors by k-means")
  ]

  /// Targets without a test target of their own, each with what tests it instead.
  static let testedElsewhere: [String: String] = [
    "AugNetTool": "calls AugNetCommands and nothing else",
    "MicrokernelTemplates": "KernelsTests runs every entry of the registry",
    "MicrokernelsPortable": "KernelsTests runs every entry of the registry",
    "MicrokernelsX86V3": "KernelsTests runs every entry of the registry",
    "MicrokernelsX86V4": "KernelsTests runs every entry of the registry",
    "MicrokernelsX86VNNI": "KernelsTests runs every entry of the registry",
    "MicrokernelsX86AMX": "KernelsTests runs its blocks",
  ]

  /// Where pointers may be used above floor 2: folders and files, relative to Sources/.
  ///
  /// The benchmarks call the kernels themselves.
  static let unsafeAboveFloor2 = [
    "Tensors/", "AugNetCommands/Console/StandardStreams.swift", "AugNetTool/EmptyRoot.swift",
    "KernelBenchmarks/Limits/LimitMeasurement.swift", "KernelBenchmarks/Measurement/",
    "KernelBenchmarks/Output/StandardStreams.swift", "KernelBenchmarks/Rows/",
    "DecoderFuzzer/ProcessControl.swift", "DecoderFuzzer/CoverageGuidedFuzzing.swift",
  ]

  static func room(_ name: String) -> Room? { rooms.first { $0.name == name } }
}
