/// The three series of one cell, side by side.
struct StreamBank: Codable, Sendable {
  var efficiency = EvidenceStream(.efficiency)
  var capacity = EvidenceStream(.capacity)
  var polarisation = EvidenceStream(.polarisation)

  /// Tells the step in which capacities are written, as a share of them; a CE is the quotient of two.
  mutating func resolve(_ step: Double) {
    efficiency.resolve(1.414 * step)
    capacity.resolve(step)
  }

  var isEmpty: Bool { efficiency.count == 0 && capacity.count == 0 && polarisation.count == 0 }

  subscript(signal: Signal) -> EvidenceStream {
    get {
      switch signal {
      case .efficiency: efficiency
      case .capacity: capacity
      case .polarisation: polarisation
      }
    }
    set {
      switch signal {
      case .efficiency: efficiency = newValue
      case .capacity: capacity = newValue
      case .polarisation: polarisation = newValue
      }
    }
  }

  mutating func forEach(_ body: (inout EvidenceStream) -> Void) {
    body(&efficiency)
    body(&capacity)
    body(&polarisation)
  }
}
