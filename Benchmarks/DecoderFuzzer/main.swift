do throws(FuzzingOptions.UsageError) {
  let program = FuzzingProgram(try FuzzingOptions(Array(CommandLine.arguments.dropFirst())))
  endProcess(status: program.runReportingErrors())
} catch {
  print("augnet-fuzz: \(error)")
  endProcess(status: 2)
}
