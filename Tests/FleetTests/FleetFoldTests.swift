import CellModel
import CyclerFormats
import Cycling
import Fleet
import Metrics
import TestSupport
import Testing

@Suite("The whole fleet")
struct FleetFoldTests {
  /// A fleet in the making, with a wall clock of its own.
  private struct Lab {
    var fleet = FleetFold()
    var now = SyntheticLog.start

    @discardableResult
    mutating func add(_ name: String, _ script: String, _ facts: CellFacts = SyntheticLog.facts(.half))
      -> FleetFold.Position
    {
      let position = fleet.open(
        id: CellID(name), name: name, path: name + ".csv", format: BDFCSV(), facts: facts, now: now)
      append(SyntheticLog.bytes(script), to: position)
      return position
    }

    mutating func append(_ bytes: [UInt8], to position: FleetFold.Position) {
      fleet.decode(bytes.span, of: position, changedAt: now, now: now)
      fleet.set(.following, size: bytes.count, of: position)
    }

    mutating func state(focus: CellID? = nil) -> FleetState { fleet.state(now: now, focus: focus) }

    mutating func hasNews() -> Bool { fleet.review(now: now) }

    mutating func summary(_ name: String) -> CellSummary? { state().cells.first { $0.id == CellID(name) } }

    mutating func events(of name: String? = nil) -> [String] {
      state().events.filter { name == nil || $0.cell == name.map { CellID($0) } }.map(\.text)
    }
  }

  private static let good = "R1 D1 C0.98 / D1 C0.99 / D1"

  @Test("cells that would be called the same are told apart: by replicate, else by file, else by folder")
  func sameNames() {
    func told(_ name: String?, _ replicate: String? = nil) -> CellFacts {
      var facts = SyntheticLog.facts(.half)
      (facts.name, facts.replicate) = (name, replicate)
      return facts
    }
    var lab = Lab()
    func open(_ id: String, _ facts: CellFacts) -> FleetFold.Position {
      let file = String(id.split(separator: "/").last ?? "")
      return lab.fleet.open(id: CellID(id), name: file, path: id, format: BDFCSV(), facts: facts, now: lab.now)
    }
    func names() -> [String: String] {
      Dictionary(uniqueKeysWithValues: lab.state().cells.map { ($0.id.text, $0.name) })
    }
    let first = open("box/ch1", told("A7", "1"))
    #expect(names() == ["box/ch1": "A7"])
    _ = open("box/ch2", told("A7", "2"))
    for (id, name) in [("box/ch3", "B1"), ("box/ch4", "B1"), ("old/ch5", "C2"), ("new/ch5", "C2")] {
      _ = open(id, told(name))
    }
    for id in ["rack1/cell", "rack2/cell", "a/rack3/x", "b/rack3/x"] { _ = open(id, told(nil)) }
    #expect(
      names() == [
        "box/ch1": "A7-1", "box/ch2": "A7-2", "box/ch3": "B1 ch3", "box/ch4": "B1 ch4", "old/ch5": "C2 old/ch5",
        "new/ch5": "C2 new/ch5", "rack1/cell": "rack1/cell", "rack2/cell": "rack2/cell", "a/rack3/x": "a/rack3/x",
        "b/rack3/x": "b/rack3/x",
      ])
    // A name that another cell bears already tells nobody apart.
    let other = open("box/ch9", told("A7-2"))
    #expect(names()["box/ch1"] == "A7 ch1")
    lab.fleet.close(other)
    #expect(names()["box/ch1"] == "A7-1")
    _ = lab.fleet.adopt(told("A8"), of: first)
    #expect(names()["box/ch1"] == "A8" && names()["box/ch2"] == "A7")
  }

  @Test("worst first, then the newest onset, then the name; a step does not move a row")
  func order() {
    var lab = Lab()
    var hot = SyntheticLog.facts(.half)
    hot.alert.voltageAbove = 0.5
    lab.add("b-charging", "R1 D1 C0.5")
    lab.add("a-resting", "R1 D1 C0.98 R1")
    lab.add("c-discharging", "R1 D0.5")
    lab.add("e-low", "R1 D1 C0.5 / D1")
    lab.now += 10
    lab.add("d-low-later", "R1 D1 C0.5 / D1")
    lab.add("g-hot", "R1@1", hot)
    lab.add("h-empty", "")
    #expect(
      lab.state().cells.map(\.name) == [
        "g-hot", "d-low-later", "e-low", "a-resting", "b-charging", "c-discharging", "h-empty",
      ])
    let before = lab.state().cells.map(\.id)
    #expect(lab.state().cells.map(\.id) == before)
  }

  @Test("trouble began when the test's own record says so, however late its log is read")
  func onset() throws {
    var lab = Lab()
    lab.add("cell", "R1 D1 C0.5 / D1 C1")
    let found = lab.summary("cell")
    let summary = try #require(found)
    // Plated for an hour and stripped for another since the cycle with the low CE ended.
    let since = try #require(summary.conditionSince)
    #expect(abs(SyntheticLog.start - since - 7200) < 120)
    #expect(summary.leadingFlag?.code == .lowCE && summary.leadingFlag?.sinceTime == since)
    // What goes on does not begin anew.
    lab.now += 60
    #expect(lab.summary("cell")?.conditionSince == since)
  }

  @Test("what people say of a cell is shown with it, from the start and as soon as they say something else")
  func labels() throws {
    var facts = SyntheticLog.facts(.half)
    (facts.group, facts.tags, facts.note) = ("LHCE", ["dry room"], "leaked at filling")
    facts.electrolyte = Marked(Electrolyte(name: "LiFSI-DME"), .given)
    var lab = Lab()
    let cell = lab.add("cell", "R1 D1 C0.98 / D1", facts)
    #expect(lab.summary("cell")?.labels.words == ["dry room", "LHCE", "LiFSI-DME", "leaked at filling"])
    func shown() -> [String]? {
      lab.state(focus: CellID("cell")).detail?.facts.filter { ["note", "tags", "group"].contains($0.label) }
        .map { "\($0.label) \($0.value) \($0.provenance.mark)" }
    }
    #expect(shown() == ["note leaked at filling =", "tags dry room =", "group LHCE ="])
    (facts.group, facts.tags, facts.note) = (nil, [], "opened")
    let mustRead = lab.fleet.adopt(facts, of: cell)
    #expect(!mustRead)
    #expect(lab.summary("cell")?.labels.words == ["LiFSI-DME", "opened"])
    #expect(shown() == ["note opened ="])
  }

  @Test("a flag makes one event when it comes up and one when it is over")
  func events() {
    var lab = Lab()
    let cell = lab.add("cell", "R1 D1 C0.5 / D1")
    for _ in 0..<5 { #expect(lab.events() == ["low-ce: CE 50.00 % in cycle 1 is below 90.00 %"]) }
    let whole = SyntheticLog.rows("R1 D1 C0.5 / D1 C0.98 / D1 C0.98 / D1 C0.98 / D1")
    lab.append(Array((whole[40...].joined(separator: "\n") + "\n").utf8), to: cell)
    for _ in 0..<3 {
      #expect(lab.events() == ["low-ce: CE 50.00 % in cycle 1 is below 90.00 %", "low-ce is over"])
    }
  }

  @Test("while a backlog is read, no channel counts as stalled by the row that was reached")
  func loading() {
    var lab = Lab()
    let cell = lab.add("cell", "R1 D1 C0.5")
    lab.fleet.set(.loading, size: 1_000_000, of: cell)
    lab.now += 100_000
    #expect(lab.summary("cell")?.condition == .charging)
    lab.fleet.set(.following, size: 1_000_000, of: cell)
    #expect(lab.summary("cell")?.condition == .stale)
  }

  @Test("a log that ends in the middle of a step has stalled, and goes on when rows come")
  func stalled() {
    var lab = Lab()
    let cell = lab.add("cell", "R1 D1 C0.5")
    #expect(lab.summary("cell")?.condition == .charging)
    // Rows came every 310 s on average, all in one read: three times that is the patience.
    lab.now += 900
    #expect(lab.summary("cell")?.flags == [])
    lab.now += 2000
    let summary = lab.summary("cell")
    #expect(summary?.condition == .stale && summary?.flags.map(\.code) == [.stalled])
    #expect(summary?.flags.first?.sinceTime == SyntheticLog.start)
    let rows = SyntheticLog.rows("R1 D1 C0.5 C0.2")
    lab.append(Array((rows[30...].joined(separator: "\n") + "\n").utf8), to: cell)
    #expect(lab.summary("cell")?.condition == .charging && lab.summary("cell")?.flags == [])
    #expect(lab.events().last == "stalled is over")
  }

  @Test("the person's own patience decides where it is given")
  func ownPatience() {
    var lab = Lab()
    var facts = SyntheticLog.facts(.half)
    facts.alert.silentAfter = 50_000
    lab.add("cell", "R1 D1 C0.5", facts)
    lab.now += 40_000
    #expect(lab.summary("cell")?.flags == [])
    lab.now += 20_000
    #expect(lab.summary("cell")?.flags.map(\.code) == [.stalled])
  }

  @Test("a log that ends at rest has finished, which is no problem")
  func finished() {
    var lab = Lab()
    lab.add("cell", "R1 D1 C0.98 R1")
    lab.now += 5000
    #expect(lab.summary("cell")?.condition == .resting)
    lab.now += 100_000
    let summary = lab.summary("cell")
    #expect(summary?.condition == .finished && summary?.flags.map(\.code) == [.finished])
    #expect(summary?.condition.isProblem == false)
  }

  @Test("a file that goes and comes back keeps its history")
  func gone() {
    var lab = Lab()
    let cell = lab.add("cell", Self.good)
    lab.fleet.set(.following, size: 100, of: cell)
    let cycles = lab.summary("cell")?.cycle
    lab.fleet.set(.gone, size: 0, of: cell)
    lab.fleet.set(.gone, size: 0, of: cell)
    #expect(lab.summary("cell")?.condition == .stale)
    #expect(lab.summary("cell")?.flags.map(\.code) == [.gone])
    #expect(lab.summary("cell")?.cycle == cycles)
    #expect(lab.events() == ["gone: the file is no longer there; its history is kept"])
    lab.fleet.set(.following, size: 100, of: cell)
    #expect(lab.summary("cell")?.flags == [] && lab.summary("cell")?.cycle == cycles)
  }

  @Test("a file that cannot be read says why, harmlessly")
  func unreadable() {
    var lab = Lab()
    let cell = lab.add("cell", Self.good)
    lab.fleet.set(.unreadable("Permission denied\u{1B}[2J"), size: 0, of: cell)
    #expect(lab.events() == ["gone: the file cannot be read: Permission denied·[2J"])
    let evidence = lab.summary("cell")?.flags.first?.evidence ?? ""
    #expect(evidence.contains("Permission denied"))
    #expect(!evidence.unicodeScalars.contains(where: SafeText.isHarmful))
  }

  @Test("what an earlier run told is told once, what has come since is told, and what has ended meanwhile, too")
  func eventsOverRestart() {
    var facts = SyntheticLog.facts(.half)
    facts.alert.voltageAbove = 0.5
    var first = Lab()
    first.add("hot", "R1@1", facts)
    first.add("cool", "R1 D1", facts)
    let cells = first.state().cells
    #expect(first.events().map { $0.split(separator: ":")[0] } == ["over-limit"])
    func second(_ hot: String, _ cool: String) -> [String] {
      var lab = Lab()
      lab.fleet.recall(cells, first.state().events, asOf: first.now)
      lab.now += 60
      lab.add("hot", hot, facts)
      lab.add("cool", cool, facts)
      _ = lab.state()
      return lab.events().map { String($0.split(separator: ":")[0]) }
    }
    #expect(second("R1@1", "R1 D1") == ["over-limit"])
    #expect(second("R1@1", "R1 D1 R1@1") == ["over-limit", "over-limit"])
    #expect(second("R1@1 D1", "R1 D1") == ["over-limit", "over-limit is over"])
  }

  @Test("a restart discards what was folded and says so")
  func restart() {
    var lab = Lab()
    let cell = lab.add("cell", Self.good)
    #expect(lab.summary("cell")?.cycle == 3)
    lab.fleet.restart(
      cell, format: BDFCSV(), facts: SyntheticLog.facts(.half), reason: "the file was replaced", now: lab.now)
    #expect(lab.fleet.fold(of: cell)?.cycles == [])
    #expect(lab.summary("cell")?.cycle == 0 && lab.summary("cell")?.condition == .empty)
    #expect(lab.events().contains("read again from the beginning: the file was replaced"))
    lab.append(SyntheticLog.bytes(Self.good), to: cell)
    #expect(lab.summary("cell")?.cycle == 3 && lab.summary("cell")?.source.rows == 60)
  }

  @Test("malformed rows are counted with the first one's line, and noted once")
  func malformed() {
    var lab = Lab()
    let cell = lab.add("cell", Self.good)
    lab.append(Array("half a row\nanother\n".utf8), to: cell)
    let summary = lab.summary("cell")
    #expect(summary?.source.badRows == 2 && summary?.source.firstBadRow?.row == 62)
    #expect(summary?.flags.map(\.code) == [.badRows])
    lab.append(Array("a third\n".utf8), to: cell)
    _ = lab.state()
    #expect(lab.events().filter { $0.contains("malformed rows, first in line 62") }.count == 1)
  }

  @Test("the event log is bounded and keeps the newest")
  func eventLimit() {
    var lab = Lab()
    for index in 0..<2000 { lab.fleet.note("event \(index)", of: nil, .notice, now: lab.now) }
    let events = lab.events()
    #expect(events.count == 500 && events.last == "event 1999" && events.first == "event 1500")
  }

  @Test("the detail has a value, or a gap, for every cycle")
  func detail() throws {
    var lab = Lab()
    lab.add("cell", Self.good)
    lab.add("other", Self.good)
    let found = lab.state(focus: CellID("cell")).detail
    let detail = try #require(found)
    #expect(detail.summary.id == CellID("cell") && detail.cycles.count == 3)
    #expect(detail.efficiencies.count == 3 && detail.retentions.count == 3 && detail.stages.count == 3)
    #expect(detail.efficiencies.map { $0.map { ($0 * 100).rounded() } } == [98, 99, nil])
    #expect(!detail.facts.isEmpty && detail.trace.lastTime > 0)
    #expect(lab.state(focus: CellID("nobody")).detail == nil)
    #expect(lab.state().detail == nil)
  }

  @Test("the summary shows the newest row and the newest complete cycle")
  func summary() throws {
    var lab = Lab()
    lab.add("cell", "R1 D1 C0.98 / D1 C0.99 / D0.5@-0.0625")
    let found = lab.summary("cell")
    let summary = try #require(found)
    #expect(summary.voltage == -0.0625 && summary.current == -0.001)
    #expect(summary.cycle == 3 && summary.step?.phase == .discharge && summary.condition == .discharging)
    #expect(abs(try #require(summary.lastEfficiency) - 0.99) < 1e-9)
    #expect(abs(try #require(summary.rollingEfficiency?.mean) - 0.985) < 1e-9)
    #expect(summary.retention == nil, "the capacity of Li|Cu is the protocol's choice")
    #expect(summary.sparkline.count == 2 && abs(summary.efficiencyUncertainty - 1e-4) < 1e-12)
  }

  @Test("time alone is no news, but a silence that has grown too long is, as is every row, event and file")
  func news() {
    var lab = Lab()
    let cell = lab.add("cell", "R1 D1 C0.5")
    _ = lab.state()
    lab.now += 1
    #expect(lab.hasNews() == false)
    lab.now += 2900
    #expect(lab.hasNews() == true, "stalled")
    #expect(lab.hasNews() == true, "not told yet")
    _ = lab.state()
    #expect(lab.hasNews() == false)
    let rows = SyntheticLog.rows("R1 D1 C0.8")
    lab.append(Array(((rows.last ?? "") + "\n").utf8), to: cell)
    #expect(lab.hasNews() == true, "a row")
    _ = lab.state()
    lab.fleet.note("skipped", of: nil, .notice, now: lab.now)
    #expect(lab.hasNews() == true, "an event")
    _ = lab.state()
    lab.fleet.progress.filesTotal += 1
    #expect(lab.hasNews() == true, "a file that is read")
    _ = lab.state()
    lab.add("other", Self.good)
    #expect(lab.hasNews() == true, "a channel")
    _ = lab.state()
    lab.fleet.close(cell)
    #expect(lab.hasNews() == true, "a channel that is part of another")
  }

  @Test("the same state twice is the same value, so that nothing is drawn for nothing")
  func unchanged() {
    var lab = Lab()
    lab.add("cell", Self.good)
    #expect(lab.state() == lab.state())
  }
}
