import CellModel

extension ResolvedColumns {
  /// Whether the file has the columns of this kind of counter.
  func offers(_ kind: CounterKind) -> Bool {
    switch kind {
    case .none: false
    case .separate: has(.chargeCounter) && has(.dischargeCounter)
    case .shared: has(.sharedCounter)
    case .signed: has(.signedCounter)
    case .halfCycle: has(.halfCycleCounter)
    case .increments: has(.increment)
    }
  }

  /// Leaves out the counters of every other kind.
  mutating func keepCounters(of kind: CounterKind) {
    if kind != .separate {
      remove(.chargeCounter)
      remove(.dischargeCounter)
    }
    if kind != .shared { remove(.sharedCounter) }
    if kind != .signed { remove(.signedCounter) }
    if kind != .halfCycle { remove(.halfCycleCounter) }
    if kind != .increments { remove(.increment) }
  }
}
