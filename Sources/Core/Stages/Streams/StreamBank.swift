/// The three series of one cell, side by side.
struct StreamBank: Codable, Sendable {
  var efficiency: EvidenceStream
  var capacity: EvidenceStream
  var polarisation: EvidenceStream

  init(efficiencyResolution: Double) {
    efficiency = EvidenceStream(.efficiency, resolution: efficiencyResolution)
    capacity = EvidenceStream(.capacity)
    polarisation = EvidenceStream(.polarisation)
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
