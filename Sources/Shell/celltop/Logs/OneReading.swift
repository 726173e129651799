import CellModel
import CyclerFormats
import Fleet
import Tailing

/// All logs below some paths, read once to their ends: what the commands without a terminal work on.
struct OneReading {
  /// The folded channels, in the order in which they were found.
  let channels: [ChannelFold]
  /// Paths of the tables with a row a cycle among the files that are no logs.
  private let tables: [String]
  private let newestRows: [CellID: Double]
  /// Named files that are no logs, and paths that cannot be read, a sentence each.
  private let complaints: [String]
  private let remarks: [String]

  /// Reads everything; `meta` is the path of a `cells.toml`, or nil for the one beside the logs.
  init(_ paths: [String], meta: String?, _ reading: ReadingOptions) {
    let sources = SettingsSources(paths: paths, meta: meta)
    var ingest = Ingest(paths, settings: sources.cellSettings(), options: reading.ingestOptions)
    ingest.readAll()
    channels = ingest.channels
    newestRows = ingest.newestRows
    tables = ingest.skipped.filter { $0.kind?.isCycleTable == true }.map(\.path)
    var complaints = ingest.obstacles.map { "\($0.path): \($0.reason)" }
    // In a folder everything that is no log is passed over; a file that was named is another matter.
    complaints += ingest.skipped.filter { paths.contains($0.path) }.map { "\($0.path): \($0.reason)" }
    complaints += ingest.undecided.filter(paths.contains).map { "\($0): \(Self.undecided)" }
    if channels.isEmpty, complaints.isEmpty { complaints = ["no log found in \(paths.joined(separator: " "))"] }
    self.complaints = complaints
    remarks = ingest.remarks.map { "\($0.path): \($0.sentence)" }
  }

  /// Why a file is of no format yet.
  static let undecided = "empty, or too little of the file is there to tell its format"

  /// When a channel's newest row was written, wall-clock seconds by the file's own time stamp; nil if unknown.
  func newestRow(of channel: ChannelFold) -> Double? {
    newestRows[channel.id]
  }

  /// Prints what could not be read to standard error, and what must be known of the rest; true if every file could be
  /// read.
  ///
  /// A command that reads per-cycle tables gives the paths that the user named: tables beside logs are told of.
  func report(tablesBeside named: [String]? = nil) -> Bool {
    if let unread = named.flatMap({ PerCycleFile.unread(tables, named: $0) }) {
      complain("celltop: \(SafeText.clean(unread))")
    }
    for complaint in complaints + remarks { complain("celltop: \(SafeText.clean(complaint))") }
    for channel in channels {
      for remark in channel.report.reservations {
        complain("celltop: \(SafeText.clean(channel.path)): \(SafeText.clean(remark))")
      }
    }
    return complaints.isEmpty
  }
}

/// The log files below some paths.
struct LogList {
  /// Paths in the order given; folders and globs are expanded to the logs below them.
  private(set) var files: [String] = []
  /// Paths of the tables with a row a cycle beside them.
  private(set) var tables: [String] = []

  init(_ paths: [String]) {
    for path in paths {
      let found = path == "-" ? [] : PathExpansion([path]).discover().candidates.map(\.path.description)
      // A file that was named is read whatever it is; of a folder only the logs.
      guard found != [path], !found.isEmpty else {
        files.append(path)
        continue
      }
      for file in found {
        guard let head = try? LogFile.head(of: file) else { continue }
        if case .known = LabFormats.identify(head) {
          files.append(file)
        } else if SideFile.recognise(unknown: head)?.isCycleTable == true {
          tables.append(file)
        }
      }
    }
  }

  /// Whether a file begins as the logs of a known format do.
  static func isLog(_ path: String) -> Bool {
    guard let head = try? LogFile.head(of: path) else { return false }
    if case .known = LabFormats.identify(head) { return true }
    return false
  }
}

extension Ingest {
  /// Paths of the files of which too little is there to tell their format.
  var undecided: [String] {
    order.compactMap { file in
      guard case .undecided = files[file] else { return nil }
      return watcher.path(of: file)?.description
    }
  }
}
