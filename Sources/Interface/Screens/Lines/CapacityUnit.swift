import Canvas

/// The unit in which capacities are shown; they are kept in mAh.
package enum CapacityUnit: String, CaseIterable, Sendable {
  case milliampereHours = "mAh"
  case ampereHours = "Ah"
  case microampereHours = "µAh"

  var next: CapacityUnit {
    let all = CapacityUnit.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// What a capacity in mAh is multiplied by.
  var factor: Double {
    switch self {
    case .milliampereHours: 1
    case .ampereHours: 1e-3
    case .microampereHours: 1e3
    }
  }

  /// Columns for a number of it: four digits of a coin cell in Ah are `0.0004137`.
  var width: Int { self == .ampereHours ? 9 : 7 }

  /// A capacity in mAh with four significant digits, without the unit.
  func number(_ capacity: Double?) -> String { Numeral.significant(capacity.map { $0 * factor }, digits: 4) }

  /// The same with the unit.
  func text(_ capacity: Double?) -> String { number(capacity) + " " + rawValue }
}
