/// Every number of a cell beside its averages: the one list.
package enum QuantityRegistry {
  package static let all: [any CellQuantity] = [
    LithiumInventory(), LossPerCycle(), InactiveLithium(), ArealInactiveLithium(), RemainingReservoir(), TurnForecast(),
    CycleLife(), EndOfLife(), StepEnd(),
  ]

  /// Every quantity's answer for a cell, in the list's order.
  package static func explanations(of record: CellRecord) -> [Explanation] { all.map { $0.value(of: record) } }
}
