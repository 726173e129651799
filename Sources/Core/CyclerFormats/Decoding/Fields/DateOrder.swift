/// What a file's dates with slashes have shown of their order: `05/03/2026` is the third of May or the fifth of March.
///
/// The first day above 12 settles it for every date behind it. Until then the month comes first.
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

  /// What a reader of the dates has to know, a clause; nil where nothing was assumed.
  var remark: String? {
    guard assumed else { return nil }
    switch known {
    case .dayFirst:
      return "are day/month/year, as a day above 12 shows; those before it were read as month/day/year"
    case .monthFirst: return nil
    case nil: return "are read as month/day/year: no day above 12 shows the order yet"
    }
  }
}
