/// The mix of a simulated fleet: what the nth cell is and what becomes of it.
struct CellRecipe: Sendable {
  let kind: CellKind
  let fate: CellFate
  let electrolyte: String
  var rate = RateProgramme.constant
  var isInterrupted = false
  /// Half the daily swing of the chamber, °C; good chambers hold ±0.2.
  var swing = 0.08

  /// Every kind, every fate of weight and every disturbance in two dozen; a larger fleet goes round again.
  ///
  /// The order puts one of each kind first, so that a small fleet is a mixed one too.
  static let all: [CellRecipe] = [
    CellRecipe(kind: .copper, fate: .turnsAbruptly, electrolyte: "LHCE"),
    CellRecipe(kind: .cathode, fate: .turnsAbruptly, electrolyte: "LHCE"),
    CellRecipe(kind: .anodeFree, fate: .turnsAbruptly, electrolyte: "DualSalt"),
    CellRecipe(kind: .copperReservoir, fate: .healthy, electrolyte: "LHCE"),
    CellRecipe(kind: .symmetric, fate: .healthy, electrolyte: "HCE"),
    CellRecipe(kind: .copperPreconditioned, fate: .healthy, electrolyte: "HCE"),
    CellRecipe(kind: .copper, fate: .healthy, electrolyte: "LHCE"),
    CellRecipe(kind: .cathode, fate: .healthy, electrolyte: "LHCE", isInterrupted: true),
    CellRecipe(kind: .copper, fate: .softShort, electrolyte: "DME"),
    CellRecipe(kind: .cathode, fate: .turnsGradually, electrolyte: "Carbonate"),
    CellRecipe(kind: .anodeFree, fate: .healthy, electrolyte: "LHCE"),
    CellRecipe(kind: .cathode, fate: .suddenDeath, electrolyte: "Carbonate"),
    CellRecipe(kind: .copper, fate: .turnsGradually, electrolyte: "HCE", isInterrupted: true),
    CellRecipe(kind: .symmetric, fate: .softShort, electrolyte: "DME"),
    CellRecipe(kind: .cathode, fate: .softShort, electrolyte: "HCE"),
    CellRecipe(
      kind: .cathode, fate: .turnsAbruptly, electrolyte: "HCE", rate: .diagnostic(every: 25, factor: 0.3)),
    CellRecipe(kind: .copperReservoir, fate: .turnsAbruptly, electrolyte: "DME"),
    CellRecipe(kind: .copper, fate: .hardShort, electrolyte: "Carbonate"),
    CellRecipe(kind: .anodeFree, fate: .turnsGradually, electrolyte: "DualSalt"),
    CellRecipe(kind: .cathode, fate: .healthy, electrolyte: "HCE", rate: .switched(at: 30, factor: 1.5), swing: 0.7),
    CellRecipe(kind: .symmetric, fate: .turnsAbruptly, electrolyte: "Carbonate"),
    CellRecipe(kind: .copper, fate: .suddenDeath, electrolyte: "DME"),
    CellRecipe(kind: .cathode, fate: .hardShort, electrolyte: "DME"),
    CellRecipe(kind: .copper, fate: .healthy, electrolyte: "HCE", isInterrupted: true),
  ]

  /// What a file name begins with.
  var prefix: String {
    switch kind {
    case .copper: "LiCu"
    case .copperReservoir: "LiCuAurbach"
    case .copperPreconditioned: "LiCuZhang"
    case .cathode: "LiNCM811"
    case .anodeFree: "AF-NCM811"
    case .symmetric: "LiLi"
    }
  }

  /// Stage I inefficiency to begin the drawing with, by electrolyte: dilute ether and carbonate lose more.
  var inefficiency: ClosedRange<Double> {
    switch electrolyte {
    case "LHCE": 0.003...0.006
    case "HCE": 0.005...0.009
    case "DualSalt": 0.006...0.01
    case "DME": 0.008...0.013
    default: 0.012...0.02
    }
  }
}
