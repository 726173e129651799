import Testing

@testable import SimulatedLab

@Suite("Simulated cell")
struct LabCellTests {
  /// One specification of every recipe, short enough to run whole.
  static let specifications = CellRoster.specifications(cells: 24, seed: 7, cycles: 24, formats: [])

  private static func rows(_ specification: CellSpecification) -> [LabRow] {
    var cell = LabCell(specification, start: 1_700_000_000)
    var rows: [LabRow] = []
    while let row = cell.next() { rows.append(row) }
    return rows
  }

  @Test("Test time, wall time and record numbers never go back", arguments: specifications.indices)
  func timeRuns(index: Int) throws {
    let rows = Self.rows(Self.specifications[index])
    #expect(rows.count > 100)
    for (before, after) in zip(rows, rows.dropFirst()) {
      #expect(after.testTime >= before.testTime)
      #expect(after.wallTime >= before.wallTime)
      #expect(after.record == before.record + 1)
      #expect(after.stepCount == before.stepCount || after.stepCount == before.stepCount + 1)
    }
  }

  @Test("The counters are the integral of the recorded current", arguments: specifications.indices)
  func countersAreIntegrals(index: Int) throws {
    let specification = Self.specifications[index]
    var integral = 0.0
    var passed = 0.0
    var before: LabRow?
    for row in Self.rows(specification) {
      let elapsed = row.testTime - (before?.testTime ?? 0)
      let isSameStep = row.stepCount == before?.stepCount
      let current = isSameStep ? (row.current + (before?.current ?? 0)) / 2 : row.current
      integral += abs(current) * elapsed / 3600
      passed = row.sinceStart.charge + row.sinceStart.discharge
      before = row
    }
    // A current that falls at constant voltage is no straight line between two rows.
    let tolerance = specification.holdFraction > 0 ? 1e-3 : 2e-6
    #expect(abs(passed / integral - 1) < tolerance)
  }

  @Test("Counters of step and cycle begin at zero and add up to the total", arguments: specifications.indices)
  func scopesAgree(index: Int) throws {
    var finishedSteps = Counters()
    for row in Self.rows(Self.specifications[index]) {
      #expect(abs(finishedSteps.charge + row.sinceStep.charge - row.sinceStart.charge) < 1e-9)
      #expect(abs(finishedSteps.discharge + row.sinceStep.discharge - row.sinceStart.discharge) < 1e-9)
      #expect(row.sinceCycle.charge <= row.sinceStart.charge)
      if row.end != nil { finishedSteps = row.sinceStart }
    }
  }

  @Test("A healthy Li|Cu cell's CE over its settled cycles is the one that it was given")
  func healthyEfficiency() throws {
    var specification = try #require(Self.specifications.first { $0.kind == .copper && $0.fate == .healthy })
    specification.cycles = 80
    var plated: [Int: Double] = [:]
    var stripped: [Int: Double] = [:]
    for row in Self.rows(specification) {
      plated[row.cycle] = row.sinceCycle.discharge
      stripped[row.cycle] = row.sinceCycle.charge
    }
    let settled = (31...80).map { (stripped[$0] ?? 0) / (plated[$0] ?? .nan) }
    let mean = settled.reduce(0, +) / Double(settled.count)
    // Noise of 50 cycles at 0.1 % at most, and twice 100 ppm of the instrument.
    #expect(abs(mean - (1 - specification.inefficiency)) < 6e-4)
  }

  @Test("A reservoir test that ends well gives its CE by eq 3")
  func reservoirEfficiency() throws {
    let specification = try #require(Self.specifications.first { $0.kind == .copperReservoir && $0.fate == .healthy })
    let truth = LabTruth(specification)
    let total = try #require(truth.totalEfficiency)
    let strips = Double(truth.second.count - 1)
    let byEquation =
      (strips * specification.capacity + (truth.second.last ?? 0))
      / (strips * specification.capacity + specification.reservoir)
    #expect(abs(total - byEquation) < 1e-12)
    #expect(total < 1 - specification.inefficiency && total > 0.97)
  }

  @Test("Li|Cu strips reach the cut-off of 1 V, plating stays below 0 V once the surface has formed")
  func copperVoltages() throws {
    let specification = try #require(Self.specifications.first { $0.kind == .copper && $0.fate == .healthy })
    for row in Self.rows(specification) where row.cycle > 1 {
      if row.kind == .discharge, row.stepTime > 120 { #expect((-0.2...0).contains(row.voltage)) }
      if row.kind == .charge, row.end == .voltage { #expect(abs(row.voltage - 1) < 0.01) }
    }
  }

  @Test("A full cell charges to 4.3 V and discharges to 3 V")
  func cathodeVoltages() throws {
    let specification = try #require(Self.specifications.first { $0.kind == .cathode && $0.fate == .healthy })
    for row in Self.rows(specification) where row.end != nil && row.kind != .rest {
      #expect(abs(row.voltage - (row.kind == .discharge ? 3.0 : 4.3)) < 0.02)
    }
  }

  @Test("An interruption stops the test's clock but not the wall's")
  func interruption() throws {
    let specification = try #require(Self.specifications.first { !$0.interruptions.isEmpty })
    let rows = Self.rows(specification)
    let halts = rows.indices.filter { rows[$0].kind == .pause }
    #expect(halts.count == specification.interruptions.count)
    for (halt, interruption) in zip(halts, specification.interruptions) {
      #expect(rows[halt].current == 0)
      #expect(rows[halt + 1].testTime == rows[halt].testTime)
      #expect(abs(rows[halt + 1].wallTime - rows[halt].wallTime - interruption.duration) < 1e-6)
      #expect(rows[halt + 1].kind == rows[halt - 1].kind)
    }
  }

  @Test("Formation runs at the slow current, the rest at the ordinary one")
  func formationRate() throws {
    let specification = try #require(Self.specifications.first { $0.kind == .anodeFree })
    let currents = Self.rows(specification).filter { $0.kind == .discharge }
    for row in currents {
      let factor = row.cycle <= specification.formationCycles ? specification.formationFactor : 1
      #expect(abs(abs(row.current) / (specification.current * factor) - 1) < 1e-3)
    }
  }
}
