import Canvas
import CellModel
import Fleet
import Metrics

extension CellCondition {
  /// The class that rows are sorted by: a cell that goes from charge to rest must not move.
  var rank: Int {
    switch self {
    case .fail, .warn, .turn, .stale: rawValue
    case .charging, .discharging, .resting, .other: CellCondition.charging.rawValue
    case .finished, .empty: rawValue
    }
  }

  var symbol: Symbol {
    switch self {
    case .fail: .fail
    case .warn: .warn
    case .turn: .turn
    case .stale: .stale
    case .charging: .charge
    case .discharging: .discharge
    case .resting: .rest
    case .other: .other
    case .finished: .done
    case .empty: .empty
    }
  }

  /// The word beside the symbol, at most five columns.
  var word: String {
    switch self {
    case .fail: "FAIL"
    case .warn: "WARN"
    case .turn: "TURN"
    case .stale: "STALE"
    case .charging, .discharging: "run"
    case .resting: "rest"
    case .other: "other"
    case .finished: "done"
    case .empty: "empty"
    }
  }

  var role: Role {
    switch self {
    case .fail: .fail
    case .warn: .warn
    case .turn: .turn
    case .stale: .stale
    case .charging, .discharging: .run
    case .resting, .other: .rest
    case .finished, .empty: .done
    }
  }
}

extension Severity {
  var symbol: Symbol {
    switch self {
    case .critical: .fail
    case .warning: .warn
    case .notice: .bullet
    }
  }

  var role: Role {
    switch self {
    case .critical: .fail
    case .warning: .warn
    case .notice: .dim
    }
  }
}

extension Phase {
  /// The cyclers' own three letters.
  var letters: String {
    switch self {
    case .charge: "CHG"
    case .discharge: "DCH"
    case .rest: "RST"
    case .other, .unstated: "OTH"
    }
  }
}

extension CellSummary {
  /// The evidence of the stage, where no flag says it already; nil if there is none.
  var unsaidStageEvidence: String? {
    guard !stage.evidence.isEmpty, !flags.contains(where: { $0.evidence.hasPrefix(stage.evidence) }) else { return nil }
    return stage.evidence
  }

  /// The CE that tables show: the rolling median, or the newest cycle's before there is one.
  var shownEfficiency: Double? { rollingEfficiency?.median ?? lastEfficiency }

  /// The phase under way and how long it has lasted; `-` before the first row.
  var stepText: String {
    guard let step else { return Numeral.missing }
    return step.phase.letters + " " + Numeral.age(step.endTime - step.startTime)
  }

  /// What is the matter, or else what somebody noted of the cell.
  var reasonOrNote: String {
    let reason = reasonText
    return reason.isEmpty ? labels.note ?? "" : reason
  }

  /// One line that says what is the matter, or how the reading stands.
  var reasonText: String {
    switch source.status {
    case .unreadable(let reason): return "cannot read: " + SafeText.clean(reason)
    case .loading where source.size > 0 && source.bytesRead < source.size:
      return "reading " + Numeral.fixed(Double(source.bytesRead) / Double(source.size) * 100, decimals: 0) + " %"
    default: break
    }
    if let flag = leadingFlag ?? flags.first { return flag.evidence }
    if source.status == .gone { return "file is gone" }
    return stage.state == .suspected ? stage.evidence : ""
  }
}

extension StageReading {
  /// The turning point with its interval, `◆139±4`, `~139±4` while suspected, `✗139±1` where the cell shorted or died; the
  /// stage's name before there is one.
  func text(_ symbols: SymbolSet) -> String {
    switch state {
    case .forming: return "forming"
    case .stage1: return "I"
    case .unknown: return ""
    case .suspected, .stage2, .shorted, .dead:
      let word = state == .shorted ? "short" : state == .dead ? "dead" : state == .stage2 ? "II" : "~"
      guard let turningCycle else { return word }
      let mark = state == .suspected ? "~" : state == .stage2 ? symbols[.turn] : symbols[.fail]
      return mark + Numeral.fixed(turningCycle, decimals: 0) + halfWidth(symbols)
    }
  }

  /// Half of the 95 % interval as `±4`; empty where there is none.
  func halfWidth(_ symbols: SymbolSet) -> String {
    guard let turningLow, let turningHigh else { return "" }
    return symbols[.plusMinus] + Numeral.fixed(((turningHigh - turningLow) / 2).rounded(.up), decimals: 0)
  }

  var role: Role {
    switch state {
    case .stage2, .suspected: .turn
    case .shorted, .dead: .fail
    case .forming, .stage1, .unknown: .dim
    }
  }
}

extension StageState {
  /// The stage as a cell of a table names it.
  var shortName: String {
    switch self {
    case .forming: "form"
    case .stage1: "I"
    case .suspected: "I~"
    case .stage2: "II"
    case .shorted: "short"
    case .dead: "dead"
    case .unknown: "-"
    }
  }
}

extension CellConfiguration {
  /// The name where there is room for it.
  var longName: String {
    switch self {
    case .half: "Li|Cu half cell"
    case .full: "Li|cathode full cell"
    case .anodeFree: "Cu|cathode anode-free cell"
    case .symmetric: "Li|Li symmetric cell"
    case .unknown: "configuration unknown"
    }
  }
}
