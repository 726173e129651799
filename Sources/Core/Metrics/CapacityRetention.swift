package import CellModel

/// Capacity retention: the second half-cycle's capacity over that of the first complete cycle after formation.
///
/// nil for Li|Cu and symmetric cells, whose capacity is the protocol's choice, for an incomplete cycle, and before the
/// reference cycle exists.
package struct CapacityRetention: Metric {
  package let id = "retention"
  package let title = "Retention"
  package let unit = "fraction"
  package let formula = "R = Q_n / Q_ref"
  package let source = "Q_second(n) / Q_second(first complete cycle after formation)"

  package init() {}

  package func terms(of cycle: Cycle, in context: MetricContext) -> [Term] {
    guard let reference = context.referenceCapacity else { return [] }
    return [
      Term("Q_n", cycle.secondCapacity, "mAh", .inferred, "second half-cycle of cycle \(cycle.number)"),
      Term("Q_ref", reference, "mAh", .inferred, "the same of the first complete cycle after formation"),
    ]
  }

  package func value(of cycle: Cycle, in context: MetricContext) -> Double? {
    guard context.configuration != .half, context.configuration != .symmetric, cycle.isComplete,
      let reference = context.referenceCapacity, reference > 0
    else { return nil }
    return cycle.secondCapacity / reference
  }
}
