/// How the cell is built, which decides what a cycle's CE is.
package enum CellConfiguration: String, Codable, Sendable, CaseIterable {
  /// Li|Cu: plating on Cu first, CE = stripped ÷ plated (review eq 1).
  case half
  /// Li|cathode: charge first, CE = discharge ÷ charge.
  case full
  /// Cu|cathode: as full, with no lithium reservoir but the first cycle's irreversible capacity.
  case anodeFree = "anode-free"
  /// Li|Li: no CE measurement.
  case symmetric
  case unknown

  /// The direction in which a cycle begins, where the configuration fixes it.
  package var firstHalf: HalfCycleDirection? {
    switch self {
    case .half: .discharge
    case .full, .anodeFree: .charge
    case .symmetric, .unknown: nil
    }
  }

  /// A name of at most four columns for tables.
  package var shortName: String {
    switch self {
    case .half: "LiCu"
    case .full: "Full"
    case .anodeFree: "AF"
    case .symmetric: "Sym"
    case .unknown: "?"
    }
  }
}

/// Where a value comes from; every value on the screen carries its mark.
package enum Provenance: String, Codable, Sendable {
  case given, inferred
  /// A built-in value that nobody has confirmed.
  case assumed = "default"

  /// The mark beside a value: given `=`, inferred `~`, default `?`.
  package var mark: String {
    switch self {
    case .given: "="
    case .inferred: "~"
    case .assumed: "?"
    }
  }
}

/// A value with its provenance and, where inferred, the reason in words.
package struct Marked<Value: Sendable & Equatable & Codable>: Equatable, Codable, Sendable {
  package var value: Value
  package var provenance: Provenance
  /// Why an inferred value was chosen; empty where given or default.
  package var reason: String

  package init(_ value: Value, _ provenance: Provenance, reason: String = "") {
    self.value = value
    self.provenance = provenance
    self.reason = reason
  }
}

/// Which way the charge flows in a half-cycle, by the current's sign (cycler's sense: positive is charge).
package enum HalfCycleDirection: String, Codable, Sendable {
  case charge, discharge

  package var opposite: HalfCycleDirection { self == .charge ? .discharge : .charge }
}
