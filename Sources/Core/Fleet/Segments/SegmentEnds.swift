package import CellModel
package import CyclerFormats

/// What the first and the last rows of a file tell of its place in a cell's history.
package struct SegmentEnds: Equatable, Codable, Sendable {
  package var formatID: String
  package var first: Sample
  package var last: Sample
  /// Wall clock of the first and of the last row, s since 1970; NaN if the file does not tell.
  package var firstWall: Double
  package var lastWall: Double
  /// Wall clock at test time 0 where the file states it apart from its rows.
  package var startWallTime: Double?
  /// Direction of the newest current seen; nil if none was.
  package var lastDirection: HalfCycleDirection?
  /// Largest current seen, A: at both ends, in what was read first, and in what was read last.
  package var peakCurrent: Double
  package var firstPeak: Double
  package var lastPeak: Double
}

/// Reads the ends of a file, or all of it, without folding it.
package struct SegmentProbe: Sendable {
  private let formatID: String
  private var decoder: any SampleDecoder
  private var batch = SampleBatch()
  private var first: Sample?
  private var last: Sample?
  private var lastDirection: HalfCycleDirection?
  private var peakCurrent = 0.0
  private var firstPeak = 0.0
  private var lastPeak = 0.0
  /// How many rows were seen, and sums by which the same rows in another export are known.
  package private(set) var sums = RowSums()
  /// The rows as marks; nil unless they were asked for.
  package private(set) var marks: RowMarks?

  /// Begins at a file's first byte; `marksRows` asks for a mark of every row.
  package init(_ format: any CyclerFormat, marksRows: Bool = false) {
    marks = marksRows ? RowMarks() : nil
    formatID = format.id
    decoder = format.makeDecoder()
  }

  /// Whether rows of a format can be read from the middle of a file: those of text, line by line.
  package static func canSkip(_ format: any CyclerFormat) -> Bool { !format.sample.isEmpty }

  /// Whether a row was seen.
  package var hasRows: Bool { first != nil }

  /// Takes the next bytes; those that a caller leaves out must be whole lines.
  package mutating func take(_ bytes: Span<UInt8>) {
    batch.samples.removeAll(keepingCapacity: true)
    decoder.decode(bytes, into: &batch)
    guard !batch.samples.isEmpty else { return }
    lastPeak = 0
    for sample in batch.samples {
      sums.add(sample)
      marks?.add(sample)
      guard sample.current == sample.current, !(sample.current == 0) else { continue }
      peakCurrent = max(peakCurrent, sample.current.magnitude)
      lastPeak = max(lastPeak, sample.current.magnitude)
      // What is logged at rest is an offset of the instrument.
      if sample.phase != .rest, sample.current.magnitude > peakCurrent * 0.01 {
        lastDirection = sample.current > 0 ? .charge : .discharge
      }
    }
    if first == nil { (first, firstPeak) = (batch.samples.first, lastPeak) }
    if let newest = batch.samples.last { last = newest }
  }

  /// What was found; nil before any row.
  package var ends: SegmentEnds? {
    guard let first, let last else { return nil }
    let start = decoder.report.startWallTime
    func wall(_ sample: Sample) -> Double {
      sample.wallTime.isFinite ? sample.wallTime : (start ?? .nan) + sample.testTime
    }
    return SegmentEnds(
      formatID: formatID, first: first, last: last, firstWall: wall(first), lastWall: wall(last), startWallTime: start,
      lastDirection: lastDirection, peakCurrent: peakCurrent, firstPeak: firstPeak, lastPeak: lastPeak)
  }
}

/// How many rows, and what they add up to: the same rows in another export add up to the same but for its digits.
package struct RowSums: Equatable, Sendable {
  private var rows = 0
  private var time = 0.0
  private var voltage = 0.0
  /// Voltage by the row's place, so that the order counts.
  private var moment = 0.0

  package init() {}

  mutating func add(_ sample: Sample) {
    rows += 1
    if sample.testTime.isFinite { time += sample.testTime }
    if sample.voltage.isFinite {
      voltage += sample.voltage
      moment += sample.voltage * Double(rows)
    }
  }

  /// Whether two files hold the same rows, to the digits of the coarser export (1e-5).
  package func agrees(with other: RowSums) -> Bool {
    func near(_ a: Double, _ b: Double, _ scale: Double) -> Bool { (a - b).magnitude <= 1e-5 * scale }
    let count = Double(rows)
    return rows == other.rows && rows > 0 && near(time, other.time, max(time.magnitude, count))
      && near(voltage, other.voltage, max(voltage.magnitude, count))
      && near(moment, other.moment, max(moment.magnitude, count * count))
  }
}
