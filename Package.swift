// swift-tools-version: 6.2
import PackageDescription

// The floors of the house: a target imports only what stands below it. Tests/ArchitectureTests holds
// the imports of every source file against `dependencies` here and against the floors themselves.

/// What every target is held to.
let houseRules: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Optimises a target in debug builds too, so that tests run hot loops at full speed.
let optimized: [SwiftSetting] = houseRules + [.unsafeFlags(["-O"])]

/// One page of micro-kernels, compiled for one instruction set.
func microkernels(_ flags: [String]) -> [SwiftSetting] {
  #if arch(x86_64)
    houseRules + [.unsafeFlags(["-O"] + flags)]
  #else
    optimized
  #endif
}

let package = Package(
  name: "AugNet",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "AugNet", targets: ["AugNet"]),
    .executable(name: "augnet", targets: ["AugNetTool"]),
    .executable(name: "augnet-bench", targets: ["KernelBenchmarks"]),
    .executable(name: "augnet-fuzz", targets: ["DecoderFuzzer"]),
  ],
  targets: [
    // Floor 0: depends on nothing.
    .target(name: "MicrokernelTemplates", swiftSettings: optimized),
    .target(name: "CPUFeatures", swiftSettings: optimized),
    .target(name: "Deflate", swiftSettings: optimized),
    .target(name: "DurableFiles", swiftSettings: optimized),
    .target(name: "RandomNumbers", swiftSettings: optimized),
    .target(name: "JSON", swiftSettings: optimized),
    .target(name: "PixelRows", swiftSettings: optimized),

    // Floor 1: the templates, instantiated for one instruction set each.
    .target(
      name: "MicrokernelsPortable", dependencies: ["MicrokernelTemplates"], swiftSettings: optimized
    ),
    .target(
      name: "MicrokernelsX86V3", dependencies: ["MicrokernelTemplates"],
      swiftSettings: microkernels(["-Xcc", "-march=x86-64-v3"])),
    .target(
      name: "MicrokernelsX86V4", dependencies: ["MicrokernelTemplates"],
      swiftSettings: microkernels(["-Xcc", "-march=x86-64-v4"])),
    .target(
      name: "MicrokernelsX86VNNI", dependencies: ["MicrokernelTemplates"],
      swiftSettings: microkernels(["-Xcc", "-march=x86-64-v4", "-Xcc", "-mavx512vnni"])),
    .target(name: "MicrokernelsX86AMX", swiftSettings: optimized),

    // Floor 2: which micro-kernel, which blocks, which threads.
    .target(
      name: "Kernels",
      dependencies: [
        "CPUFeatures", "MicrokernelTemplates", "MicrokernelsPortable", "MicrokernelsX86V3",
        "MicrokernelsX86V4", "MicrokernelsX86VNNI", "MicrokernelsX86AMX",
      ], swiftSettings: optimized),

    // Floor 3
    .target(
      name: "Tensors", dependencies: ["Kernels", "DurableFiles", "RandomNumbers"],
      swiftSettings: optimized),
    .target(
      name: "ImageCodecs", dependencies: ["Deflate", "PixelRows", "DurableFiles", "Kernels"],
      swiftSettings: optimized),

    // Floor 4
    .target(
      name: "NeuralNetworks", dependencies: ["Tensors", "Kernels", "RandomNumbers"],
      swiftSettings: optimized),
    .target(
      name: "Checkpoints",
      dependencies: ["Tensors", "Kernels", "Deflate", "DurableFiles", "JSON"],
      swiftSettings: optimized),
    .target(
      name: "ImageAugmentation", dependencies: ["ImageCodecs", "Kernels", "RandomNumbers", "JSON"],
      swiftSettings: optimized),
    .target(name: "Figures", dependencies: ["ImageCodecs"], swiftSettings: optimized),
    .target(
      name: "SamplePictures", dependencies: ["ImageCodecs", "RandomNumbers"],
      swiftSettings: optimized),

    // Floor 5
    .target(
      name: "Training",
      dependencies: [
        "NeuralNetworks", "ImageAugmentation", "Checkpoints", "Tensors", "ImageCodecs", "Kernels",
        "DurableFiles", "RandomNumbers", "JSON",
      ], swiftSettings: optimized),
    .target(
      name: "Inference", dependencies: ["NeuralNetworks", "Tensors", "Kernels"],
      swiftSettings: optimized),
    .target(
      name: "Clustering", dependencies: ["Tensors", "Kernels", "RandomNumbers"],
      swiftSettings: optimized),
    .target(
      name: "Retrieval", dependencies: ["Clustering", "Tensors", "Kernels", "DurableFiles"],
      swiftSettings: optimized),

    // Floor 6: the public face.
    .target(
      name: "AugNet",
      dependencies: [
        "Training", "Inference", "Retrieval", "Clustering", "NeuralNetworks", "Checkpoints",
        "ImageAugmentation", "Figures", "SamplePictures", "Tensors", "ImageCodecs", "Kernels",
        "CPUFeatures", "DurableFiles", "RandomNumbers", "JSON",
      ], swiftSettings: houseRules),

    // Floor 7: the commands; floor 8: main.
    .target(name: "AugNetCommands", dependencies: ["AugNet", "JSON"], swiftSettings: houseRules),
    .executableTarget(
      name: "AugNetTool", dependencies: ["AugNetCommands"], swiftSettings: houseRules),
    .executableTarget(
      name: "KernelBenchmarks",
      dependencies: [
        "AugNet", "Kernels", "MicrokernelsX86AMX", "CPUFeatures", "DurableFiles", "RandomNumbers",
        "JSON",
      ],
      path: "Benchmarks/KernelBenchmarks", swiftSettings: optimized),
    .executableTarget(
      name: "DecoderFuzzer",
      dependencies: ["ImageCodecs", "Deflate", "DurableFiles", "RandomNumbers"],
      path: "Benchmarks/DecoderFuzzer", swiftSettings: optimized),

    // Tests mirror the targets.
    .target(
      name: "TestSupport", dependencies: ["RandomNumbers"], path: "Tests/TestSupport",
      swiftSettings: optimized),
    tests("ArchitectureTests", of: []),
    tests("CPUFeaturesTests", of: ["CPUFeatures"]),
    tests("DeflateTests", of: ["Deflate"]),
    tests("DurableFilesTests", of: ["DurableFiles"]),
    tests("RandomNumbersTests", of: []),
    tests("JSONTests", of: ["JSON"]),
    tests("PixelRowsTests", of: ["PixelRows"]),
    tests(
      "KernelsTests", of: ["Kernels", "CPUFeatures", "MicrokernelTemplates", "MicrokernelsX86AMX"]),
    tests("TensorsTests", of: ["Tensors", "Kernels", "DurableFiles"]),
    tests("ImageCodecsTests", of: ["ImageCodecs", "Deflate", "PixelRows", "DurableFiles"]),
    tests("NeuralNetworksTests", of: ["NeuralNetworks", "Tensors", "Kernels"]),
    tests("CheckpointsTests", of: ["Checkpoints", "Tensors", "JSON", "Deflate", "DurableFiles"]),
    tests("ImageAugmentationTests", of: ["ImageAugmentation", "ImageCodecs"]),
    tests("FiguresTests", of: ["Figures", "ImageCodecs"]),
    tests("SamplePicturesTests", of: ["SamplePictures", "ImageCodecs"]),
    tests(
      "TrainingTests",
      of: [
        "Training", "NeuralNetworks", "ImageAugmentation", "Checkpoints", "SamplePictures",
        "ImageCodecs", "Tensors", "Kernels",
      ]),
    tests("InferenceTests", of: ["Inference", "NeuralNetworks", "Tensors", "Kernels"]),
    tests("ClusteringTests", of: ["Clustering", "Tensors"]),
    tests("RetrievalTests", of: ["Retrieval", "Tensors", "DurableFiles"]),
    tests("AugNetTests", of: ["AugNet", "Checkpoints", "ImageCodecs", "Kernels", "JSON"]),
    tests("AugNetCommandsTests", of: ["AugNetCommands", "AugNet", "ImageCodecs", "JSON"]),
    tests("DecoderFuzzerTests", of: ["DecoderFuzzer", "ImageCodecs"]),
    tests(
      "KernelBenchmarksTests",
      of: ["KernelBenchmarks", "AugNet", "Kernels", "CPUFeatures", "DurableFiles", "JSON"]),
  ],
  swiftLanguageModes: [.v6]
)

/// A test target for the targets it names; its reference files are under `Tests/References/`.
func tests(_ name: String, of targets: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: targets + ["TestSupport", "RandomNumbers"],
    swiftSettings: [.unsafeFlags(["-O"])])
}
