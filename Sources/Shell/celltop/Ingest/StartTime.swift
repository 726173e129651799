import CyclerFormats

/// Where a log does not say when its test began, the file beside it may.
enum StartTime {
  /// The format, told the start of the test where a file beside the log knows it.
  static func told(to format: any CyclerFormat, path: String?) -> any CyclerFormat {
    guard var biologic = format as? BiologicMPR, let path else { return format }
    let stem = path.lowercased().hasSuffix(".mpr") ? String(path.dropLast(4)) : path
    for ending in [".mpl", ".MPL"] {
      guard let bytes = try? LogFile.bytes(of: stem + ending), let start = MPLReader.start(in: bytes) else { continue }
      biologic.startedAt = start
      return biologic
    }
    return format
  }
}
