import Canvas
import CellModel
import Fleet

/// What the wall remembers.
struct WallView: Equatable, Sendable {
  /// What a channel's colour shows; its symbol always shows its condition.
  enum Colouring: CaseIterable, Sendable { case condition, inefficiency, retention, voltage, age }

  /// What the channels of a line have in common.
  enum Grouping: CaseIterable, Sendable {
    case folder, configuration, series, group, electrolyte, format, stage

    var word: String {
      switch self {
      case .folder: "folder"
      case .configuration: "configuration"
      case .series: "series"
      case .group: "group"
      case .electrolyte: "electrolyte"
      case .format: "format"
      case .stage: "stage"
      }
    }

    /// Whether it tells the channels of a fleet apart: what nobody told is no line of its own.
    func says(of cells: [CellSummary]) -> Bool {
      switch self {
      case .group: cells.contains { $0.labels.group != nil }
      case .electrolyte: cells.contains { $0.labels.electrolyte != nil }
      case .folder, .configuration, .series, .format, .stage: true
      }
    }

    func label(_ cell: CellSummary) -> String {
      switch self {
      case .folder: cell.id.text.lastIndex(of: "/").map { String(cell.id.text[..<$0]) } ?? "."
      case .configuration: cell.configuration.value.longName
      case .series: CompareList.series(of: cell.name)
      case .group: cell.labels.group ?? "no group"
      case .electrolyte: cell.labels.electrolyte ?? "electrolyte unknown"
      case .format: cell.format
      case .stage: cell.stage.state == .unknown ? "stage unknown" : cell.stage.state.rawValue
      }
    }
  }

  var colouring = Colouring.condition
  var grouping = Grouping.folder
  /// First line shown.
  var top = 0
  /// Where the channels stand, kept until the roster, the grouping or the width changes.
  private(set) var layout = WallLayout()
  private var version = -1
  private var labels: [String] = []

  mutating func arrange(_ state: AppState, width: Int) {
    // A folder stays; what a cell is taken for, or said to be, may change under way.
    let mayChange = ![.folder, .series, .format].contains(grouping)
    let labels = mayChange ? state.roster.rows.map { grouping.label(state.fleet.cells[$0]) } : []
    guard
      version != state.roster.version || layout.width != width || layout.grouping != grouping || labels != self.labels
    else { return }
    version = state.roster.version
    self.labels = labels
    layout = WallLayout(state, width: width, grouping: grouping)
  }

  /// Shows the line of a roster row.
  mutating func scroll(to row: Int, height: Int) {
    if let place = layout.place(of: row) {
      top = min(top, place.line)
      top = max(top, place.line - max(1, height) + 1)
    }
    top = min(max(0, top), max(0, layout.lines.count - max(1, height)))
  }

  mutating func nextColouring() {
    let all = Colouring.allCases
    colouring = all[((all.firstIndex(of: colouring) ?? 0) + 1) % all.count]
  }

  mutating func nextGrouping(of cells: [CellSummary]) {
    let all = Grouping.allCases.filter { $0 == grouping || $0.says(of: cells) }
    grouping = all[((all.firstIndex(of: grouping) ?? 0) + 1) % all.count]
  }
}

/// How channels are laid out on the wall: in groups, in lines as long as the width allows.
struct WallLayout: Equatable, Sendable {
  struct Line: Equatable, Sendable {
    /// The group on its first line, else empty.
    var label: String
    /// Rows of the roster.
    var members: Range<Int>
  }

  private(set) var lines: [Line] = []
  /// Rows of the roster in wall order.
  private(set) var order: [Int] = []
  let width: Int
  let labelWidth: Int
  let perLine: Int
  let grouping: WallView.Grouping

  /// A wall without channels.
  init() {
    (width, labelWidth, perLine, grouping) = (0, 0, 1, .folder)
  }

  init(_ state: AppState, width: Int, grouping: WallView.Grouping) {
    self.width = width
    self.grouping = grouping
    labelWidth = width >= 60 ? (grouping == .folder ? 18 : 26) : width >= 30 ? 10 : 0
    // Every eighth column stays blank, so that a position can be read off.
    let room = max(1, width - labelWidth - 3)
    perLine = max(1, room >= 9 ? room / 9 * 8 : room)
    var groups: [String: [Int]] = [:]
    for (row, index) in state.roster.rows.enumerated() {
      groups[grouping.label(state.fleet.cells[index]), default: []].append(row)
    }
    let rows = state.roster.rows
    for group in groups.keys.sorted(by: { NaturalKey($0) < NaturalKey($1) }) {
      // Fixed places: a channel must be found where it was, so names and not trouble decide.
      let keyed = (groups[group] ?? []).map { row -> (row: Int, key: NaturalKey) in
        (row, NaturalKey(state.fleet.cells[rows[row]].id.text))
      }
      let sorted = keyed.sorted { left, right in
        left.key == right.key ? left.row < right.row : left.key < right.key
      }
      let members = sorted.map(\.row)
      for start in stride(from: 0, to: members.count, by: perLine) {
        let part = members[start..<min(members.count, start + perLine)]
        lines.append(Line(label: start == 0 ? group : "", members: order.count..<order.count + part.count))
        order += part
      }
    }
  }

  /// The column of the n-th channel of a line, from the line's start.
  func column(_ position: Int) -> Int { labelWidth + 2 + position + position / 8 }

  /// Line and position of a roster row.
  func place(of row: Int) -> (line: Int, position: Int)? {
    guard let index = order.firstIndex(of: row),
      let line = lines.firstIndex(where: { $0.members.contains(index) })
    else { return nil }
    return (line, index - lines[line].members.lowerBound)
  }

  /// The roster row at a line and a position, the nearest if the line is shorter.
  func row(line: Int, position: Int) -> Int? {
    guard lines.indices.contains(line), !lines[line].members.isEmpty else { return nil }
    let members = lines[line].members
    return order[min(max(members.lowerBound, members.lowerBound + position), members.upperBound - 1)]
  }
}
