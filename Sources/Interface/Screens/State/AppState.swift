package import CellModel
package import Canvas
package import Fleet

/// Everything that the screens show and remember, as one value.
package struct AppState: Equatable, Sendable {
  package var size: Size
  /// Wall-clock second, as last told.
  package var now: Double
  /// Seconds to add to UTC for the clock and for the times of events.
  package var utcOffset = 0
  /// Whether it is known by now which logs there are.
  package internal(set) var hasLooked = false
  /// What is being watched, for the screen that says that nothing was found there.
  package var watched: String
  package var theme: Theme
  package var keyMap: KeyMap
  /// What is shown; while frozen, the newest state waits in `waiting`.
  package internal(set) var fleet: FleetState
  package internal(set) var waiting: FleetState?
  /// The screens one came through, the current one last; never empty.
  package internal(set) var path: [ScreenID] = [.fleet]
  package internal(set) var roster = Roster()
  package internal(set) var prompt: FilterPrompt?
  package internal(set) var notice: String?
  /// How the link to the terminal is.
  package internal(set) var link = LinkState()
  package internal(set) var overlay: Overlay?
  /// Themes that can be chosen by name.
  package var themeNames: [String] = []
  /// Filters that were given a name.
  package internal(set) var filters: [String: String] = [:]
  var awaitedPlace: AwaitedPlace?
  /// What was looked for last, and the text it was read from.
  var search = Filter.everything
  var searchText = ""
  var eventFilter = ""
  var helpFilter = ""
  var hiddenColumns: Set<FleetColumns> = []
  /// Whether CE is shown as 1 − CE in ppm.
  var showsInefficiency = false
  var compare = CompareView()
  /// The channels whose details were asked for to be compared.
  var compared: [CellID] = []
  var rows = RowsView()
  var counts = ConditionCounts([])
  /// The unit of all capacities.
  package internal(set) var unit = CapacityUnit.milliampereHours
  var curveStore = CurveStore()
  var curves = CurveView()
  var channel = ChannelView()
  var wall = WallView()
  /// The wall beside a wide fleet, which has another width.
  var sideWall = WallView()
  var cycles = ListPosition(followsEnd: true)
  var explain = ListPosition()
  var events = ListPosition()
  var sources = ListPosition()
  var help = ListPosition()
  package var hasMouse = false
  var lastKeyAt = -Double.infinity
  var lastBellAt = -Double.infinity
  var lastScreen: ScreenID?
  /// The channel whose detail was asked for, and which the fleet's preview shows.
  var focused: CellID?
  var title = ""

  /// Makes the state before anything was read.
  package init(size: Size, now: Double, theme: Theme, keyMap: KeyMap = KeyMap(), watched: String = "") {
    self.size = size
    self.now = now
    self.theme = theme
    self.keyMap = keyMap
    self.watched = watched
    self.fleet = FleetState(now: now)
  }

  /// The screen that is shown.
  package var screen: ScreenID { path.last ?? .fleet }
  /// Whether the display is held still.
  package var isFrozen: Bool { waiting != nil }
  /// The channel under the cursor.
  package var selection: CellID? { roster.selection }

  /// When the screen next changes by itself; until then no tick is needed.
  package var nextEdge: Double {
    var edge = ((now / 60).rounded(.down) + 1) * 60
    if focused != selection { edge = min(edge, lastKeyAt + Self.previewRest) }
    if roster.isDue { edge = min(edge, lastKeyAt + Roster.holdTime) }
    for changed in roster.changes.values { edge = min(edge, changed + Roster.markTime) }
    return max(edge, now)
  }

  /// What is to be remembered for the next run.
  var memory: Memory {
    var memory = Memory()
    memory.codes = roster.acknowledgements.codes
    memory.mutes = roster.acknowledgements.mutes
    memory.filters = filters
    return memory
  }

  var symbols: SymbolSet { theme.symbols }

  /// The second from which ages count: data moves it, else only the minute, so that a quiet screen stays still.
  var ageOrigin: Double { max(fleet.now, (now / 60).rounded(.down) * 60) }

  /// The summary of the channel under the cursor, found by its row.
  package var selected: CellSummary? {
    guard let selection else { return nil }
    let cursor = roster.position.cursor
    if roster.rows.indices.contains(cursor), fleet.cells[roster.rows[cursor]].id == selection {
      return fleet.cells[roster.rows[cursor]]
    }
    return fleet.cells.first { $0.id == selection }
  }

  /// Seconds without a key after which the fleet's preview follows the cursor.
  ///
  /// A preview is fifty times what a step of the cursor needs, and over a slow link a key held down would crawl.
  static let previewRest = 0.15

  /// Whether the detail should be that of the channel under the cursor by now.
  var isFocusDue: Bool {
    guard focused != selection else { return false }
    return screen != .fleet || focused == nil || now - lastKeyAt >= Self.previewRest
      || !fleet.cells.contains { $0.id == focused }
  }

  /// The channel in the fleet's preview: the one under the cursor, but for the moments in which that moves.
  var previewed: CellSummary? {
    guard let focused, focused != selection else { return selected }
    return fleet.cells.first { $0.id == focused } ?? selected
  }

  /// The detail of the channel in the preview, once it has arrived.
  var previewDetail: CellDetail? {
    guard let detail = fleet.detail, detail.summary.id == previewed?.id else { return nil }
    return detail
  }

  /// The detail of the channel under the cursor, once it has arrived.
  var detail: CellDetail? {
    guard let detail = fleet.detail, detail.summary.id == selection else { return nil }
    return detail
  }
}

/// How many channels are in each class of trouble and of work.
struct ConditionCounts: Equatable, Sendable {
  private var counts = [Int](repeating: 0, count: CellCondition.allCases.count)

  init(_ cells: [CellSummary]) {
    for index in cells.indices { counts[cells[index].condition.rawValue] += 1 }
  }

  subscript(_ condition: CellCondition) -> Int { counts[condition.rawValue] }

  /// The classes of trouble, worst first.
  static let problems: [CellCondition] = [.fail, .warn, .turn, .stale]
}
