package import CellModel

/// Charge and discharge by the cycle number stored in the file, to compare with vendor software.
package struct VendorCycleFold: Codable, Sendable {
  /// The sums of one stored cycle number.
  package struct Sums: Equatable, Codable, Sendable {
    package var vendorCycle: Int32
    /// mAh, positive.
    package var charge = 0.0
    package var discharge = 0.0
    package var startTime: Double
    package var endTime: Double
    package var rows = 0

    /// A cycle of which no row was seen; capacities in mAh, times in s.
    package init(vendorCycle: Int32, charge: Double = 0, discharge: Double = 0, startTime: Double, endTime: Double) {
      self.vendorCycle = vendorCycle
      self.charge = charge
      self.discharge = discharge
      self.startTime = startTime
      self.endTime = endTime
    }
  }

  private var fold: ChargeFold
  private let usesIntegral: Bool
  private var positions: [Int32: Int] = [:]
  /// In the order in which the numbers first appeared.
  package private(set) var cycles: [Sums] = []

  package init(_ counterKind: CounterKind, currentKind: CurrentKind, countersResetEachStep: Bool) {
    fold = ChargeFold(counterKind, currentKind: currentKind, countersResetEachStep: countersResetEachStep)
    usesIntegral = counterKind == .none
  }

  /// Takes the next rows.
  package mutating func fold(_ samples: [Sample]) {
    for sample in samples {
      let increment = fold.advance(sample)
      let position: Int
      if let known = positions[sample.vendorCycle] {
        position = known
      } else {
        position = cycles.count
        positions[sample.vendorCycle] = position
        cycles.append(Sums(vendorCycle: sample.vendorCycle, startTime: sample.testTime, endTime: sample.testTime))
      }
      // The vendor's own table has the jumps of its counter.
      let charge = increment.charge + max(0, increment.jump)
      let discharge = increment.discharge + max(0, -increment.jump)
      cycles[position].charge += usesIntegral ? increment.integralCharge : charge
      cycles[position].discharge += usesIntegral ? increment.integralDischarge : discharge
      if sample.testTime == sample.testTime { cycles[position].endTime = sample.testTime }
      cycles[position].rows += 1
    }
  }
}
