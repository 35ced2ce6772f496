import Kernels

endProcess(
  status: Program(
    sets: KernelSet.all, preferred: KernelSet.current.level, coreCount: Parallel.threadCount,
    writeOutput: writeStandardOutput, writeError: writeStandardError
  ).run(Array(CommandLine.arguments.dropFirst())))
