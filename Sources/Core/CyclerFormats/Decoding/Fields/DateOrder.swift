/// What a file's dates with slashes have shown of their order: `05/03/2026` is the third of May or the fifth of March.
///
/// The first day above 12 settles it for every date behind it, or the first midnight over which rows go on: 03/04 and
/// 04/04 are a day apart or a month. Until then the month comes first.
package struct DateOrder: Equatable, Codable, Sendable {
  /// A settled order.
  package enum Known: String, Codable, Sendable, CaseIterable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
  }

  private(set) var known: Known?
  /// Whether a date was read on the assumption that the month comes first.
  private(set) var assumed = false

  init() {}

  /// An order that is known beforehand.
  init(_ known: Known) { self.known = known }

  /// Whether the first of a date's two small numbers is the day.
  mutating func isDayFirst(_ first: Int, _ second: Int) -> Bool {
    if first > 12, second <= 12 {
      known = known ?? .dayFirst
      return true
    }
    if second > 12 {
      known = known ?? .monthFirst
      return false
    }
    // Equal numbers are the same day either way.
    if known == nil, first != second { assumed = true }
    return known == .dayFirst
  }

  /// Whether dates were read on an assumption, and nothing has settled it.
  var isOpen: Bool { known == nil && assumed }

  /// Takes the order in which a time follows that of the row above within an hour, if the other order parts them.
  mutating func settle(by time: Double, behind last: Double) {
    guard isOpen, (time - last).magnitude > 0, let other = CalendarDate.exchanged(time),
      let otherLast = CalendarDate.exchanged(last)
    else { return }
    let goesOn = 0.0...3600
    switch (goesOn ~= time - last, goesOn ~= other - otherLast) {
    case (true, false): known = .monthFirst
    case (false, true): known = .dayFirst
    default: break
    }
  }

  /// What a reader of the dates has to know, a clause; nil where nothing was assumed.
  var remark: String? {
    guard assumed else { return nil }
    switch known {
    case .dayFirst:
      return "are day/month/year, as a midnight or a day above 12 shows; those before it were read as month/day/year"
    case .monthFirst: return nil
    case nil: return "are read as month/day/year: no day above 12 shows the order yet"
    }
  }
}
