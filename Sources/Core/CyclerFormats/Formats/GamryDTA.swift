/// Gamry's .DTA files, as far as they hold curves over time: typed lines, then tables of points, each with a line of
/// names and a line of units; the rows begin with a tab.
///
/// There is no counter, so capacities are integrals. Impedance tables hold no time curve and are left
/// alone. `Temp` is not read: without a probe it stands at -327 °C.
package struct GamryDTA: TableFormat {
  package let id = "gamry-dta"
  package let title = "Gamry .DTA time curves"
  package let notes = "no capacity counter: the current is integrated"

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    guard !head.isBinary, head.firstLine == "EXPLAIN" else { return .no }
    let tables = head.lines.filter { $0.contains("\tTABLE") }.map { $0.prefix { $0 != "\t" } }
    guard let name = tables.first(where: { $0.hasPrefix("CURVE") || $0 == "OCVCURVE" }) else {
      return tables.isEmpty && head.isWholeFile ? .perhaps : .no
    }
    guard head.lines.contains(where: { $0.hasPrefix("\t") && Self.dialect.columns.resolve($0) != nil }) else {
      return head.isWholeFile ? .perhaps : .no
    }
    return .yes(what: "“EXPLAIN” and a \(name) table over time")
  }

  package static let dialect: TextDialect = {
    var dialect = TextDialect(
      columns: ColumnMap([
        .init(.testTime, ["t"]),
        .init(.current, ["im"]),
        .init(.voltage, ["vf"]),
        // Says nothing of phases; but a row that lost its front is too short to reach it.
        .init(.phaseWord, ["over"]),
      ]))
    dialect.hasUnitLine = true
    dialect.labelsEndTable = true
    dialect.preambleLabels = [
      ("DATE\tLABEL\t", "date"), ("TIME\tLABEL\t", "time"), ("TITLE\tLABEL\t", "title"), ("TAG\t", "experiment"),
    ]
    return dialect
  }()

  package let sample = """
    EXPLAIN
    TAG\tCHRONOP
    DATE\tLABEL\t3/2/2026\tDate
    TIME\tLABEL\t09:00:00\tTime
    CURVE\tTABLE\t5
    \tPt\tT\tVf\tIm\tVu\tSig\tAch\tIERange\tOver
    \t#\ts\tV vs. Ref.\tA\tV\tV\tV\t#\tbits
    \t0\t0\t2.90110E+000\t0.00000E+000\t0.00000E+000\t0.00000E+000\t0.00000E+000\t6\t...........
    \t1\t10\t-1.21000E-001\t-1.00000E-003\t0.00000E+000\t0.00000E+000\t0.00000E+000\t6\t...........
    \t2\t3610\t-5.12000E-002\t-1.00000E-003\t0.00000E+000\t0.00000E+000\t0.00000E+000\t6\t...........
    \t3\t3610.5\t4.98000E-002\t1.00000E-003\t0.00000E+000\t0.00000E+000\t0.00000E+000\t6\t...........
    \t4\t7174.5\t1.00000E+000\t1.00000E-003\t0.00000E+000\t0.00000E+000\t0.00000E+000\t6\t...........

    """
}
