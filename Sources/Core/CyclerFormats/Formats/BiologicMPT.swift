import CellModel

/// BioLogic's text export (EC-Lab, BT-Lab): a counted preamble or none, tabs, 15-digit scientific numbers, decimal point or
/// comma by the exporting computer's locale; also the `;`-separated database style.
///
/// `<I>` is a mean over the preceding interval; techniques without any current column give it by their charge.
/// `Q charge/discharge` is signed and restarts with every half-cycle. `time/s` may hold dates.
package struct BiologicMPT: TableFormat {
  package let id = "biologic-mpt"
  package let title = "BioLogic .mpt (EC-Lab, BT-Lab)"
  package let notes = "with or without preamble, decimal comma, `;` database style, dates in `time/s`"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary else { return .no }
    let first = head.firstLine
    if first.hasPrefix("EC-Lab ASCII FILE") || first.hasPrefix("BT-Lab ASCII FILE") {
      return .yes(what: "“\(first.prefix(17))”")
    }
    let voltages = ["Ewe/V", "Ecell/V", "<Ewe>/V", "<Ewe/V>"]
    guard first.contains("time/s"), voltages.contains(where: first.contains),
      Self.dialect.columns.resolve(first) != nil
    else { return .no }
    return .yes(what: "header with time/s and a cell voltage, no preamble")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["time"]),
        .init(.vendorCycle, ["cycle number"]),
        .init(.vendorStep, ["ns"]),
        .init(.phaseWord, ["mode"]),
        .init(.current, ["i"]),
        .init(.current, ["<i>"], isIntervalMean: true),
        .init(.voltage, ["ewe", "<ewe>", "<ewe/v>", "ecell"]),
        .init(.halfCycleCounter, ["q charge/discharge"]),
        .init(.signedCounter, ["(q-qo)"]),
        .init(.chargeCounter, ["q charge"]),
        .init(.dischargeCounter, ["q discharge"]),
        .init(.increment, ["dq"]),
        .init(.temperature, ["temperature", "t"]),
      ]))
    dialect.counterPreference = [.halfCycle, .separate, .signed, .increments]
    // Only the open-circuit mode says what the current's sign does not.
    dialect.phases = PhaseVocabulary([.init("3", .rest, whole: true), .init("", .unstated)])
    dialect.startLabel = "Acquisition started on : "
    dialect.preambleLabels = [
      ("Acquisition started on : ", "started"), ("Electrode material : ", "electrode"),
      ("Electrolyte : ", "electrolyte"), ("Comments : ", "comment"), ("Device : ", "device"),
    ]
    return dialect
  }()

  package let sample = """
    EC-Lab ASCII FILE
    Nb header lines : 5

    Acquisition started on : 03/02/2026 09:00:00.000
    mode\tox/red\tNs\ttime/s\tEwe/V\tI/mA\tdq/mA.h\tQ charge/discharge/mA.h\thalf cycle\tcycle number\t
    3\t0\t0\t0.000000000000000E+000\t2.9011000E+000\t0.0000000E+000\t0.000000000000000E+000\t0.000000000000000E+000\t0\t0.000000000000000E+000
    1\t0\t1\t1.000000000000000E+001\t-1.2100000E-001\t-1.0000000E+000\t0.000000000000000E+000\t0.000000000000000E+000\t0\t0.000000000000000E+000
    1\t0\t1\t3.610000000000000E+003\t-5.1200000E-002\t-1.0000000E+000\t-1.000000000000000E+000\t-1.000000000000000E+000\t0\t0.000000000000000E+000
    1\t1\t2\t3.610500000000000E+003\t4.9800000E-002\t1.0000000E+000\t1.388888888888889E-004\t1.388888888888889E-004\t1\t1.000000000000000E+000
    1\t1\t2\t7.174500000000000E+003\t1.0000000E+000\t1.0000000E+000\t9.900000000000000E-001\t9.901388888888889E-001\t1\t1.000000000000000E+000

    """
}
