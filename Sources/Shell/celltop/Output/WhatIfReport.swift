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

  /// A row a cell, its path last so that it moves no number off the screen and a difference marked, the totals side by
  /// side, and what the words mean.
  func lines(trying thresholds: String) -> [String] {
    var table = TextTable([
      "cycles", "end", "alarm", "turn", "lead", "false", "alarm'", "turn'", "lead'", "false'", "", "cell",
    ])
    for cell in cells {
      table.add(
        [String(cell.usual.cycles), cell.usual.endOfLife.map(String.init) ?? "-"]
          + Self.columns(cell.usual) + Self.columns(cell.changed)
          + [cell.usual.alarms == cell.changed.alarms ? "" : "*", SafeText.clean(cell.name)])
    }
    var totals = TextTable(["\(cells.count) cells", "as it is", "what if '"], alignsRight: [1, 2])
    let (usual, changed) = (Self.totals(cells.map(\.usual)), Self.totals(cells.map(\.changed)))
    for (name, text) in Self.totalRows { totals.add([name, text(usual), text(changed)]) }
    return table.lines + [""] + totals.lines + ["", "': \(thresholds)"] + Self.legend
  }

  private static let totalRows: [(String, @Sendable (Totals) -> String)] = [
    ("cells alarmed at the end", { "\($0.alarmed)" }),
    ("  of them open", { "\($0.open)" }),
    ("median lead, cycles", { Decimals.fixed($0.lead, 0) }),
    ("ends of life without an alarm", { "\($0.unannounced)" }),
    ("cells with a false alarm", { "\($0.accused)" }),
    ("false alarms", { "\($0.falseAlarms)" }),
    ("  in 1000 healthy cycles", { Decimals.fixed($0.perThousand, 2) }),
    ("suspicions", { "\($0.suspicions)" }),
  ]

  private static let legend = [
    "end: cycle of the end of life; lead: cycles from the alarm that stands to it",
    "open: the alarm stands and the test ended before its end of life: nothing tells",
    "      whether it is true, and it counts neither as false nor in the lead",
    "false: alarms taken back; one raised again for a turn at which it still stood is",
    "       the same alarm, counted once, and not false if it then stands",
  ]

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
      history.isOpen ? "open" : history.lead.map(String.init) ?? "-",
      history.falseAlarms.isEmpty ? "-" : history.falseAlarms.map { "\($0.cycle)" }.joined(separator: ","),
    ]
  }

  private struct Totals {
    var alarmed: Int
    var open: Int
    var lead: Double?
    var unannounced: Int
    var accused: Int
    var falseAlarms: Int
    var perThousand: Double?
    var suspicions: Int
  }

  private static func totals(_ histories: [AlarmHistory]) -> Totals {
    let falseAlarms = histories.reduce(0) { $0 + $1.falseAlarms.count }
    let healthy = histories.reduce(0) { $0 + $1.healthyCycles }
    return Totals(
      alarmed: histories.count { $0.standing != nil }, open: histories.count(where: \.isOpen),
      lead: Robust.median(histories.compactMap(\.lead).map(Double.init)),
      unannounced: histories.count { $0.endOfLife != nil && $0.standing == nil },
      accused: histories.count { !$0.falseAlarms.isEmpty }, falseAlarms: falseAlarms,
      perThousand: healthy > 0 ? 1000 * Double(falseAlarms) / Double(healthy) : nil,
      suspicions: histories.reduce(0) { $0 + $1.suspicions })
  }

  private static func object(_ history: AlarmHistory) -> JSONObject {
    var object = JSONObject()
    object.add("state", history.last.state.rawValue)
    object.add("turning_cycle", history.last.turningCycle)
    object.add("turning_low", history.last.turningLow)
    object.add("turning_high", history.last.turningHigh)
    object.add("lead", history.lead)
    object.add("suspicions", history.suspicions)
    object.add("open", history.isOpen)
    object.add("false_alarms", history.falseAlarms.count)
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
    object.add("open", counts.open)
    object.add("cells_falsely_alarmed", counts.accused)
    object.add("false_alarms", counts.falseAlarms)
    object.add("false_alarms_per_1000", counts.perThousand)
    object.add("suspicions", counts.suspicions)
    object.add("median_lead", counts.lead)
    object.add("unannounced_ends", counts.unannounced)
    return object
  }
}
