package import CellModel

/// The part of what is plated that the anode loses, with its spread: what a forecast needs and a cell in stage I hides.
package struct AnodeLoss: Equatable, Sendable {
  /// Median of the loss, a fraction of what is plated.
  package var value: Double
  /// Standard deviation of its logarithm.
  package var deviation: Double
  package var provenance: Provenance
  /// Where it comes from, in a few words.
  package var meaning: String

  /// Scatter of 1 − CE between cells of one kind, while little is known of their own, and of what others tell: 15 %.
  ///
  /// It weighs as much as `usualFreedom` differences between twins.
  static let usualScatter = 0.15
  static let usualFreedom = 2
  /// What the lithium's and the capacities' own errors add.
  static let bookkeeping = 0.03

  /// The loss of a cell's anode, from the user's number or from twins; nil where nobody told one.
  package static func of(_ record: CellRecord) -> AnodeLoss? {
    switch record.facts.anodeEfficiency?.value {
    case .given(let efficiency): given(efficiency, record)
    case .group: record.twins.flatMap { fromTwins($0, record) }
    case nil: nil
    }
  }

  private static func given(_ efficiency: Double, _ record: CellRecord) -> AnodeLoss? {
    guard efficiency < 1, efficiency > 0 else { return nil }
    let loss = 1 - efficiency
    let instrument = InstrumentUncertainty.ratio(efficiency, accuracy: record.accuracy) / loss
    return AnodeLoss(
      value: loss, deviation: (usualScatter * usualScatter + instrument * instrument).squareRoot(),
      provenance: .given, meaning: "ce_from")
  }

  private static func fromTwins(_ twins: TwinEvidence, _ record: CellRecord) -> AnodeLoss? {
    let turned = twins.turned.compactMap { Natural.logarithm($0) }
    if record.hasCathode, !turned.isEmpty {
      let cells = turned.count == 1 ? "1 cell" : "\(turned.count) cells"
      return pooled(
        turned, meaning: "\(cells) of group \(twins.group) at their own turn, by their lithium balance")
    }
    let halves = twins.halves.compactMap { Natural.logarithm($0) }
    guard !halves.isEmpty else { return nil }
    let cells = halves.count == 1 ? "1 Li|Cu cell" : "\(halves.count) Li|Cu cells"
    return pooled(halves, meaning: "\(cells) of group \(twins.group)")
  }

  /// The next cell's loss from those of n others: s² (1 + 1/n), and the bookkeeping's error.
  ///
  /// s² is that of the n, weighed by n − 1, and the usual one: three cells that agree by chance promise nothing.
  private static func pooled(_ logarithms: [Double], meaning: String) -> AnodeLoss {
    let count = Double(logarithms.count)
    let mean = logarithms.reduce(0, +) / count
    let squares = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let freedom = usualFreedom + logarithms.count - 1
    let pooled = (Double(usualFreedom) * usualScatter * usualScatter + squares) / Double(freedom)
    // The scatter of a few cells is itself uncertain: Student's t widens what was measured.
    let scatter = pooled.squareRoot() * student(freedom)
    let variance = scatter * scatter * (1 + 1 / count) + bookkeeping * bookkeeping
    return AnodeLoss(
      value: Natural.exponential(mean), deviation: variance.squareRoot(), provenance: .inferred, meaning: meaning)
  }

  /// The 90 % quantile of Student's t over that of the normal distribution, by degrees of freedom.
  private static func student(_ freedom: Int) -> Double {
    let ratios = [2.402, 1.471, 1.278, 1.196, 1.152, 1.123, 1.104, 1.090, 1.079]
    return freedom > 0 && freedom <= ratios.count ? ratios[freedom - 1] : 1 + 0.71 / Double(max(freedom, 10))
  }

  /// What to say where no loss is known.
  static func missing(_ record: CellRecord) -> String {
    if case .group(let name) = record.facts.anodeEfficiency?.value {
      return "no cell of group \(SafeText.clean(name)) has turned, and none of Li|Cu there has an average yet"
    }
    return "needs the anode's CE: ce_from = a fraction, or \"group:NAME\" of its twins"
  }
}
