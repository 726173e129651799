import CellModel
import Stages

/// What a detector would have flagged when over finished tests: under the thresholds as they are, and under others.
struct WhatIfReport {
  private var cells: [(name: String, usual: AlarmHistory, changed: AlarmHistory)] = []

  mutating func add(
    _ cell: String, _ points: [CyclePoint], _ context: StageContext, thresholds: StageThresholds,
    end: AlarmHistory.EndOfLife
  ) {
    var other = context
    other.thresholds = thresholds
    cells.append((cell, AlarmHistory(points, context, end: end), AlarmHistory(points, other, end: end)))
  }

  /// A row a cell and two lines of totals; a cell that differs is marked.
  var lines: [String] {
    var table = TextTable([
      "cell", "cycles", "end of life", "alarm", "turn", "lead", "false", "alarm'", "turn'", "lead'", "false'", "",
    ])
    for cell in cells {
      table.add(
        [SafeText.clean(cell.name), String(cell.usual.cycles), cell.usual.endOfLife.map(String.init) ?? "-"]
          + Self.columns(cell.usual) + Self.columns(cell.changed)
          + [cell.usual.alarms == cell.changed.alarms ? "" : "*"])
    }
    return table.lines + [
      "", "as it is:  \(Self.total(cells.map(\.usual)))", "what if ':  \(Self.total(cells.map(\.changed)))",
      "lead: cycles from the alarm that stood to the end of life; false: alarms that were taken back",
    ]
  }

  /// An object for each cell, and a last one with the totals.
  var objects: [JSONObject] {
    var objects = cells.map { cell in
      var object = JSONObject()
      object.add("cell", cell.name)
      object.add("cycles", cell.usual.cycles)
      object.add("end_of_life", cell.usual.endOfLife)
      object.add("usual", Self.object(cell.usual))
      object.add("what_if", Self.object(cell.changed))
      return object
    }
    var total = JSONObject()
    total.add("cell", String?.none)
    total.add("usual", Self.summary(cells.map(\.usual)))
    total.add("what_if", Self.summary(cells.map(\.changed)))
    objects.append(total)
    return objects
  }

  private static func columns(_ history: AlarmHistory) -> [String] {
    [
      history.standing.map { String($0.cycle) } ?? "-", Decimals.fixed(history.last.turningCycle, 0),
      history.lead.map(String.init) ?? "-",
      history.falseAlarms == 0
        ? "-" : history.alarms.filter { $0.takenBack != nil }.map { "\($0.cycle)" }.joined(separator: ","),
    ]
  }

  private static func total(_ histories: [AlarmHistory]) -> String {
    let counts = totals(histories)
    return "\(counts.alarmed) of \(histories.count) cells alarmed, \(counts.falseAlarms) false alarms"
      + " (\(Decimals.fixed(counts.perThousand, 2)) in 1000 healthy cycles), \(counts.suspicions) suspicions,"
      + " median lead \(Decimals.fixed(counts.lead, 0)) cycles, \(counts.unannounced) ends of life without an alarm"
  }

  private static func totals(_ histories: [AlarmHistory]) -> (
    alarmed: Int, falseAlarms: Int, perThousand: Double?, suspicions: Int, lead: Double?, unannounced: Int
  ) {
    let falseAlarms = histories.reduce(0) { $0 + $1.falseAlarms }
    let healthy = histories.reduce(0) { $0 + $1.healthyCycles }
    let leads = histories.compactMap(\.lead).sorted()
    return (
      histories.count { $0.standing != nil }, falseAlarms,
      healthy > 0 ? 1000 * Double(falseAlarms) / Double(healthy) : nil,
      histories.reduce(0) { $0 + $1.suspicions }, leads.isEmpty ? nil : Double(leads[leads.count / 2]),
      histories.count { $0.endOfLife != nil && $0.standing == nil }
    )
  }

  private static func object(_ history: AlarmHistory) -> JSONObject {
    var object = JSONObject()
    object.add("state", history.last.state.rawValue)
    object.add("turning_cycle", history.last.turningCycle)
    object.add("turning_low", history.last.turningLow)
    object.add("turning_high", history.last.turningHigh)
    object.add("lead", history.lead)
    object.add("suspicions", history.suspicions)
    object.add("false_alarms", history.falseAlarms)
    object.add(
      "alarms",
      history.alarms.map { alarm in
        var object = JSONObject()
        object.add("cycle", alarm.cycle)
        object.add("state", alarm.state.rawValue)
        object.add("reason", alarm.reason?.rawValue)
        object.add("turning_cycle", alarm.turningCycle)
        object.add("taken_back", alarm.takenBack)
        return object
      })
    return object
  }

  private static func summary(_ histories: [AlarmHistory]) -> JSONObject {
    let counts = totals(histories)
    var object = JSONObject()
    object.add("cells", histories.count)
    object.add("alarmed", counts.alarmed)
    object.add("false_alarms", counts.falseAlarms)
    object.add("false_alarms_per_1000", counts.perThousand)
    object.add("suspicions", counts.suspicions)
    object.add("median_lead", counts.lead)
    object.add("unannounced_ends", counts.unannounced)
    return object
  }
}
