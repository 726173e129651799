/// Gamry's .DTA files of cyclic charge and discharge: a `CAPACITYCURVE` table with one row a half-cycle.
package struct GamryHalfCycles: CyclerFormat {
  package let id = "gamry-dta-half-cycles"
  package let title = "Gamry .DTA capacity curve"
  package let notes = "one row a half-cycle: cycles and CE, no trace"

  package let growth = LogGrowth.export
  package let samplesARow = 3

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary, head.firstLine == "EXPLAIN" else { return .no }
    guard let table = head.lines.firstIndex(where: { $0.hasPrefix("CAPACITYCURVE\tTABLE") }) else { return .no }
    guard table + 1 < head.lines.count else { return head.isWholeFile ? .perhaps : .no }
    let names = head.lines[table + 1].split(separator: "\t").map { $0.filter { !$0.isWhitespace } }
    let needed = [
      Self.columns.endTime, Self.columns.direction, Self.columns.charge, Self.columns.duration,
      Self.columns.firstVoltage,
      Self.columns.lastVoltage,
    ]
    guard needed.allSatisfy(names.contains) else { return .no }
    return .yes(what: "“EXPLAIN” and a CAPACITYCURVE table")
  }

  package func makeDecoder() -> any SampleDecoder { Self.decoder() }

  /// Reads on from a state.
  static func decoder(resuming state: HalfCycleTableDecoder.State = .init()) -> HalfCycleTableDecoder {
    HalfCycleTableDecoder(columns, resuming: state)
  }

  private static let columns = HalfCycleTableDecoder.Columns(
    endTime: "Time", direction: "Type", chargeWord: "0", dischargeWord: "1", cycle: "Cycle", charge: "Charge",
    duration: "Duration", firstVoltage: "Vstart", lastVoltage: "Vend", energy: "Energy", temperature: "Tend")

  package let sample = """
    EXPLAIN
    TAG\tPWR800_CYCLICCHARGEDISCHARGE
    CAPACITYCURVE\tTABLE
    \tPt\tTime\tType\tCycle\tCharge\tDuration\tVstart\tVend\tEnergy\tTstart\tTend\tOver
    \t#\ts\t#\t#\tC\ts\tV\tV\tJ\tdeg C\tdeg C\tbits
    \t1\t3600\t0\t1\t18.00\t3590\t3.401\t4.300\t69.30\t25.0\t25.1\t...........
    \t2\t7100\t1\t1\t17.64\t3490\t4.250\t2.800\t-63.50\t25.1\t25.0\t...........
    \t3\t10700\t0\t2\t17.70\t3590\t3.402\t4.300\t68.10\t25.0\t25.1\t...........

    """
}
