import CellModel

/// Looks at decoded rows for what a person has to know of the file: clocks that disagree, rows written twice, a current
/// whose sign contradicts the voltage.
///
/// It changes nothing. The resistance of a cell is positive, so that the voltage steps with the current: a file in which
/// it steps against it counts discharge as positive, and one in which it does both has lost the sign.
struct RowWitness: Equatable, Codable, Sendable {
  /// Seconds by which the clocks may drift apart from one row to the next: some are written to the minute.
  private static let tolerance = 120.0

  private var last: Sample?
  private var clockJumps = 0
  private var largestJump = 0.0
  private var firstJumpRow: Int32 = 0
  private var repeatedRows = 0
  private var firstRepeatedRow: Int32 = 0
  private var largestCurrent = 0.0
  private var sawNegative = false
  private var stepsAlong = 0
  private var stepsAgainst = 0

  /// Takes the samples from `first` on.
  mutating func look(at samples: [Sample], from first: Int) {
    let rows = samples.span
    guard first < rows.count else { return }
    look(at: rows[first], behind: last)
    // A row is compared where it lies: copying each would cost more than looking at it.
    for index in first + 1..<rows.count { look(at: rows[index], behind: rows[index - 1]) }
    last = rows[rows.count - 1]
  }

  @inline(__always)
  private mutating func look(at sample: Sample, behind last: Sample?) {
    let current = sample.current.magnitude
    if current > largestCurrent { largestCurrent = current }
    if sample.current < -0.05 * largestCurrent { sawNegative = true }
    guard let last, !sample.startsTest else { return }
    let interval = sample.testTime - last.testTime
    let jump = sample.wallTime - last.wallTime - interval
    if jump.magnitude > Self.tolerance, interval >= 0 {
      if clockJumps == 0 { firstJumpRow = sample.row }
      clockJumps += 1
      if jump.magnitude > largestJump.magnitude { largestJump = jump }
    }
    if interval == 0, sample.voltage == last.voltage, sample.current == last.current, sample.counter == last.counter,
      sample.vendorStep == last.vendorStep, sample.phase == last.phase
    {
      if repeatedRows == 0 { firstRepeatedRow = sample.row }
      repeatedRows += 1
    }
    let step = sample.current - last.current
    guard step.magnitude > 0.5 * largestCurrent, interval >= 0 else { return }
    let answer = (sample.voltage - last.voltage) * (step < 0 ? -1 : 1)
    if answer > 0 { stepsAlong += 1 } else if answer < 0 { stepsAgainst += 1 }
  }

  /// What was noticed of clocks and repeated rows, a sentence each.
  var remarks: [String] {
    var remarks: [String] = []
    if clockJumps > 0 {
      let many = clockJumps == 1 ? "once" : "\(clockJumps) times"
      remarks.append(
        "the wall clock leaves the test time \(many), by \(Self.span(largestJump)) at most, first in line "
          + "\(firstJumpRow): a pause or a changed clock; the test time counts")
    }
    if repeatedRows > 0 {
      remarks.append(
        repeatedRows == 1
          ? "line \(firstRepeatedRow) repeats the row above"
          : "\(repeatedRows) rows repeat the one above, first in line \(firstRepeatedRow)")
    }
    return remarks
  }

  /// Whether the voltage steps against the current too often for the current's sign to be right.
  var doubtsDirection: Bool {
    sawNegative ? stepsAgainst >= 3 && stepsAgainst > 3 * stepsAlong : stepsAgainst >= 2
  }

  /// The doubt about charge and discharge, a sentence; nil where there is none.
  var doubt: String? {
    guard doubtsDirection else { return nil }
    guard sawNegative else {
      return "the current has no sign and no column tells charge from discharge: half-cycles and CE cannot be told"
    }
    return
      "the voltage steps against the current \(stepsAgainst) times of \(stepsAgainst + stepsAlong): charge and discharge "
      + "seem to be exchanged, and there is no CE"
  }

  /// A time in the unit that suits it.
  private static func span(_ seconds: Double) -> String {
    let magnitude = seconds.magnitude
    let (value, unit) =
      magnitude < 3600
      ? (magnitude / 60, "min") : magnitude < 172_800 ? (magnitude / 3600, "h") : (magnitude / 86400, "d")
    guard value < 1e9 else { return "more than a million years" }
    let tenths = Int((value * 10).rounded())
    return "\(seconds < 0 ? "−" : "")\(tenths / 10).\(tenths % 10) \(unit)"
  }
}
