import CellModel
import CyclerFormats
import Fleet
import Glibc

/// What a channel keeps in memory, and what of that grows with its log.
enum MemoryBenchmark {
  static func run(_ effort: Effort, _ report: (Figure) -> Void) {
    let channels = 40
    let size = max(1, effort.megabytes / 16) << 20
    guard let long = SimulatedLog("neware-csv", size: size * 10) else { return }
    var measured: [(bytes: Double, cycles: Int)] = []
    // All stay until the end: pages that the first give back would be given to the second.
    var held: [ChannelFold] = []
    held.reserveCapacity(2 * channels)
    var batch = SampleBatch()
    for length in [size, long.bytes.count] {
      let before = ResidentMemory.bytes()
      for index in 0..<channels {
        var channel = ChannelFold(id: CellID("\(index)"), path: long.path, format: long.format)
        let span = long.bytes.span
        var start = 0
        while start < length {
          let end = min(length, start + PipelineBenchmark.chunk)
          channel.decode(span.extracting(start..<end), through: &batch)
          start = end
        }
        held.append(channel)
      }
      let bytes = Double(ResidentMemory.bytes() - before) / Double(channels)
      measured.append((bytes, held.last?.cycles.count ?? 0))
      report(Figure("log of \(length >> 20) MB", bytes / 1024, "KiB/channel"))
    }
    keep(held.count)
    guard let short = measured.first, let last = measured.last, last.cycles > short.cycles else { return }
    report(Figure("growth", (last.bytes - short.bytes) / Double(last.cycles - short.cycles), "bytes/cycle"))
  }
}

/// How much of the process stands in memory.
enum ResidentMemory {
  /// Resident bytes now, as the kernel counts pages; 0 where it does not tell.
  static func bytes() -> Int {
    let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    let fields = String(decoding: text.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
