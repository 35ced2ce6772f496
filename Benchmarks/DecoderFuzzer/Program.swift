// With libFuzzer the main program is its own.
#if !COVERAGE_GUIDED
  @main
#endif
enum Program {
  static func main() {
    do throws(FuzzingOptions.UsageError) {
      let program = FuzzingProgram(try FuzzingOptions(Array(CommandLine.arguments.dropFirst())))
      endProcess(status: program.runReportingErrors())
    } catch {
      print("augnet-fuzz: \(error)")
      endProcess(status: 2)
    }
  }
}
