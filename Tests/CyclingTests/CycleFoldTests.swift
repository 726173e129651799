import CellModel
import TestSupport
import Testing

@testable import Cycling

@Suite("Cycles from rows")
struct CycleFoldTests {
  private static func fold(
    _ samples: [Sample], _ kind: CounterKind = .separate, first: HalfCycleDirection? = nil, resets: Bool = false
  ) -> CycleFold {
    var fold = CycleFold(
      firstHalf: first, counterKind: kind, currentKind: kind == .increments ? .intervalMean : .instantaneous,
      countersResetEachStep: resets)
    fold.fold(samples)
    return fold
  }

  private static func expect(
    _ cycle: Cycle?, charge: Double, discharge: Double, location: SourceLocation = #_sourceLocation
  ) {
    #expect(abs((cycle?.charge ?? .nan) - charge) < 1e-9, sourceLocation: location)
    #expect(abs((cycle?.discharge ?? .nan) - discharge) < 1e-9, sourceLocation: location)
  }

  static let kinds: [CounterKind] = [.none, .separate, .shared, .signed, .halfCycle, .increments]

  @Test("plating and stripping make cycles, whatever the instrument counts", arguments: kinds)
  func platingAndStripping(kind: CounterKind) {
    let trace = StepTrace("R1 D1 R0.1 C0.98 / R0.1 D1 R0.1 C0.97 / D1", kind)
    let fold = Self.fold(trace.samples, kind)
    #expect(fold.cycles.count == 2)
    Self.expect(fold.cycles.first, charge: 0.98, discharge: 1)
    Self.expect(fold.cycles.last, charge: 0.97, discharge: 1)
    #expect(fold.cycles.allSatisfy { $0.isComplete && $0.firstHalf == .discharge && !$0.usedIntegral })
    #expect(fold.cycles.map(\.number) == [1, 2] && fold.cycles.map(\.vendorCycle) == [1, 2])
    #expect(fold.openCycle?.number == 3 && fold.openCycle?.isComplete == false)
    Self.expect(fold.openCycle, charge: 0, discharge: 1)
    #expect(fold.firstHalf == .discharge && fold.leading == nil)
  }

  @Test("counters that restart with every step add up over CC and CV steps")
  func stepCounters() {
    let trace = StepTrace("R1 C1 C0.2 R0.1 D0.7 D0.4 / R0.1 C1 C0.1 D1.1", resetsEachStep: true)
    let fold = Self.fold(trace.samples, first: .charge, resets: true)
    Self.expect(fold.cycles.first, charge: 1.2, discharge: 1.1)
    Self.expect(fold.openCycle, charge: 1.1, discharge: 1.1)
  }

  @Test("pulses inside a stored cycle stay in their half-cycle")
  func pulses() {
    let fold = Self.fold(StepTrace("R1 D1 C0.002 D0.5 C0.004 D0.5 R0.1 C1 D0.003 C0.9 / D1 C1").samples)
    #expect(fold.cycles.count == 1)
    Self.expect(fold.cycles.first, charge: 1.906, discharge: 2.003)
  }

  @Test("strong pulses of seconds stay in their half-cycle too, and a failed strip in the same stored cycle does not")
  func strongPulses() {
    // A twentieth of the hour at four times the current passes a fifth of the charge: HPPC.
    var samples = StepTrace("R1 D1 C0.04 D1 R0.1 C1 / D1", .none).samples
    for index in samples.indices where samples[index].vendorStep == 3 { samples[index].current *= 4 }
    let fold = Self.fold(samples, .none)
    #expect(fold.cycles.count == 1)
    Self.expect(fold.cycles.first, charge: 1.16, discharge: 2)
    // The same charge at the plating's own current takes the same share of the time: a strip that failed.
    #expect(Self.fold(StepTrace("R1 D1 C0.16 D1 C0.9 D1").samples).cycles.count == 2)
  }

  @Test("a cycle's current is the one of its long step: not an overshoot when it is switched on, nor the voltage hold")
  func mainCurrent() {
    var samples = StepTrace("R1 D1 R0.1 C1 C0.2 / R0.1 D1 C1").samples
    let charging = samples.indices.filter { samples[$0].current > 0 && samples[$0].vendorCycle == 1 }
    for (place, index) in charging.enumerated() {
      if place == 0 { samples[index].current *= 1.7 }
      if samples[index].vendorStep == samples[charging[charging.count - 1]].vendorStep {
        samples[index].current /= Double(place + 1)
      }
    }
    let cycle = Self.fold(samples).cycles.first
    #expect(cycle?.chargeCurrent == 1 && cycle?.dischargeCurrent == 1)
    // Where no current stands out it is the largest.
    var currents = MainCurrent()
    for row in 0..<100 { currents.add(1 / (1 + 0.1 * Double(row)), passed: 0.01) }
    #expect(currents.value(of: 1) == 1)
  }

  @Test("an offset on the log's first row, taken for current, begins no half-cycle")
  func firstRowOffset() {
    var samples = StepTrace("R0.1@3.2 C1@3.6 R0.1@3.6 D0.98@3.4 / C1@3.6").samples
    samples[0].current = -1e-7
    samples[0].phase = .unstated
    let fold = Self.fold(samples)
    #expect(fold.leading == nil && fold.firstHalf == .charge)
    Self.expect(fold.cycles.first, charge: 1, discharge: 0.98)
  }

  @Test("a strip that fails is a half-cycle of its own, because the stored cycle number moves on")
  func failedStrip() {
    let fold = Self.fold(StepTrace("R1 D1 C0.98 / D1 C0.004 / D1 C0.5 / D1").samples)
    #expect(fold.cycles.count == 3)
    #expect(fold.cycles.map { ($0.charge * 1000).rounded() } == [980, 4, 500])
  }

  @Test("where the file stores no cycle number, a small half-cycle is no pulse")
  func noStoredNumbers() {
    let samples = StepTrace("R1 D1 C0.98 D1 C0.004 D1 C0.5 D1").samples.map { sample -> Sample in
      var sample = sample
      sample.vendorCycle = Sample.absent
      return sample
    }
    #expect(Self.fold(samples).cycles.count == 3)
  }

  @Test("a cell with a cathode that is discharged first has a leading half-cycle that is no cycle")
  func leadingDischarge() {
    let fold = Self.fold(StepTrace("R1@3.4 D0.1@3.4 C1@3.9 D0.95@3.7 / C1@3.9 D0.94@3.7").samples)
    #expect(fold.leading?.direction == .discharge)
    #expect(abs((fold.leading?.integral ?? 0) - 0.1) < 1e-9)
    #expect(fold.cycles.first?.firstHalf == .charge)
    Self.expect(fold.cycles.first, charge: 1, discharge: 0.95)
    #expect(fold.openingVoltage == 3.4)
  }

  @Test("a given build decides which half-cycle comes first")
  func givenBuild() {
    let fold = Self.fold(StepTrace("R1 C0.5 D1 C0.98 / D1 C0.97 / D1").samples, first: .discharge)
    #expect(fold.leading?.direction == .charge)
    Self.expect(fold.cycles.first, charge: 0.98, discharge: 1)
  }

  @Test("a log that begins inside a half-cycle has a first cycle that is not complete")
  func partialBeginning() {
    let whole = StepTrace("R1 D1 C0.98 / D1 C0.97 / D1").samples
    let fold = Self.fold(Array(whole[15...]))
    #expect(fold.cycles.map(\.isComplete) == [false, true])
    #expect(Self.fold(whole).cycles.map(\.isComplete) == [true, true])
  }

  @Test("a log whose first row is under current is complete if it is the test's beginning")
  func beginsUnderCurrent() {
    let whole = StepTrace("D1 C0.98 / D1 C0.97 / D1").samples
    #expect(Self.fold(whole).cycles.map(\.isComplete) == [true, true])
    let exported = whole.map { sample -> Sample in
      var sample = sample
      sample.vendorCycle += 21
      return sample
    }
    #expect(Self.fold(exported).cycles.map(\.isComplete) == [false, true])
  }

  @Test("the last cycle is complete once the current has gone off behind its second half")
  func partialEnd() {
    #expect(Self.fold(StepTrace("R1 D1 C0.98").samples).openCycle?.isComplete == false)
    #expect(Self.fold(StepTrace("R1 D1 C0.98 R0.1").samples).openCycle?.isComplete == true)
    #expect(Self.fold(StepTrace("R1 D1 R0.1").samples).openCycle?.isComplete == false)
    #expect(Self.fold(StepTrace("R1").samples).openCycle == nil)
    #expect(Self.fold([]).openCycle == nil)
  }

  @Test("a pause in the middle of a half-cycle does not split it")
  func interruption() {
    let fold = Self.fold(StepTrace("R1 D0.4 R5 D0.6 C0.5 R2 C0.48 / D1").samples)
    #expect(fold.cycles.count == 1)
    Self.expect(fold.cycles.first, charge: 0.98, discharge: 1)
  }

  @Test("time that goes backwards is counted, and the counter's charge stays right")
  func backwardTime() {
    var samples = StepTrace("R1 D1 C0.98 / D1 C0.97 / D1").samples
    samples[15].testTime = samples[3].testTime
    let fold = Self.fold(samples)
    #expect(fold.backwardRows == 1)
    Self.expect(fold.cycles.first, charge: 0.98, discharge: 1)
  }

  @Test("an offset current at rest is no half-cycle")
  func offsetCurrent() {
    let samples = StepTrace("R1 D1 R1 C0.98 / R1 D1").samples.map { sample -> Sample in
      var sample = sample
      if sample.current == 0 {
        sample.current = 5e-7
        sample.phase = .unstated
      }
      return sample
    }
    let cycles = Self.fold(Array(samples[10...])).cycles
    #expect(cycles.count == 1)
    Self.expect(cycles.first, charge: 0.98, discharge: 1)
  }

  @Test("a counter that a current cannot explain is overruled by the integral, and the cycle says so")
  func faultyCounter() {
    var samples = StepTrace("R1 D1 C0.98 / D1").samples
    for index in 15..<samples.count { samples[index].dischargeCounter += 0.3 }
    let cycle = Self.fold(samples).cycles.first
    #expect(cycle?.usedIntegral == true)
    Self.expect(cycle, charge: 0.98, discharge: 1)
    #expect((cycle?.counterDeviation ?? 0) > 0.2)
  }

  @Test("only the rows with a wrong counter are overruled: the integral of a log with gaps is worth nothing")
  func faultyCounterInThinnedLog() {
    var samples = StepTrace("R1 D1 C0.98 / D1").samples
    for index in 15..<samples.count { samples[index].dischargeCounter += 0.3 }
    // Between these rows the log lost its rest: their current did not flow all the time.
    for index in 7..<samples.count { samples[index].testTime += 36_000 }
    let cycle = Self.fold(samples).cycles.first
    #expect(cycle?.usedIntegral == true)
    Self.expect(cycle, charge: 0.98, discharge: 1)
  }

  @Test("EC-Lab's loop artefact does not reach the cycle, which needs no integral for that")
  func loopArtefact() {
    var samples = StepTrace("R1 D1 R0.01 C0.98 R0.1 / D1", .halfCycle).samples
    // The new half-cycle's counter starts at minus the old count, on a row without current.
    for index in 20..<50 { samples[index].counter = (index < 30 ? 0 : samples[index].counter) + 1 }
    let cycle = Self.fold(samples, .halfCycle).cycles.first
    #expect(cycle?.usedIntegral == false)
    Self.expect(cycle, charge: 0.98, discharge: 1)
  }

  @Test("voltages, currents, times and the place in the file are those of the halves")
  func details() throws {
    var samples = StepTrace("R1 D1@-0.0625 R0.5@0 C1@0.0625 C0.5@1 / D1").samples
    for index in samples.indices { samples[index].temperature = index.isMultiple(of: 2) ? 25 : 26 }
    let cycle = try #require(Self.fold(samples).cycles.first)
    #expect(cycle.meanDischargeVoltage == -0.0625)
    #expect(abs(cycle.meanChargeVoltage - 0.375) < 1e-6)
    #expect(cycle.firstHalfEndVoltage == -0.0625 && cycle.secondHalfEndVoltage == 1)
    #expect(cycle.minVoltage == -0.0625 && cycle.maxVoltage == 1)
    #expect(cycle.chargeCurrent == 1 && cycle.dischargeCurrent == 1)
    #expect(cycle.startTime == 3600 && cycle.endTime == 14400)
    #expect(cycle.byteOffset == 10 * 64 && cycle.temperature == 25.5)
  }

  @Test("the step under way is the stored one, or the sign of the current")
  func steps() {
    let samples = StepTrace("R1 D1 C0.5").samples
    let step = Self.fold(samples).step
    #expect(step?.phase == .charge && step?.vendorStep == 3)
    #expect(step?.startTime == 7200 && step?.endTime == 9000)
    let unstated = samples.map { sample -> Sample in
      var sample = sample
      sample.phase = .unstated
      return sample
    }
    #expect(Self.fold(Array(unstated[..<20])).step?.phase == .discharge)
    #expect(Self.fold(Array(unstated[..<10])).step?.phase == .rest)
  }

  @Test("rows without time, voltage, current or counter leave the cycles as they were", arguments: kinds)
  func emptyRows(kind: CounterKind) {
    let whole = StepTrace("R1 D1 R0.1 C0.98 R0.1 / D1 R0.1 C0.97 R0.1 / D1", kind).samples
    var samples = whole
    // The last row of each half-cycle and of each cycle among them; each repeats the marks of the row above.
    for index in [100, 90, 60, 50, 20, 10] {
      var empty = Sample()
      let above = samples[index - 1]
      (empty.vendorCycle, empty.vendorStep, empty.phase) = (above.vendorCycle, above.vendorStep, above.phase)
      samples.insert(empty, at: index)
    }
    let expected = Self.fold(whole, kind).cycles
    let cycles = Self.fold(samples, kind).cycles
    #expect(cycles.count == expected.count)
    for (cycle, expected) in zip(cycles, expected) {
      #expect(cycle.startTime == expected.startTime && cycle.endTime == expected.endTime)
      #expect(cycle.minVoltage == expected.minVoltage && cycle.maxVoltage == expected.maxVoltage)
      Self.expect(cycle, charge: expected.charge, discharge: expected.discharge)
    }
  }
}
