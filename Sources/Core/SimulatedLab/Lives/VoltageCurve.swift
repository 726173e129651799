/// The voltage of a step against its progress, before noise.
enum VoltageCurve: Sendable {
  /// Open circuit, from wherever the cell stood towards `to`.
  case relaxation(to: Double, timeConstant: Double)
  /// Deposition at a negative plateau with the dip of nucleation at its start.
  case plating(plateau: Double, dip: Double)
  /// Dissolution at a positive plateau that rises to the cut-off when the metal is used up; no cut-off: ended by time.
  case stripping(plateau: Double, cutoff: Double?, width: Double)
  /// A layered oxide cathode against lithium between two states of charge, bent to the limit at its end.
  case intercalation(from: Double, to: Double, polarisation: Double, limit: Double?, width: Double)
  /// Lithium to lithium, signed: a peak of nucleation, a trough, an arch towards the end.
  case exchange(plateau: Double)
  /// A plain resistance, as in a hard short.
  case ohmic(voltage: Double)

  /// The voltage at `progress` (0…1) of the step's charge, `seconds` after its start; a rest begins at `start`.
  func voltage(progress: Double, seconds: Double, start: Double) -> Double {
    switch self {
    case .relaxation(let to, let timeConstant):
      return to + (start - to) * Exponential.exp(-seconds / timeConstant)
    case .plating(let plateau, let dip):
      // Mossy growth enlarges the surface, so the plateau flattens a little with the charge.
      return -plateau * (1 - 0.12 * progress) - dip * Exponential.exp(-progress / 0.012)
    case .stripping(let plateau, let cutoff, let width):
      // Easy metal goes first; the buried part costs more, hence the shoulder.
      let body = plateau * (0.82 + 0.1 * progress + 0.35 * progress * progress * progress)
      guard let cutoff else { return body }
      return body + (cutoff - plateau * 1.27) * Exponential.exp((progress - 1) / width)
    case .intercalation(let from, let to, let polarisation, let limit, let width):
      let body = Self.openCircuit(from + (to - from) * progress) + polarisation
      guard let limit else { return body }
      let end = Self.openCircuit(to) + polarisation
      return body + (limit - end) * Exponential.exp((progress - 1) / width)
    case .exchange(let plateau):
      let arch = 0.9 + 0.25 * progress * progress
      return plateau * (arch + 0.3 * Exponential.exp(-progress / 0.02))
    case .ohmic(let voltage):
      return voltage
    }
  }

  /// Equilibrium voltage against lithium of a nickel-rich layered oxide, V, at a state of charge of 0…1.
  ///
  /// A cubic through 3.55 V and 4.27 V with the steep foot below 5 %: the shape of published NCM811 curves to ±30 mV.
  static func openCircuit(_ charge: Double) -> Double {
    let x = min(max(charge, 0), 1.05)
    return 3.55 + x * (0.5 + x * (-0.18 + 0.4 * x)) - 0.45 * Exponential.exp(-x / 0.025)
  }
}
