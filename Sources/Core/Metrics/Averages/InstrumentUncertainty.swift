/// What the instrument's error of one capacity makes of a CE; systematic, because its gain does not change from cycle
/// to cycle, so that no average reduces it.
///
/// Every `accuracy` is the relative error of one capacity, a fraction (100 ppm for ordinary cyclers, review section 4);
/// charge and discharge err independently.
package enum InstrumentUncertainty {
  /// Of a CE that is a ratio of two capacities (eqs 1 and 2): CE √2 e.
  package static func ratio(_ efficiency: Double, accuracy: Double) -> Double {
    efficiency.magnitude * accuracy * 2.0.squareRoot()
  }

  /// Of eq 3: √((Q_S e)² + (CE Q_T e)² + (n (1 − CE) Q_C e)²) ÷ (n Q_C + Q_T).
  ///
  /// What goes back and forth n times enters only with 1 − CE, so that the protocol is some three times better than
  /// one conventional cycle.
  package static func reservoir(
    _ efficiency: Double, first: Double, cycled: Double, strips: Int, last: Double, accuracy: Double
  ) -> Double {
    let passed = Double(strips) * cycled
    let parts = [last, efficiency * first, passed * (1 - efficiency)]
    let sum = parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return passed + first > 0 ? accuracy * sum / (passed + first) : .nan
  }

  /// Of eq 6, and with R Q_cathode for Q_dis,1 of eq 5: the lithium's own uncertainty outweighs the instrument's.
  ///
  /// `loss` is the numerator, of which `lithium` is known to ± `lithiumError` (mAh), `charge` and `discharge` to the
  /// instrument's accuracy.
  package static func balance(
    inefficiency: Double, loss: Double, lithiumError: Double, charge: Double, discharge: Double, accuracy: Double
  ) -> Double {
    guard loss > 0 else { return .nan }
    let parts = [lithiumError, charge * accuracy, discharge * accuracy]
    let squares = parts.reduce(0) { $0 + $1 * $1 } / (loss * loss)
    return inefficiency.magnitude * (squares + accuracy * accuracy).squareRoot()
  }
}
