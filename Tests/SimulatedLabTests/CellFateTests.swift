import Testing

@testable import SimulatedLab

@Suite("Fates of simulated cells")
struct CellFateTests {
  private static func truths(_ kinds: Set<CellKind>, _ fate: CellFate, seed: UInt64) -> [LabTruth] {
    CellRoster.specifications(cells: 48, seed: seed, cycles: 100, formats: [])
      .filter { kinds.contains($0.kind) && $0.fate == fate }.map { LabTruth($0) }
  }

  @Test("A Li|Cu cell's CE falls at its true turn and not before", arguments: 1...5)
  func copperTurn(seed: UInt64) throws {
    for truth in Self.truths([.copper], .turnsAbruptly, seed: seed) {
      let turn = try #require(truth.turningCycle)
      let efficiency = zip(truth.second, truth.first).map { $0 / $1 }
      let settled = 1 - truth.specification.inefficiency
      #expect(efficiency[(turn - 10)..<(turn - 1)].allSatisfy { abs($0 - settled) < 0.01 })
      #expect(efficiency[turn + 7] < settled - 0.01)
      #expect(efficiency.suffix(5).allSatisfy { $0 < 0.85 })
      #expect(abs(turn - truth.specification.eventCycle) <= 3)
    }
  }

  @Test("A full cell keeps its capacity in stage I and loses the anode's share a cycle in stage II", arguments: 1...5)
  func cathodeTurn(seed: UInt64) throws {
    for truth in Self.truths([.cathode, .anodeFree], .turnsAbruptly, seed: seed) {
      let turn = try #require(truth.turningCycle)
      let fade = { (from: Int, to: Int) in (1 - truth.second[to - 1] / truth.second[from - 1]) / Double(to - from) }
      let before = fade(10, turn - 4)
      let after = fade(turn + 4, turn + 24)
      #expect(before < 0.0006)
      #expect(after > 0.5 * truth.specification.inefficiency)
      #expect(after > 4 * before)
      #expect(abs(turn - truth.specification.eventCycle) <= 8)
    }
  }

  @Test("Cells that never turn keep CE and capacity", arguments: 1...5)
  func healthy(seed: UInt64) throws {
    for truth in Self.truths([.copper, .cathode, .anodeFree], .healthy, seed: seed) {
      #expect(truth.turningCycle == nil && truth.eventCycle == nil)
      #expect(truth.first.count == truth.specification.cycles)
      // The last regular cycle against the fifth at the same current.
      let last = try #require(truth.second.last)
      #expect(last > 0.95 * truth.second[4] || truth.specification.rate != .constant)
    }
  }

  @Test("A soft short of Li|Cu gives more than was plated; a hard one has no voltage left")
  func shorts() throws {
    let soft = try #require(Self.truths([.copper], .softShort, seed: 3).first)
    let event = try #require(soft.eventCycle)
    let late = zip(soft.second, soft.first).dropFirst(event + 10).map { $0 / $1 }
    #expect(late.reduce(0, +) / Double(late.count) > 1)

    let hard = try #require(Self.truths([.copper], .hardShort, seed: 3).first)
    let short = try #require(hard.eventCycle)
    var cell = LabCell(hard.specification, start: 0)
    while let row = cell.next() {
      guard row.cycle > short else { continue }
      #expect(abs(row.voltage) < 0.01)
    }
  }

  @Test("Sudden death takes more than a third of the capacity in two cycles")
  func suddenDeath() throws {
    for truth in Self.truths([.copper, .cathode], .suddenDeath, seed: 4) {
      let event = try #require(truth.eventCycle)
      #expect(truth.second[event] < 0.6 * truth.second[event - 2])
    }
  }

  @Test("A reservoir cell that turns is stripped bare before its schedule ends")
  func exhaustedReservoir() throws {
    let truth = try #require(Self.truths([.copperReservoir], .turnsAbruptly, seed: 5).first)
    #expect(truth.first.count < truth.specification.cycles)
    #expect((truth.second.last ?? .infinity) < truth.specification.capacity)
  }
}
