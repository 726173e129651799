/// What the instrument's error makes of a CE; systematic, because its gain does not change from cycle to cycle, so that
/// no average reduces it.
///
/// Every `accuracy` is δ, the relative gain error of charge against discharge, a fraction (100 ppm for ordinary cyclers,
/// review section 4). A gain that both directions share cancels in every CE. It is the one definition: the uncertainty
/// of a CE is CE · δ wherever one is shown or written.
package enum InstrumentUncertainty {
  /// Of a CE that is a ratio of two capacities (eqs 1 and 2): CE δ.
  package static func ratio(_ efficiency: Double, accuracy: Double) -> Double {
    efficiency.magnitude * accuracy
  }

  /// Of eq 3: CE δ Q_T ÷ (n Q_C + Q_T).
  ///
  /// What goes back and forth n times is taken from the strips for both ways, so that only the reservoir's own plating is
  /// compared with a strip: the protocol is some three times better than one conventional cycle.
  package static func reservoir(
    _ efficiency: Double, first: Double, cycled: Double, strips: Int, accuracy: Double
  ) -> Double {
    let plated = Double(strips) * cycled + first
    return plated > 0 ? ratio(efficiency, accuracy: accuracy) * first / plated : .nan
  }

  /// Of eq 6, and with R Q_cathode for Q_dis,1 of eq 5: the lithium's own uncertainty outweighs the instrument's.
  ///
  /// `loss` is the numerator, of which the lithium is known to ± `lithiumError` and of which `discharge` was measured the
  /// other way than the rest, mAh.
  package static func balance(
    inefficiency: Double, loss: Double, lithiumError: Double, discharge: Double, accuracy: Double
  ) -> Double {
    guard loss > 0 else { return .nan }
    let parts = [lithiumError, discharge * accuracy]
    return inefficiency.magnitude * (parts.reduce(0) { $0 + $1 * $1 }).squareRoot() / loss
  }
}
