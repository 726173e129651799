import CellModel
import CyclerFormats
import Fleet
import Metrics
import SimulatedLab
import Testing

@Suite("Configuration, protocol and averages of simulated cells, through the whole pipeline")
struct CellScienceTests {
  private static let specifications = SimulatedLab(cells: 24, seed: 11, cycles: 40, startTime: 1_736_000_000)
    .specifications

  /// A cell's channel after reading its log, to the end or until some test time.
  private static func channel(
    _ specification: CellSpecification, facts: CellFacts = CellFacts(), until time: Double = .infinity
  ) throws -> ChannelFold {
    let format = try #require(FormatRegistry.format(id: specification.format.family))
    var lab = SimulatedLab([specification], startTime: 1_736_000_000)
    var fold = ChannelFold(id: CellID(specification.path), path: specification.path, format: format, facts: facts)
    lab.advance(to: time) { _, bytes in fold.decode(bytes.span) }
    if time == .infinity { fold.finish() }
    return fold
  }

  private static func first(_ kind: CellKind, _ fate: CellFate = .healthy) throws -> CellSpecification {
    try #require(specifications.first { $0.kind == kind && $0.fate == fate })
  }

  @Test(
    "every kind of cell is recognised, but a cell without lithium at its anode cannot be", arguments: CellKind.allCases)
  func configurations(kind: CellKind) throws {
    for specification in Self.specifications where specification.kind == kind && specification.fate != .hardShort {
      let configuration = try Self.channel(specification).configuration
      #expect(configuration.value == (kind == .anodeFree ? .full : kind.configuration), "\(specification.path)")
      #expect(configuration.provenance == .inferred && !configuration.reason.isEmpty)
      if kind == .anodeFree || kind == .cathode { #expect(configuration.reason.contains("anode-free must be given")) }
    }
  }

  @Test(
    "a finished test's average is what truly happened, within its own uncertainty",
    arguments: [
      (CellKind.copper, "conventional"), (.copperReservoir, "aurbach"), (.copperPreconditioned, "zhang"),
    ])
  func averages(kind: CellKind, id: String) throws {
    let specification = try Self.first(kind)
    let record = try Self.channel(specification).record()
    let average = try #require(AverageRegistry.primary(of: record))
    #expect(average.id == id)
    let truth = LabTruth(specification)
    var expected = try #require(truth.totalEfficiency)
    if kind == .copper {
      let ratios = zip(truth.second, truth.first).dropFirst(record.facts.formationCycles.value).map { $0 / $1 }
      expected = ratios.reduce(0, +) / Double(ratios.count)
    }
    let error = try #require(average.systematic)
    #expect(abs(try #require(average.value) - expected) < 2 * error, "\(average.result)")
  }

  @Test("the mean until the turn is that of the true cycles before it, and a reservoir's strips are said to be no CE")
  func partsOfTests() throws {
    let turned = try Self.first(.copper, .turnsAbruptly)
    let record = try Self.channel(turned).record()
    let mean = try #require(record.untilTurn)
    let turn = Int(try #require(record.stage.turningCycle))
    let truth = LabTruth(turned)
    let ratios = zip(truth.second, truth.first).map { $0 / $1 }[record.facts.formationCycles.value..<(turn - 1)]
    #expect(mean.count == ratios.count)
    #expect(abs(mean.mean - ratios.reduce(0, +) / Double(ratios.count)) < 2e-4)
    let reservoir = try Self.channel(try Self.first(.copperReservoir))
    let answer = try #require(reservoir.explanations(of: reservoir.record()).first { $0.id == "ce" })
    #expect(answer.reason?.contains("only the whole test") == true && answer.remarks == [])
  }

  @Test("mid-test a reservoir test has a bound that its end keeps, and no answer")
  func running() throws {
    let specification = try Self.first(.copperReservoir)
    let truth = LabTruth(specification)
    let middle = truth.starts[truth.starts.count / 2]
    let average = try #require(AverageRegistry.primary(of: try Self.channel(specification, until: middle).record()))
    guard case .pending(let bound?, _) = average.outcome else {
      Issue.record("\(average.outcome)")
      return
    }
    #expect(average.id == "aurbach" && bound > 0.5)
    #expect(bound < (truth.totalEfficiency ?? 0))
  }

  @Test("the averages of a log do not depend on how its bytes were cut")
  func pieces() throws {
    let specification = try Self.first(.copperPreconditioned)
    let format = try #require(FormatRegistry.format(id: specification.format.family))
    var bytes: [UInt8] = []
    var lab = SimulatedLab([specification], startTime: 1_736_000_000)
    lab.advance(to: .infinity) { _, piece in bytes += piece }
    var folds: [CellRecord] = []
    for size in [bytes.count, 4096, 977] {
      var fold = ChannelFold(id: CellID("a"), path: "a", format: format)
      var start = 0
      while start < bytes.count {
        fold.decode(bytes.span.extracting(start..<min(bytes.count, start + size)))
        start += size
      }
      fold.finish()
      folds.append(fold.record())
    }
    #expect(folds[0] == folds[1] && folds[1] == folds[2])
  }

  @Test("twins with other cathodes tell the loss of the anode that they share", arguments: [3, 5, 8] as [UInt64])
  func otherCathodes(seed: UInt64) throws {
    var specification = try Self.first(.anodeFree, .turnsAbruptly)
    specification.seed = specification.seed &+ seed &* 977
    var facts = CellFacts()
    facts.configuration = Marked(.anodeFree, .given)
    facts.formationCycles = Marked(specification.formationCycles, .given)
    facts.group = "twins"
    let evidence = TwinEvidence.of(group: "twins", among: [try Self.channel(specification, facts: facts)])
    let loss = try #require(evidence.turned.first)
    // The SEI of the first cycles and the instrument are in it; the cathode's own loss is not.
    #expect(loss > 0.9 * specification.inefficiency && loss < 1.35 * specification.inefficiency, "\(loss)")
  }

  @Test("twins that turned tell a forecast, and the cell itself is not its own twin")
  func twins() throws {
    let turned = try Self.first(.cathode, .turnsAbruptly)
    var facts = CellFacts()
    facts.configuration = Marked(.full, .given)
    facts.group = "LHCE"
    facts.lithium = Marked(.capacity(turned.lithium), .given)
    facts.anodeEfficiency = Marked(.group("LHCE"), .given)
    let twin = try Self.channel(turned, facts: facts)
    #expect(twin.reading.state == .stage2)
    #expect(TwinEvidence.of(twin, among: [twin])?.turned == [])
    var other = turned
    other.path = "young"
    let truth = LabTruth(other)
    let turn = try #require(truth.turningCycle)
    let young = try Self.channel(other, facts: facts, until: truth.starts[turn / 2])
    let evidence = try #require(TwinEvidence.of(young, among: [twin, young]))
    #expect(evidence.turned.count == 1)
    let forecast = TurnForecast().value(of: young.record(twins: evidence))
    let interval = try #require(forecast.interval, "\(forecast.result)")
    #expect(interval.low <= Double(turn) && Double(turn) <= interval.high)
  }

  @Test("the panel of a cell in stage I begins with what is to come, and asks once for what is missing")
  func panel() throws {
    let cell = try Self.first(.cathode, .turnsAbruptly)
    let format = try #require(FormatRegistry.format(id: cell.format.family))
    var facts = CellFacts()
    facts.configuration = Marked(.full, .given)
    facts.lithium = Marked(.capacity(cell.lithium), .given)
    facts.anodeEfficiency = Marked(.given(1 - cell.inefficiency), .given)
    facts.endOfLifeRetention = Marked(0.7, .given)
    let truth = LabTruth(cell)
    let turn = try #require(truth.turningCycle)
    let now = 1_736_000_000 + truth.starts[turn / 2]
    var fleet = FleetFold()
    let position = fleet.open(id: CellID("a"), name: "a", path: "a", format: format, facts: facts, now: now)
    var lab = SimulatedLab([cell], startTime: 1_736_000_000)
    lab.advance(to: truth.starts[turn / 2]) { _, bytes in
      fleet.decode(bytes.span, of: position, changedAt: now, now: now)
    }
    let detail = try #require(fleet.state(now: now, focus: CellID("a")).detail)
    let labels = detail.facts.map(\.label)
    #expect(labels.prefix(6) == ["cell", "CE", "CE average", "turn at", "Li left", "cycle life"])
    let forecast = try #require(detail.facts.first { $0.label == "turn at" })
    #expect(forecast.value.contains("80 %") && forecast.note.hasPrefix("20"))
    let left = try #require(detail.facts.first { $0.label == "Li left" })
    let share = try #require(left.share)
    #expect(left.value.contains("% of the reservoir") && share > 0.2 && share < 0.8)
    #expect(detail.facts.first { $0.label == "practical" }?.note.contains("area_cm2") == true)
    #expect(detail.facts.count { $0.label == "missing" && $0.value.contains("area_cm2") } == 1)
    #expect(detail.explanations.contains { $0.id == "ce-level" })
    #expect(detail.endOfLifeRetention == 0.7)
  }

  @Test("the present step is compared with the same step of earlier cycles")
  func steps() throws {
    let specification = try Self.first(.copper)
    let truth = LabTruth(specification)
    let start = truth.starts[12]
    let length = truth.first[12] / specification.current * 3600
    let channel = try Self.channel(specification, until: start + length / 2)
    let left = try #require(StepEnd().value(of: channel.record()).value)
    #expect(abs(left * 3600 - length / 2) < 0.1 * length)
  }
}
