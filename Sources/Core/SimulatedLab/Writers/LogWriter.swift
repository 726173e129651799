/// Gives rows the shape of one vendor's log, byte for byte.
package protocol LogWriter: Sendable {
  /// The bytes that stand before the first row.
  func header() -> [UInt8]

  /// Appends rows in the order of time; a writer keeps what its counters and step marks need between calls.
  mutating func append(_ rows: [LabRow], to bytes: inout [UInt8])
}

/// What a log says about its cell beside the rows.
package struct LogTitle: Sendable {
  /// The log's own file name, without folders.
  package var file: String
  /// The cell's name: the file name without its suffix.
  package var cell: String
  /// One line for the vendor's comment field.
  package var comment: String
  /// The channel on the cycler, from 1.
  package var channel: Int
  /// Unix seconds at which the test began.
  package var start: Double
  /// Electrode area, cm².
  package var area: Double
  /// Nominal capacity, mAh.
  package var capacity: Double

  /// Makes a title of its parts.
  package init(
    file: String, cell: String, comment: String, channel: Int, start: Double, area: Double, capacity: Double
  ) {
    self.file = file
    self.cell = cell
    self.comment = comment
    self.channel = channel
    self.start = start
    self.area = area
    self.capacity = capacity
  }
}

/// One of the text formats that the lab can write.
package struct LogFormat: Sendable {
  /// The name on the command line.
  package let name: String
  /// The name under which the pipeline recognises it; several shapes of one vendor's export share it.
  package let family: String
  /// What the vendor's software ends a file name with.
  package let suffix: String
  /// Seconds after a step's start at which this instrument records its first row; nil: one interval after it.
  package let firstRowDelay: Double?
  /// Makes the writer of one log.
  package let makeWriter: @Sendable (LogTitle) -> any LogWriter

  /// The format of that name, or nil.
  package static func named(_ name: String) -> LogFormat? { all.first { $0.name == name } }
}

extension LogFormat {
  /// Every format that the lab can write: a new writer is its file and a line here.
  package static let all: [LogFormat] = [
    LogFormat(name: "neware-csv", family: "neware-csv", suffix: ".csv", firstRowDelay: 0) { _ in NewareWriter() },
    LogFormat(name: "biologic-mpt", family: "biologic-mpt", suffix: ".mpt", firstRowDelay: 0.1) { BiologicWriter($0) },
    LogFormat(name: "arbin-csv", family: "arbin-csv", suffix: ".csv", firstRowDelay: 1) { _ in ArbinWriter() },
    LogFormat(name: "maccor-txt", family: "maccor-txt", suffix: ".txt", firstRowDelay: 0.04) { MaccorWriter($0) },
    LogFormat(name: "novonix-csv", family: "novonix-csv", suffix: ".csv", firstRowDelay: 0) { NovonixWriter($0) },
    LogFormat(name: "bdf-csv", family: "bdf-csv", suffix: ".bdf.csv", firstRowDelay: nil) { _ in
      BatteryDataWriter(spelling: .labels)
    },
    LogFormat(name: "arbin-csv-pro", family: "arbin-csv", suffix: "_Wb_1.CSV", firstRowDelay: nil) { _ in
      ArbinProWriter()
    },
    LogFormat(name: "arbin-csv-old", family: "arbin-csv", suffix: ".csv", firstRowDelay: nil) { _ in ArbinOldWriter() },
    LogFormat(name: "bdf-csv-machine", family: "bdf-csv", suffix: ".bdf.csv", firstRowDelay: nil) { _ in
      BatteryDataWriter(spelling: .machine)
    },
  ]
}
