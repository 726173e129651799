import CellModel

/// When a cycle that is expected comes, by how long a cycle takes and when the newest row was written.
package struct ExpectedDays: Equatable, Sendable {
  /// The days of the low end, of the value and of the high end; nil beyond the calendar.
  package var early: CalendarDay?
  package var expected: CalendarDay?
  package var late: CalendarDay?

  /// The days of cycles; nil where the log stands still or nobody knows how long a cycle takes.
  init?(_ record: CellRecord, early: Double, expected: Double, late: Double) {
    guard let time = record.tally.cycleTime, let newest = record.newestRowAt, let now = record.now,
      now - newest < max(3 * time, 86_400), let cycle = record.tally.mainRate?.lastCycle
    else { return nil }
    func day(_ turn: Double) -> CalendarDay? { CalendarDay(unixTime: newest + (turn - Double(cycle)) * time) }
    (self.early, self.expected, self.late) = (day(early), day(expected), day(late))
  }

  /// The days in a sentence: with the time that remains, and without a date where the log stands still.
  static func sentence(_ days: ExpectedDays?, _ record: CellRecord, at cycle: Double) -> String? {
    guard let time = record.tally.cycleTime, let newest = record.tally.mainRate?.lastCycle else { return nil }
    let hours = (cycle - Double(newest)) * time / 3600
    let left = hours < 72 ? "\(Digits.fixed(hours, 1)) h" : "\(Digits.fixed(hours / 24, 1)) days"
    let pace = "at \(Digits.fixed(time / 3600, 1)) h a cycle"
    guard let days, let expected = days.expected else {
      return "\(left) of cycling from cycle \(newest) \(pace); the log stands still, so there is no date"
    }
    let range = "\(days.early?.text ?? "later") to \(days.late?.text ?? "later")"
    return "\(expected.text) (\(range)), in \(left) \(pace)"
  }
}
