package import CellModel

/// One vendor's log format: how to tell it, and how to read it.
///
/// A format is known by its content, never by a file's name. To add one: a file in `Formats`, a line in
/// `FormatRegistry`; the generic tests then hold it to every law of this protocol.
package protocol CyclerFormat: Sendable {
  /// The stable name in outputs and settings, e.g. `neware-csv`.
  var id: String { get }
  /// What people call it.
  var title: String { get }
  /// How the file grows while a test runs, and what to know when reading it; one line.
  var notes: String { get }
  /// Whether a file of this format can be watched while the test runs.
  var growth: LogGrowth { get }
  /// Whether people can read the file.
  var isText: Bool { get }
  /// How many samples a row of the file gives at most: 1 where a row is an instant.
  var samplesARow: Int { get }
  /// A small log of a text format, enough to be recognised and to give samples; empty for a binary one.
  var sample: String { get }
  /// The same as bytes, which is where a binary format has its sample.
  var sampleBytes: [UInt8] { get }

  /// What the format was told besides a file's bytes: a checkpoint of its decoder holds while this is the same.
  var told: String { get }

  /// Judges the first bytes of a file.
  func recognise(_ head: LogHead) -> Recognition

  /// Starts reading a file of this format from its first byte.
  func makeDecoder() -> any SampleDecoder
}

extension CyclerFormat {
  package var growth: LogGrowth { .live }
  package var samplesARow: Int { 1 }
  /// A format without a sample of text is binary.
  package var isText: Bool { !sample.isEmpty }
  package var sample: String { "" }
  package var told: String { "" }
  package var sampleBytes: [UInt8] { Array(sample.utf8) }
}

/// When a file of a format is written.
package enum LogGrowth: String, Sendable {
  /// While the test runs, by the cycler's software or a lab's bridge.
  case live
  /// By export, as a whole.
  case export
  /// By those who publish data sets.
  case published
}

/// What a format thinks of a file's first bytes.
package enum Recognition: Equatable, Sendable {
  case no
  /// It may become this format once more of the file is there (a header that comes late).
  case perhaps
  /// It is; `what` says by which marks, in a phrase.
  case yes(what: String)
}

/// Reads one log, however its bytes are cut, into samples.
///
/// The same bytes give the same samples for every way of cutting them into chunks. A malformed row is counted,
/// remembered (the first one with its line), and skipped; decoding goes on with the next line.
package protocol SampleDecoder: Sendable {
  /// Takes the next bytes of the file and appends the samples they complete.
  mutating func decode(_ bytes: Span<UInt8>, into batch: inout SampleBatch)

  /// Takes the file as ended: a last line without a newline counts as complete if it has every column.
  mutating func finish(into batch: inout SampleBatch)

  /// Gives back memory that only speeds the reading of many rows up: what comes next may be long in coming.
  mutating func rest()

  /// What was noticed so far.
  var report: DecodingReport { get }

  /// What the columns mean, as in the report, for those who ask often.
  var traits: LogTraits { get }

  /// Rows so far, as in the report, for those who ask often.
  var rows: Int { get }

  /// What a decoder must remember between chunks.
  associatedtype State: Codable, Sendable

  /// Everything that changes while reading: a checkpoint of the decoder.
  var state: State { get }

  /// Goes on where a decoder of the same format stood.
  mutating func resume(from state: State)
}

extension SampleDecoder {
  package mutating func rest() {}
  package var traits: LogTraits { report.traits }
  package var rows: Int { report.rows }

  /// Goes on where a decoder of the same format stood when its state was encoded.
  package mutating func resume(from decoder: any Decoder) throws { resume(from: try State(from: decoder)) }
}

/// Samples on their way from a decoder to a fold; reused from chunk to chunk so that rows allocate nothing.
package struct SampleBatch: Sendable {
  package var samples: [Sample] = []

  package init() {}
}

/// What a log's columns mean, as far as the folds must know.
package struct LogTraits: Equatable, Codable, Sendable {
  package var counterKind = CounterKind.none
  package var currentKind = CurrentKind.instantaneous
  /// Whether the counters start at zero in every step, so that a step's first value is an increment.
  package var countersResetEachStep = false
  /// Smallest step of the capacity counters that the file's digits resolve, mAh; NaN before any was seen.
  package var capacityResolution = Double.nan
  /// Whether the voltage contradicts the sign of the current and no column settles it, so that nobody can tell charge
  /// from discharge.
  package var isDirectionDoubtful = false
  /// Whether rows stand in the file in another order than that of time, so that nobody can tell what passed between them.
  package var isOrderBroken = false

  package init() {}
}

/// A row that could not be read.
package struct BadRow: Equatable, Codable, Sendable {
  /// Line (text) or record (binary) in the file, from 1.
  package var line: Int
  /// What was expected and what stood there.
  package var expected: String
}

/// What a decoder noticed about a file.
package struct DecodingReport: Equatable, Codable, Sendable {
  package var traits = LogTraits()
  package var rows = 0
  package var badRows = 0
  package var firstBadRow: BadRow?
  /// Rows that repeat older records and were left out (Novonix writes such at step changes).
  package var staleRows = 0
  /// Rows whose time and counters the vendor does not store: they lie between two that it does.
  package var interpolatedRows = 0
  /// Sentences about the file as a whole.
  package var warnings: [String] = []
  /// Wall clock at test time 0, s since 1970, where the file states it apart from its rows; nil if it does not.
  package var startWallTime: Double?
  /// Facts from the file's preamble, in order (start of the test, cell name, …).
  package var preamble: [PreambleFact] = []

  package init() {}

  mutating func warn(_ sentence: String) {
    if !warnings.contains(sentence), warnings.count < 20 { warnings.append(sentence) }
  }
}

/// A labelled value from a file's preamble.
package struct PreambleFact: Equatable, Codable, Sendable {
  package var label: String
  package var value: String
}
