package import CellModel

/// Coulombic efficiency of one cycle: stripped ÷ plated for Li|Cu, discharged ÷ charged for cells with a cathode.
///
/// Review eq 1. nil for symmetric and unknown cells, for a cycle that the log does not hold whole, and for one that
/// began with the other half-cycle. Uncertainty: the instrument's gain error, about 1e-4 of the value, systematic.
package struct CoulombicEfficiency: Metric {
  package let id = "ce"
  package let title = "CE"
  package let unit = "fraction"
  package let formula = "CE = Q_second / Q_first"
  package let source = "eq 1: CE = Q_second / Q_first (stripped/plated, discharged/charged)"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] { capacityTerms(of: cycle) }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    guard let first = context.configuration.firstHalf, cycle.firstHalf == first else { return nil }
    return cycle.secondOverFirst
  }
}

/// Coulombic inefficiency, 1 − CE, in ppm: 99.90 and 99.99 % are a factor of ten in cycle life and must look like it.
package struct CoulombicInefficiency: Metric {
  package let id = "ci_ppm"
  package let title = "CI"
  package let unit = "ppm"
  package let formula = "CI = (1 - Q_second / Q_first) · 1e6"
  package let source = "1 - CE (eq 1), parts per million"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] { capacityTerms(of: cycle) }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    CoulombicEfficiency().value(of: cycle, in: context).map { (1 - $0) * 1e6 }
  }
}

private func capacityTerms(of cycle: Cycle) -> [Term] {
  let isPlating = cycle.firstHalf == .discharge
  return [
    Term("Q_second", cycle.secondCapacity, "mAh", digits: 7, .inferred, isPlating ? "stripped" : "discharged"),
    Term("Q_first", cycle.firstCapacity, "mAh", digits: 7, .inferred, isPlating ? "plated" : "charged"),
  ]
}
