/// Sudden death: what a cell gives back falls below 60 % of its recent level, twice in a row.
///
/// Cells with a cathode are judged by their capacity. How much is plated on copper is the protocol's choice, and reservoir
/// tests change it in the middle: Li|Cu is judged by the stripped share.
struct DeathRule: Codable, Sendable {
  /// ln 0.6.
  private static let collapse = -0.510_825_623_765_990_7
  private static let cyclesToDie = 2
  /// A contact that comes back is no death: so many cycles above the limit revive the cell.
  static let cyclesToRevive = 5

  private var below = 0
  private var above = 0
  private(set) var firstBelow: Double?
  /// The level that the collapse is measured from, frozen when it begins.
  private var level: Double?

  var hasRevived: Bool { above >= Self.cyclesToRevive }

  /// Judges a cycle before the stream takes it in; the evidence in words if the cell has just died.
  mutating func judge(_ cycle: LoggedCycle, against streams: StreamBank, hasCathode: Bool) -> String? {
    let isShare = !hasCathode && cycle.efficiency != nil
    let stream = isShare ? streams.efficiency : streams.capacity
    let value = isShare ? cycle.efficiency : cycle.capacity
    guard let capacity = value.map({ $0 - stream.offset }) else { return nil }
    if below == 0 { level = stream.count >= 4 ? Robust.median(stream.history.newestValues(10)) : nil }
    guard let level, capacity - level < Self.collapse else {
      above = min(above + 1, Self.cyclesToRevive)
      if below < Self.cyclesToDie || hasRevived { below = 0 }
      return nil
    }
    above = 0
    below = min(below + 1, Self.cyclesToDie + 1)
    if below == 1 { firstBelow = cycle.cycle }
    guard below == Self.cyclesToDie else { return nil }
    return
      "\(isShare ? "CE" : "capacity") fell to \(Figure.percent(Natural.exponential(capacity - level), digits: 0)) of its recent median,"
      + " \(Self.cyclesToDie) cycles in a row"
  }
}
