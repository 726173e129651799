/// One decode, for a tool that counts instructions: the same count every time, whatever else the machine does.
///
///     valgrind --tool=callgrind --collect-atstart=no --toggle-collect='*countedDecode*' celltop-bench --callgrind FORMAT MB
///
/// Instructions ÷ the bytes printed is what speed targets are set for.
enum InstructionCount {
  /// Decodes one log; false for an unknown format.
  static func run(format: String, megabytes: Int) -> Bool {
    guard let log = SimulatedLog(format, size: megabytes << 20) else { return false }
    countedDecode(log)
    print("\(log.bytes.count) bytes")
    return true
  }

  @inline(never)
  private static func countedDecode(_ log: SimulatedLog) { PipelineBenchmark.decode(log) }
}
