import CellModel
package import CyclerFormats

/// A log format that a lab describes itself: `$XDG_CONFIG_HOME/celltop/formats/NAME.toml`.
package enum FormatReader {
  /// How the current in the file is signed.
  private enum CurrentSign: String, CaseIterable {
    case chargePositive = "charge-positive"
    case dischargePositive = "discharge-positive"
    /// Magnitudes; the phase words say which way.
    case unsigned
  }

  /// Whether the file's counters begin anew.
  private enum CounterReset: String, CaseIterable { case never, step }

  private enum Delimiter: String, CaseIterable {
    case comma, semicolon, tab, bar

    var byte: UInt8 {
      switch self {
      case .comma: 0x2C
      case .semicolon: 0x3B
      case .tab: 0x09
      case .bar: 0x7C
      }
    }
  }

  private static let columns: [(key: String, quantity: Quantity)] = [
    ("test_time", .testTime), ("wall_time", .wallTime), ("voltage", .voltage), ("current", .current),
    ("charge_capacity", .chargeCounter), ("discharge_capacity", .dischargeCounter), ("capacity", .sharedCounter),
    ("net_capacity", .signedCounter), ("capacity_increment", .increment), ("temperature", .temperature),
    ("cycle", .vendorCycle), ("step", .vendorStep), ("phase", .phaseWord),
  ]

  /// Reads a description; nil with the reasons if no format can be made of it.
  package static func read(
    _ text: String, file: String, taken: Set<String> = []
  ) -> (format: DescribedFormat?, problems: [SettingsProblem]) {
    do throws(SettingsProblem) {
      let root = try TOMLNode(parsing: text, file: file)
      var reader = SettingsReader(file: file, kind: .error)
      let format = format(from: root, taken: taken, &reader)
      return (reader.problems.isEmpty ? format : nil, reader.problems)
    } catch {
      return (nil, [error])
    }
  }

  private static func format(
    from root: TOMLNode, taken: Set<String>, _ reader: inout SettingsReader
  ) -> DescribedFormat? {
    let members = reader.members(
      of: root,
      allowed: [
        "id", "title", "notes", "header", "delimiter", "current", "counters_reset", "unit_line", "dates", "columns",
        "phases",
      ])
    let sign = members["current"].flatMap { reader.word($0, as: CurrentSign.self) } ?? .chargePositive
    let described = describedColumns(members["columns"], of: root, &reader)
    let phases = phases(members["phases"], &reader)
    if sign == .unsigned, phases.isEmpty || !described.contains(where: { $0.quantity == .phaseWord }) {
      reader.note(
        "an unsigned current needs a phase column and [phases] with charge and discharge", at: members["current"]?.place
      )
    }
    guard let id = reader.text(members["id"]), isName(id) else {
      reader.note("expected an id of small letters, digits and hyphens", at: members["id"]?.place ?? root.place)
      return nil
    }
    if taken.contains(id) { reader.note("there is a format “\(id)” already", at: members["id"]?.place) }
    let delimiter = members["delimiter"].flatMap { reader.word($0, as: Delimiter.self) }
    var dialect = TextDialect(
      columns: ColumnMap(
        described.map { $0.entry(isReversed: sign == .dischargePositive) }, delimiter: delimiter?.byte))
    dialect.phases = PhaseVocabulary(phases)
    dialect.phaseDecidesSign = sign == .unsigned
    dialect.countersResetEachStep =
      members["counters_reset"].flatMap { reader.word($0, as: CounterReset.self) } == .step
    dialect.dateOrder = members["dates"].flatMap { reader.word($0, as: DateOrder.Known.self) }
    dialect.hasUnitLine = reader.bool(members["unit_line"]) ?? false
    let header = reader.list(members["header"]).compactMap { reader.text($0) }
    return DescribedFormat(
      id: id, title: SafeText.clean(reader.text(members["title"]) ?? id, limit: 80),
      notes: SafeText.clean(reader.text(members["notes"]) ?? "described in \(reader.file)", limit: 200),
      header: header.isEmpty ? described.map(\.name) : header, dialect: dialect)
  }

  private static func describedColumns(
    _ node: TOMLNode?, of root: TOMLNode, _ reader: inout SettingsReader
  ) -> [DescribedColumn] {
    let members = reader.members(of: node, allowed: columns.map(\.key), what: "column")
    var described: [DescribedColumn] = []
    for (key, quantity) in columns {
      guard let node = members[key] else { continue }
      var column: DescribedColumn?
      if case .table = node.value {
        let parts = reader.members(of: node, allowed: ["name", "unit"])
        if let name = reader.text(parts["name"]) {
          column = DescribedColumn(quantity, name, unit: reader.text(parts["unit"]))
        } else if parts["name"] == nil {
          reader.note("expected the name of the column's header cell", at: node.place)
        }
      } else {
        column = reader.text(node).map { DescribedColumn(quantity, $0) }
      }
      guard let column else { continue }
      if let flaw = column.flaw { reader.note(flaw, at: node.place) }
      described.append(column)
    }
    func has(_ quantity: Quantity) -> Bool { described.contains { $0.quantity == quantity } }
    if !has(.testTime), !has(.wallTime) {
      reader.note("expected a column test_time or wall_time", at: node?.place ?? root.place)
    }
    if !has(.voltage), !has(.current) {
      reader.note("expected a column voltage or current", at: node?.place ?? root.place)
    }
    if has(.chargeCounter) != has(.dischargeCounter) {
      reader.note("charge_capacity and discharge_capacity belong together", at: node?.place)
    }
    if has(.sharedCounter), !has(.phaseWord), !has(.current) {
      reader.note("capacity counts both directions: it needs a phase or a current column", at: node?.place)
    }
    return described
  }

  private static func phases(_ node: TOMLNode?, _ reader: inout SettingsReader) -> [PhaseVocabulary.Word] {
    let kinds: [(key: String, phase: Phase)] = [("charge", .charge), ("discharge", .discharge), ("rest", .rest)]
    let members = reader.members(of: node, allowed: kinds.map(\.key), what: "phase")
    return kinds.flatMap { key, phase in
      reader.list(members[key]).compactMap { reader.text($0) }.map { PhaseVocabulary.Word($0, phase, whole: true) }
    }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }
  }
}
