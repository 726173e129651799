package import CellModel

/// The lithium of a cell with a cathode, counted from its first cycle: what there was, what is gone, what is left.
///
/// With an anode's own CE c: E = Q_Li + Σ(Q_ch − Q_dis) − (1 − c) ΣQ_ch. The turn comes where E is zero.
package struct LithiumBook: Equatable, Sendable {
  package let lithium: Marked<Double>
  package let opening: CycleTally.Recent
  package let rate: RateTally
  /// ΣQ_ch and ΣQ_dis until the newest cycle at the main current, mAh.
  package let charged: Double
  package let net: Double
  /// Mean charge of the newest cycles, and what a cycle seems to lose, mAh.
  package let meanCharge: Double
  package let netLoss: Double

  /// The book of a record; nil where the lithium or the first cycle is not known.
  package init?(_ record: CellRecord) {
    guard record.hasCathode, let lithium = record.lithium, let opening = record.tally.opening,
      let rate = record.tally.mainRate, let mean = record.tally.meanFirst, let netLoss = record.tally.netLoss,
      rate.chargedUntilLast > 0, mean > 0, rate.retention.isFinite
    else { return nil }
    self.lithium = lithium
    self.opening = opening
    self.rate = rate
    charged = rate.chargedUntilLast
    net = record.tally.firstTotal - record.tally.secondTotal
    meanCharge = mean
    self.netLoss = netLoss
  }

  /// Lithium at the start beside what the cathode can take back: Q_Li + Q_ch,1 − Q_dis,1, mAh.
  package var inventory: Double { lithium.value + opening.first - opening.second }

  /// The most that can be gone while the reservoir is not empty, mAh.
  package var limit: Double { lithium.value + net }

  /// All that is gone once the reservoir is empty, by the capacity that is left, mAh (the numerator of eq 6).
  package var goneByRetention: Double { lithium.value + opening.first - rate.retention * opening.second }

  /// What is left in the reservoir at a loss, mAh.
  package func remaining(at loss: Double) -> Double { limit - loss * charged }

  /// What a cycle takes from the reservoir at a loss, mAh.
  package func use(at loss: Double) -> Double { loss * meanCharge - netLoss }

  /// Cycle at which the reservoir is empty at a loss; infinite where no cycle takes from it.
  package func turn(at loss: Double) -> Double {
    let use = use(at: loss)
    guard use > 0 else { return .infinity }
    return Double(rate.lastCycle) + max(0, remaining(at: loss)) / use
  }
}
