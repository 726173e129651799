package import CellModel
package import Cycling
package import Metrics

/// A bad row as the drill-down shows it.
package struct MalformedRow: Equatable, Codable, Sendable {
  /// Line (text, from 1) or record number (binary).
  package var row: Int
  /// What was expected there, and what stood there, in one phrase.
  package var expected: String

  package init(row: Int, expected: String) {
    self.row = row
    self.expected = expected
  }
}

/// How the reading of one log stands.
package struct SourceState: Equatable, Codable, Sendable {
  /// Where the reading stands.
  package enum Status: Equatable, Codable, Sendable {
    /// Read up to its end; waiting for more.
    case following
    /// A backlog is still being read.
    case loading
    /// Cannot be opened or read, with the system's reason; retried.
    case unreadable(String)
    /// Was there and is not any more; retried.
    case gone
  }
  package var path: String
  package var status: Status
  /// Bytes on disk when last looked at, and how many of them were read.
  package var size: Int
  package var bytesRead: Int
  package var rows: Int
  package var badRows: Int
  package var firstBadRow: MalformedRow?
  /// What the decoder noticed about the file as a whole, a sentence each.
  package var warnings: [String]

  package init(path: String) {
    self.path = path
    self.status = .loading
    self.size = 0
    self.bytesRead = 0
    self.rows = 0
    self.badRows = 0
    self.firstBadRow = nil
    self.warnings = []
  }
}

/// What the fleet table shows of one channel; cheap to copy and to compare.
package struct CellSummary: Equatable, Codable, Sendable {
  package var id: CellID
  /// Short name for tables (the file's name without its extension, or the name given in `cells.toml`).
  package var name: String
  /// Name of the log's format, such as `neware-csv`.
  package var format: String
  package var labels = CellLabels()
  package var configuration: Marked<CellConfiguration>
  package var condition: CellCondition
  /// Wall-clock second at which the condition began; nil if unknown.
  package var conditionSince: Double?
  /// Own count of the cycle under way, from 1; 0 before the first half-cycle.
  package var cycle: Int
  package var step: Step?
  /// The newest row's values; nil if the file lacks them.
  package var voltage: Double?
  package var current: Double?
  /// The newest complete cycle's CE, a fraction; nil where it has none.
  package var lastEfficiency: Double?
  package var rollingEfficiency: RollingEfficiency?
  /// Instrument uncertainty of one CE (1 sigma, systematic), a fraction.
  package var efficiencyUncertainty: Double
  /// Smallest CE step that the file's digits resolve, a fraction; nil if unknown.
  package var efficiencyResolution: Double?
  /// Second-half capacity of the newest complete cycle, mAh; nil before there is one.
  package var capacity: Double?
  /// Second-half capacity of the newest complete cycle ÷ that of the reference cycle.
  package var retention: Double?
  package var stage: StageReading
  /// CE of the last 40 complete cycles, oldest first; NaN where a cycle has none.
  package var sparkline: [Float]
  /// Wall-clock second at which the newest row reached us; nil before the first.
  package var lastRowAt: Double?
  /// Worst first.
  package var flags: [Flag]
  package var source: SourceState
  /// Wall-clock second as of which all this was known to an earlier run of the program, whose log is still to be read;
  /// nil where the log is followed.
  package var asOf: Double?

  package init(id: CellID, name: String, format: String, path: String) {
    self.id = id
    self.name = name
    self.format = format
    self.configuration = Marked(.unknown, .assumed)
    self.condition = .empty
    self.conditionSince = nil
    self.cycle = 0
    self.step = nil
    self.voltage = nil
    self.current = nil
    self.lastEfficiency = nil
    self.rollingEfficiency = nil
    self.efficiencyUncertainty = 1e-4
    self.efficiencyResolution = nil
    self.capacity = nil
    self.retention = nil
    self.stage = StageReading(state: .unknown)
    self.sparkline = []
    self.lastRowAt = nil
    self.flags = []
    self.source = SourceState(path: path)
    self.asOf = nil
  }

  /// The flag for which the channel is in trouble; nil if it is in none.
  package var leadingFlag: Flag? {
    guard condition.isProblem else { return nil }
    guard condition == .stale else { return flags.first }
    return flags.first { $0.code == .gone || $0.code == .stalled }
  }
}

/// One line of "what is known of the cell".
package struct Fact: Equatable, Sendable {
  package var label: String
  /// The value with its unit, ready to print.
  package var value: String
  package var provenance: Provenance
  /// How it was made: equation, source, or reason; may be empty.
  package var note: String
  /// How much of a reservoir is left, 0…1, to be drawn as a gauge; nil for every other fact.
  package var share: Double?

  package init(_ label: String, _ value: String, _ provenance: Provenance, note: String = "") {
    self.label = label
    self.value = value
    self.provenance = provenance
    self.note = note
  }
}

/// Everything that the drill-down shows of one channel.
package struct CellDetail: Equatable, Sendable {
  package var summary: CellSummary
  /// All cycles, the one under way last.
  package var cycles: [Cycle]
  /// CE of each of `cycles` by the cell's configuration, a fraction; nil where it has none.
  package var efficiencies: [Double?]
  /// Retention of each of `cycles`, a fraction; nil where it has none.
  package var retentions: [Double?]
  /// Stage as it was known when each of `cycles` ended.
  package var stages: [StageState]
  package var trace: TracePyramid
  /// Retention at which the cell's life ends, a fraction; 0.8 unless told.
  package var endOfLifeRetention = 0.8
  package var facts: [Fact]
  /// How every number of the cell was made, in the order in which it is shown.
  package var explanations: [Explanation]

  package init(summary: CellSummary, trace: TracePyramid) {
    self.summary = summary
    self.cycles = []
    self.efficiencies = []
    self.retentions = []
    self.stages = []
    self.trace = trace
    self.facts = []
    self.explanations = []
  }
}

/// Something that happened, for the event log.
package struct FleetEvent: Equatable, Codable, Sendable {
  /// Wall-clock second.
  package var time: Double
  /// nil for what concerns no channel (a file that was skipped).
  package var cell: CellID?
  package var severity: Severity
  package var text: String

  package init(time: Double, cell: CellID?, severity: Severity, text: String) {
    self.time = time
    self.cell = cell
    self.severity = severity
    self.text = text
  }
}

/// How far the first reading of the backlog has come.
package struct LoadingProgress: Equatable, Sendable {
  package var filesDone: Int
  package var filesTotal: Int
  package var bytesDone: Int
  package var bytesTotal: Int
  package var isComplete: Bool { filesDone >= filesTotal }

  package init(filesDone: Int = 0, filesTotal: Int = 0, bytesDone: Int = 0, bytesTotal: Int = 0) {
    self.filesDone = filesDone
    self.filesTotal = filesTotal
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
  }
}

/// The whole fleet as one value: what ingest publishes and screens draw.
package struct FleetState: Equatable, Sendable {
  /// Wall-clock second of this state.
  package var now: Double
  /// Worst first, then newest onset, then name.
  package var cells: [CellSummary]
  /// The newest events, newest last, bounded.
  package var events: [FleetEvent]
  package var progress: LoadingProgress
  /// The channel asked for, if it exists.
  package var detail: CellDetail?
  /// The channels asked for to be compared, in that order, as far as they exist.
  package var compared: [CellDetail]

  package init(now: Double) {
    self.now = now
    self.cells = []
    self.events = []
    self.progress = LoadingProgress()
    self.detail = nil
    self.compared = []
  }
}
