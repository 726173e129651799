import Canvas
import CellModel
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Screen snapshots")
struct ScreenSnapshots {
  static let sizes = [
    Size(width: 200, height: 60), Size(width: 120, height: 40), Size(width: 80, height: 24),
    Size(width: 40, height: 10), Size(width: 1, height: 1), Size(width: 0, height: 0),
  ]
  static let screens: [ScreenID] = ScreenRegistry.all.map(\.id)

  static func state(_ size: Size, screen: ScreenID = .fleet, theme: Theme = Theme(name: "test")) -> AppState {
    var state = AppState(size: size, now: SampleFleet.now, theme: theme)
    _ = update(&state, .fleet(SampleFleet.state()))
    let binding = state.keyMap.bindings.first { $0.action == .show(screen) }
    // The fourth problem after the first is the channel whose history has a turning point.
    for _ in 0..<4 { _ = update(&state, .key("!")) }
    _ = update(&state, .tick(state.nextEdge))
    _ = update(&state, .fleet(SampleFleet.state(focus: state.selection?.text)))
    if screen != .fleet, let key = binding?.keys.first {
      for command in update(&state, .key(key)) { answer(command, &state) }
    }
    return state
  }

  /// Does what the shell does for a command, on the sample fleet.
  static func answer(_ command: Command, _ state: inout AppState) {
    switch command {
    case .readCurves(let request): _ = update(&state, .curves(SampleFleet.curves(request)))
    case .readRows(let request): _ = update(&state, .rows(SampleFleet.rows(request)))
    case .compare(let cells):
      // Comparisons draw no traces, which take long to make.
      var fleet = SampleFleet.state()
      fleet.detail = state.fleet.detail
      fleet.compared = cells.compactMap { id in
        fleet.cells.first { $0.id == id }.map { SampleFleet.makeDetail($0, hasTrace: false) }
      }
      _ = update(&state, .fleet(fleet))
    default: break
    }
  }

  @Test("every screen at every size", arguments: screens, sizes)
  func everyScreen(screen: ScreenID, size: Size) {
    let grid = view(Self.state(size, screen: screen))
    expectSnapshot(grid, named: "\(screen.name)-\(size.width)x\(size.height)")
  }

  @Test("ASCII symbols and charts", arguments: screens)
  func ascii(screen: ScreenID) {
    var theme = Theme(name: "ascii")
    theme.symbols = .ascii
    theme.charts = .ascii
    let grid = view(Self.state(Size(width: 80, height: 24), screen: screen, theme: theme))
    #expect(grid.cells.allSatisfy { $0.scalar < 0x7F })
    expectSnapshot(grid, named: "\(screen.name)-ascii")
  }

  @Test("a number on the wall can be read without colour")
  func wallByNumber() {
    var state = Self.state(Size(width: 80, height: 24), screen: .wall)
    _ = update(&state, .key("v"))
    expectSnapshot(view(state), named: "wall-by-ce")
  }

  @Test("a filter with a mistake shows where it is")
  func filterError() {
    var state = Self.state(Size(width: 80, height: 24))
    for key in "/ce<99 and foo=1".unicodeScalars { _ = update(&state, .key(.character(key))) }
    expectSnapshot(view(state), named: "fleet-filter-error")
  }

  @Test("nothing found, and a backlog being read")
  func empty() {
    var state = AppState(
      size: Size(width: 80, height: 24), now: SampleFleet.now, theme: Theme(name: "test"), watched: "/data/cyclers")
    var fleet = FleetState(now: SampleFleet.now)
    _ = update(&state, .fleet(fleet))
    expectSnapshot(view(state), named: "fleet-empty")
    fleet.progress = LoadingProgress(filesDone: 3, filesTotal: 12, bytesDone: 34_000_000, bytesTotal: 120_000_000)
    _ = update(&state, .fleet(fleet))
    expectSnapshot(view(state), named: "fleet-loading")
  }
}
