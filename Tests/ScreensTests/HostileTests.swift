import Canvas
import CellModel
import Cycling
import Fleet
import Screens
import TestSupport
import Testing

@Suite("Hostile input")
struct HostileTests {
  private static let keys: [Key] =
    KeyMap().bindings.flatMap(\.keys) + [
      .character("x"), .character("<"), .character("9"), .character("("), .character("ß"), .character("电"),
      .delete, .backspace, .wheelUp(column: 3, row: 3), .wheelDown(column: -1, row: 900), .function(12),
    ]

  private static func isHarmless(_ grid: Grid) -> Bool {
    grid.cells.allSatisfy { cell in
      guard let scalar = Unicode.Scalar(cell.scalar) else { return false }
      return cell.scalar == 0 || !SafeText.isHarmful(scalar)
    }
  }

  @Test("random keys at random sizes never trap and never draw a control character", arguments: 1...6)
  func fuzz(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var theme = Theme(name: "test")
    theme.charts = ChartSet.allCases.randomElement(using: &random) ?? .braille
    theme.symbols = SymbolSet.allCases.randomElement(using: &random) ?? .unicode
    var state = AppState(size: Size(width: 80, height: 24), now: SampleFleet.now, theme: theme)
    let details = SampleFleet.state(focus: "rack1/009.csv").detail
    for step in 0..<700 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        let size = Size(
          width: Int.random(in: -3...210, using: &random), height: Int.random(in: -3...70, using: &random))
        _ = update(&state, .resize(size))
      case 1:
        var fleet = SampleFleet.state(healthy: Int.random(in: 0...50, using: &random))
        fleet.now += Double(step)
        if Bool.random(using: &random) { fleet.cells.shuffle(using: &random) }
        if Bool.random(using: &random) { fleet.cells.removeLast(min(fleet.cells.count, 30)) }
        fleet.detail = details
        if let selected = state.selection, let cell = fleet.cells.first(where: { $0.id == selected }) {
          fleet.detail?.summary = cell
        }
        _ = update(&state, .fleet(fleet))
      case 2: _ = update(&state, .tick(SampleFleet.now + Double(step)))
      case 3:
        let (column, row) = (Int.random(in: -2...210, using: &random), Int.random(in: -2...70, using: &random))
        _ = update(&state, .key(.doubleClick(column: column, row: row)))
      default:
        // The shell answers most of the time, and sometimes late or not at all.
        for command in update(&state, .key(Self.keys.randomElement(using: &random) ?? .up))
        where Int.random(in: 0..<4, using: &random) > 0 { ScreenSnapshots.answer(command, &state) }
      }
      let grid = view(state)
      #expect(grid.width == max(0, state.size.width) && grid.height == max(0, state.size.height))
      guard Self.isHarmless(grid) else {
        Issue.record("seed \(seed), step \(step): a control character on the grid")
        return
      }
    }
  }

  /// What a file may hold where a name, a comment or a row is expected.
  private static let corpus = [
    "\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}abc\r\n\u{200B}\u{1B}[2J",
    "\u{1B}Pq#0;2;0;0;0\u{1B}\\\u{90}q\u{9C}\u{9D}52;c;aGk=\u{9C}\u{E}\u{F}\u{8}\u{8}\0",
    "\u{2066}\u{2067}e\u{301}\u{302}\u{303}\u{20DD}\u{FEFF}\u{FFFD}\u{2028}\u{2029}\u{AD}👩‍🔬漢字",
    String(repeating: "x\u{1B}[31m\u{301}", count: 10_000),
  ]

  @Test(
    "text from files cannot steer the terminal, on any screen", arguments: ScreenSnapshots.screens, corpus)
  func injection(screen: ScreenID, evil: String) {
    var fleet = SampleFleet.state(focus: "rack3/017.csv")
    for index in fleet.cells.indices {
      fleet.cells[index].name = evil
      fleet.cells[index].format = evil
      fleet.cells[index].source.path = evil
      fleet.cells[index].source.warnings = [evil]
      fleet.cells[index].source.badRows = 1
      fleet.cells[index].source.firstBadRow = MalformedRow(row: 1, expected: evil)
      fleet.cells[index].flags = [Flag(.softShort, evidence: evil)]
      fleet.cells[index].stage.evidence = evil
      fleet.cells[index].configuration.reason = evil
    }
    fleet.events = [FleetEvent(time: 0, cell: CellID(evil), severity: .critical, text: evil)]
    fleet.detail?.summary = fleet.cells[0]
    fleet.detail?.facts = [Fact(evil, evil, .given, note: evil)]
    var state = AppState(
      size: Size(width: 120, height: 50), now: SampleFleet.now, theme: Theme(name: evil), watched: evil)
    _ = update(&state, .notice(evil))
    #expect(Self.isHarmless(view(state)))
    let commands = update(&state, .fleet(fleet)) + update(&state, .key("y"))
    if let key = state.keyMap.bindings.first(where: { $0.action == .show(screen) })?.keys.first {
      for command in update(&state, .key(key)) {
        switch command {
        case .readRows(let request):
          let row = LogRow(number: 1, byteOffset: 0, text: evil, sample: nil)
          _ = update(&state, .rows(RowsAnswer(request, rows: [row, row], header: evil, problem: evil)))
        case .readCurves(let request): _ = update(&state, .curves(CurveAnswer(request, curves: [], problem: evil)))
        case .compare:
          fleet.compared = fleet.detail.map { [$0] } ?? []
          _ = update(&state, .fleet(fleet))
        default: break
        }
      }
    }
    #expect(Self.isHarmless(view(state)))
    for key in [":", "x", "\u{1B}"] as [Key] {
      _ = update(&state, .key(key))
      #expect(Self.isHarmless(view(state)))
    }
    for case .copy(let text) in commands {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\t" || !SafeText.isHarmful($0) })
    }
  }

  @Test("numbers beyond all bounds are dashes, not traps", arguments: ScreenSnapshots.screens)
  func numbers(screen: ScreenID) {
    for value in [Double.nan, .infinity, -.infinity, 1e308, -1e308, 1e18, 0] {
      var fleet = SampleFleet.state(healthy: 2, focus: "rack1/009.csv")
      fleet.now = value.isNaN ? SampleFleet.now : value
      for index in fleet.cells.indices {
        fleet.cells[index].voltage = value
        fleet.cells[index].current = value
        fleet.cells[index].lastEfficiency = value
        fleet.cells[index].rollingEfficiency = nil
        fleet.cells[index].efficiencyUncertainty = value
        fleet.cells[index].retention = value
        fleet.cells[index].lastRowAt = value
        fleet.cells[index].conditionSince = value
        fleet.cells[index].cycle = Int.max
        fleet.cells[index].step = Step(vendorStep: .min, phase: .unstated, startTime: -value, endTime: value)
        fleet.cells[index].sparkline = [Float(value), .nan, 0]
        fleet.cells[index].stage = StageReading(
          state: .stage2, turningCycle: value, turningLow: -value, turningHigh: value, confidence: value)
        fleet.cells[index].source.size = .max
        fleet.cells[index].source.bytesRead = .max
        fleet.cells[index].source.rows = .max
      }
      fleet.progress = LoadingProgress(filesDone: .max, filesTotal: .min, bytesDone: .max, bytesTotal: 0)
      if let count = fleet.detail?.cycles.count {
        for index in 0..<count where index % 2 == 0 {
          fleet.detail?.cycles[index].charge = value
          fleet.detail?.cycles[index].startTime = value
          fleet.detail?.cycles[index].endTime = -value
          fleet.detail?.cycles[index].meanChargeVoltage = Float(value)
          fleet.detail?.efficiencies[index] = value
          fleet.detail?.retentions[index] = value
        }
        // Columns of unequal length must not be read past their ends.
        fleet.detail?.stages.removeLast()
        fleet.detail?.efficiencies.removeLast(2)
      }
      var state = ScreenSnapshots.state(Size(width: 120, height: 52), screen: screen)
      _ = update(&state, .fleet(fleet))
      for key in [Key.character("["), .character("t"), .character("-"), .character("="), .character("y")] {
        _ = update(&state, .key(key))
        #expect(Self.isHarmless(view(state)))
      }
      _ = update(&state, .tick(value))
      #expect(state.nextEdge >= state.now)
    }
  }
}
