/// A vendor's file that lies beside a log and holds no rows of its own.
package enum SideFile: Equatable, Sendable, CaseIterable {
  /// EC-Lab's protocol of a technique, with the time at which it began.
  case biologicMPL
  /// The files of a Neware test beside its data.
  case newareRunInfo, newareSteps, newareLog, newareEvents, newareAuxiliary
  /// Tables of text beside logs.
  case perCycleTable, cellsTable, cycleSummary, arbinMetadata, maccorImpedance

  /// Tells a side file by its first bytes; nil for anything else.
  package static func recognise(_ head: [UInt8]) -> SideFile? {
    let line = head.prefix(40).prefix { $0 != 0x0A && $0 != 0x0D }
    if ["EC-Lab LOG FILE", "BT-Lab LOG FILE"].contains(where: { line.elementsEqual($0.utf8) }) { return .biologicMPL }
    guard NDCPages.pageSize(ofFileBeginning: head) != nil, let kind = NDCFileKind(rawValue: head[0]) else { return nil }
    // Text does not begin with a control character and a zero.
    switch kind {
    case .data: return nil
    case .auxiliary: return .newareAuxiliary
    case .steps: return .newareSteps
    case .log: return .newareLog
    case .events: return .newareEvents
    case .runInfo: return .newareRunInfo
    }
  }

  /// Tells a file that no log format knows; nil if it is no side file either.
  ///
  /// Asked last, because the header of a log may name all that the header of a summary does.
  package static func recognise(unknown head: LogHead) -> SideFile? {
    recognise(head.bytes) ?? SideTable.recognise(head)
  }

  /// Whether a header that no log format knows still names what only a log has, so that its rows are no cycles.
  package static func holdsRecords(_ head: LogHead) -> Bool { SideTable.holdsRecords(head) }

  /// Whether it has a row a cycle, which `cycles` and `stages` read where it is named.
  package var isCycleTable: Bool { self == .perCycleTable || self == .cycleSummary }

  /// The stable name in outputs.
  package var id: String {
    switch self {
    case .biologicMPL: "biologic-mpl"
    case .newareRunInfo, .newareSteps, .newareLog, .newareEvents, .newareAuxiliary: "neware-ndc"
    case .perCycleTable: "per-cycle-csv"
    case .cellsTable: "cells-csv"
    case .cycleSummary: "cycle-summary"
    case .arbinMetadata: "arbin-metadata"
    case .maccorImpedance: "maccor-eis"
    }
  }

  /// What it is.
  package var title: String {
    switch self {
    case .biologicMPL: "BioLogic .mpl (EC-Lab, BT-Lab)"
    case .newareRunInfo: "times and counters of a Neware .ndc"
    case .newareSteps: "steps of a Neware .ndc"
    case .newareLog: "event log of a Neware .ndc"
    case .newareEvents: "instrument states of a Neware .ndc"
    case .newareAuxiliary: "auxiliary channel of a Neware .ndc"
    case .perCycleTable: "per-cycle table"
    case .cellsTable: "what is known of cells"
    case .cycleSummary: "summary of cycles"
    case .arbinMetadata: "Arbin metadata"
    case .maccorImpedance: "Maccor impedance (EIS) result"
    }
  }

  /// What it is good for, a clause.
  package var meaning: String {
    switch self {
    case .biologicMPL: "no samples of its own: it tells the start of the .mpr of the same name"
    case .newareRunInfo, .newareSteps: "no samples of its own: it is read with the .ndc of the same name"
    case .perCycleTable: "one row a cycle and no trace: `celltop stages` and `celltop cycles` read it"
    case .cellsTable: "no samples of its own: it is read with the per-cycle table beside it"
    case .cycleSummary:
      "one row a cycle and no voltage over time: `celltop stages` and `celltop cycles` read it, for a live view export"
        + " the records"
    case .arbinMetadata: "no samples of its own: the CSV with Data_Point beside it is the log"
    case .maccorImpedance: "no cycling in it: the text export of the same test has that"
    case .newareLog, .newareEvents, .newareAuxiliary: "no samples of its own: it belongs to the .ndc of the same name"
    }
  }
}
