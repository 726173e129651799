import CyclerFormats
import Fleet
import Glibc
import Tailing

/// Where the rows of a log do not say when its test began, another place may.
enum StartTime {
  /// The format, told the start of the test where a file beside the log or the end of the log knows it.
  static func told(to format: any CyclerFormat, path: String?) -> any CyclerFormat {
    guard var biologic = format as? BiologicMPR, let path else { return format }
    guard let start = protocolStart(of: path) ?? moduleStart(of: path) else { return format }
    biologic.startedAt = start
    return biologic
  }

  /// Whether a log is the one of which a protocol tells.
  static func isLog(_ path: String, toldBy protocolPath: String) -> Bool {
    path.dropLast(4) == protocolPath.dropLast(4) && path.lowercased().hasSuffix(".mpr")
  }

  /// By EC-Lab's protocol of the same name, which is there from the test's beginning.
  private static func protocolStart(of path: String) -> Double? {
    let stem = path.lowercased().hasSuffix(".mpr") ? String(path.dropLast(4)) : path
    for ending in [".mpl", ".MPL"] {
      guard let head = bytes(of: stem + ending, at: 0, count: 64 * 1024) else { continue }
      if let start = MPLReader.start(in: head) { return start }
    }
    return nil
  }

  /// By the log module, which EC-Lab writes behind the records when the test ends.
  private static func moduleStart(of path: String) -> Double? {
    var place = MPRModules.start
    for _ in 0..<32 {
      guard let held = bytes(of: path, at: place, count: MPRModules.headSize),
        let head = MPRModules.head(held.span)
      else { return nil }
      place += head.size
      if head.name == "VMP LOG" {
        let log = bytes(of: path, at: place, count: min(head.length, MPRModules.logSize))
        return log.flatMap { MPRModules.start(inLog: $0.span) }
      }
      place += head.length
    }
    return nil
  }

  private static func bytes(of path: String, at offset: Int, count: Int) -> [UInt8]? {
    // Non-blocking: a pipe of that name must not stop the reader.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
    }
    return filled > 0 ? Array(bytes.prefix(filled)) : nil
  }
}

extension Ingest {
  /// Reads the log to which a protocol belongs again, if it was met before the protocol: its rows have no wall clock.
  mutating func tellStart(by protocolPath: String, now: Double) {
    for file in order {
      guard case .channel(let position, let format as BiologicMPR) = files[file], format.startedAt.isNaN,
        let path = watcher.path(of: file)?.description, StartTime.isLog(path, toldBy: protocolPath)
      else { continue }
      let told = StartTime.told(to: format, path: path)
      let reason = "its .mpl tells when it began"
      fleet.restart(position, format: told, facts: facts(of: file), reason: reason, now: now)
      files[file] = .channel(position, told)
      watcher.reread(file)
    }
  }
}
