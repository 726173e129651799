import CellModel
import Testing

@testable import Cycling

@Suite("Charge from counters")
struct ChargeFoldTests {
  /// A row: time in hours, current in mA, the counter and the discharge counter in mAh.
  private static func row(
    _ hours: Double, _ current: Double, _ counter: Double, _ discharge: Double = .nan, step: Int32 = 1,
    phase: Phase = .unstated, cycle: Int32 = 1
  ) -> Sample {
    var sample = Sample(testTime: hours * 3600, voltage: 0, current: current / 1000)
    sample.counter = counter
    sample.dischargeCounter = discharge
    sample.vendorStep = step
    sample.vendorCycle = cycle
    sample.phase = phase
    return sample
  }

  private static func increments(
    _ kind: CounterKind, resetsEachStep: Bool = false, currentKind: CurrentKind = .instantaneous, _ rows: [Sample]
  ) -> [ChargeFold.Increment] {
    var fold = ChargeFold(kind, currentKind: currentKind, countersResetEachStep: resetsEachStep)
    return rows.map { fold.advance($0) }
  }

  private static func close(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  @Test("a rising pair gives its differences, a first value is what the counter already held")
  func separate() {
    let result = Self.increments(
      .separate,
      [
        Self.row(0, 1, 0.25, 3), Self.row(1, 1, 1.25, 3), Self.row(2, -1, 1.25, 3, step: 2),
        Self.row(3, -1, 1.25, 4, step: 2),
      ])
    #expect(Self.close(result.map(\.charge), [0.25, 1, 0, 0]))
    #expect(Self.close(result.map(\.discharge), [3, 0, 0, 1]))
    #expect(result.allSatisfy { $0.unexplained == 0 })
  }

  @Test("a counter that restarts at zero loses nothing")
  func restart() {
    let result = Self.increments(
      .separate,
      [
        Self.row(0, 1, 0, 0), Self.row(1, 1, 1, 0), Self.row(1.1, 1, 0.1, 0, cycle: 2),
        Self.row(2.1, 1, 1.1, 0, cycle: 2),
      ])
    #expect(Self.close(result.map(\.charge), [0, 1, 0.1, 1]))
  }

  @Test("counters that restart with every step count a first value above the old one as new charge")
  func restartUpwards() {
    // The old step ended at 0.05 mAh, the new one's first row is an hour in: 1 mAh, not 0.95.
    let rows = [Self.row(0, 1, 0, 0), Self.row(0.05, 1, 0.05, 0), Self.row(1.05, 1, 1, 0, step: 2)]
    #expect(Self.close(Self.increments(.separate, resetsEachStep: true, rows).map(\.charge), [0, 0.05, 1]))
    #expect(Self.close(Self.increments(.separate, rows).map(\.charge), [0, 0.05, 0.95]))
  }

  @Test("a shared counter is attributed by the state, and may restart or run backwards")
  func shared() {
    let result = Self.increments(
      .shared,
      [
        Self.row(0, 1, 0, phase: .charge), Self.row(1, 1, 1, phase: .charge), Self.row(1, 0, 1, step: 2, phase: .rest),
        // A discharge pulse of 0.1 mAh runs the net counter backwards.
        Self.row(1.1, -1, 0.9, step: 3, phase: .discharge),
        // Then the counter restarts with the discharge step.
        Self.row(1.2, -1, 0.1, step: 4, phase: .discharge), Self.row(2.2, -1, 1.1, step: 4, phase: .discharge),
      ])
    #expect(Self.close(result.map(\.charge), [0, 1, 0, 0, 0, 0]))
    #expect(Self.close(result.map(\.discharge), [0, 0, 0, 0.1, 0.1, 1]))
  }

  @Test("a pulse that runs a shared counter backwards counts what it took back, though its ends are between the rows")
  func pulse() {
    // 0.25 mAh discharged at 90 mA in 10 s; after a rest a pulse of 10 s at 72 mA whose beginning and end have no row, and
    // whose first row a restart would explain as well as the way back; then a discharge at 18 mA.
    let hours = { (seconds: Double) in seconds / 3600 }
    let rows = [
      Self.row(0, 0, 0, step: 1), Self.row(hours(10), -90, 0.25, step: 2), Self.row(hours(20), 0, 0.25, step: 3),
      Self.row(hours(27), 72, 0.21, step: 4), Self.row(hours(32), 72, 0.11, step: 4),
      Self.row(hours(40), -18, 0.065, step: 5), Self.row(hours(140), -18, 0.565, step: 5),
      Self.row(hours(150), 0, 0, step: 6),
    ]
    let result = Self.increments(.shared, resetsEachStep: true, rows)
    #expect(Self.close(result.map(\.charge), [0, 0, 0, 0.04, 0.1, 0.068, 0, 0]))
    #expect(Self.close(result.map(\.discharge), [0, 0.25, 0, 0, 0, 0.023, 0.5, 0]))
    #expect(result.allSatisfy { !$0.isFaulty })
  }

  @Test("a shared counter clamped at zero is noticed")
  func clamped() {
    let result = Self.increments(
      .shared,
      [Self.row(0, 1, 0, phase: .charge), Self.row(0.1, 1, 0, phase: .charge), Self.row(0.2, 1, 0, phase: .charge)])
    #expect(Self.close(result.map(\.clamped), [0, 0.1, 0.1]))
  }

  @Test("a signed running counter may begin anywhere, and may restart")
  func signed() {
    let result = Self.increments(
      .signed,
      [Self.row(0, -1, -5), Self.row(1, -1, -6), Self.row(2, 1, -5, step: 2), Self.row(2.5, 1, 0.5, step: 3)])
    #expect(Self.close(result.map(\.charge), [0, 0, 1, 0.5]))
    #expect(Self.close(result.map(\.discharge), [0, 1, 0, 0]))
  }

  @Test("a half-cycle counter restarts with every half-cycle")
  func halfCycle() {
    let result = Self.increments(
      .halfCycle,
      [
        Self.row(0, -1, 0), Self.row(1, -1, -1), Self.row(1.1, 1, 0.1, step: 2), Self.row(2.1, 1, 1.1, step: 2),
        Self.row(2.2, -1, -0.1, step: 3),
      ])
    #expect(Self.close(result.map(\.discharge), [0, 1, 0, 0, 0.1]))
    #expect(Self.close(result.map(\.charge), [0, 0, 0.1, 1, 0]))
  }

  @Test("a relaxation inside a half-cycle is counted net, as the instrument does")
  func netHalfCycle() {
    let result = Self.increments(
      .halfCycle, [Self.row(0, 1, 0), Self.row(1, 1, 1), Self.row(1.05, -1, 0.95), Self.row(2.05, 1, 1.95)])
    #expect(Self.close(result.map(\.charge), [0, 1, -0.05, 1]))
  }

  @Test("EC-Lab's loop artefact, a first record at minus the old count, is no charge against the current")
  func loopArtefact() {
    let plating = [Self.row(0, -1, 0), Self.row(1, -1, -1)]
    let against = Self.increments(.halfCycle, plating + [Self.row(1.1, -1, 1, step: 2), Self.row(2.1, -1, 0, step: 2)])
    #expect(Self.close(against.map(\.charge), [0, 0, 0, -1]) || Self.close(against.map(\.charge), [0, 0, 0, 0]))
    let jump = [Self.row(1.0001, 0, 1, step: 2), Self.row(2.0001, 1, 2, step: 2)]
    let atRest = Self.increments(.halfCycle, plating + jump)
    #expect(abs(atRest[2].jump - 1) < 1e-9 && atRest[2].charge == 0, "without a current the jump is set apart")
    #expect(abs(atRest[3].charge - 1) < 1e-9 && atRest.allSatisfy { !$0.isFaulty })
  }

  @Test("what EC-Lab's loop artefact adds to minus the old count is charge, where the current explains it")
  func loopArtefactWithCharge() {
    // The loop's first record comes after a pause, so that its current explains far more than it counts.
    let rows = [Self.row(0, 1, 0), Self.row(1, 1, 1), Self.row(11, 1, -0.9, step: 2), Self.row(12, 1, 1, step: 3)]
    let result = Self.increments(.halfCycle, currentKind: .intervalMean, rows)
    #expect(Self.close(result.map(\.charge), [0, 1, 0.1, 1]))
    #expect(Self.close(result.map(\.discharge), [0, 0, 0, 0]))
  }

  @Test("every EC-Lab loop counts its first record, whose jump is what the loop before passed and not what it counted")
  func firstRecordsOfLoops() {
    // Loops of 1 mAh in ten records; the count of all but the first loop lacks the loop's first record.
    var rows: [Sample] = []
    for loop in 0..<3 {
      for record in 1...10 {
        let count = loop == 0 ? Double(record) / 10 : record == 1 ? 0.1 - 1 : Double(record - 1) / 10
        rows.append(Self.row(Double(loop) * 20 + Double(record) / 10, 1, count))
      }
    }
    let result = Self.increments(.halfCycle, currentKind: .intervalMean, rows)
    #expect(Self.close(result.map(\.charge), Array(repeating: 0.1, count: 30)))
    #expect(result.allSatisfy { $0.discharge == 0 && !$0.isFaulty })
  }

  @Test("what an EC-Lab loop did not strip is not put on the strip's count by the next loop, at rest or plating")
  func lossIsNoCharge() {
    // Each loop plates 1 mAh and strips 0.995; (Q−Qo) then stands at −0.005, and its return to zero is counted as charge.
    let loop = [
      Self.row(0, -1, 0), Self.row(1, -1, -1), Self.row(1.5, 1, 0.5, step: 2), Self.row(1.995, 1, 0.995, step: 2),
    ]
    let resting = Self.increments(.halfCycle, loop + [Self.row(1.996, 0, 1, step: 0), Self.row(2.996, -1, -1)])
    #expect(Self.close(resting.map(\.charge), [0, 0, 0.5, 0.495, 0, 0]))
    #expect(Self.close(resting.map(\.discharge), [0, 1, 0, 0, 0, 1]))
    #expect(abs(resting[4].jump - 0.005) < 1e-9 && resting[4].unexplained == 0)
    let plating = Self.increments(
      .halfCycle, loop + [Self.row(1.9952, -1, 0.9998, step: 0), Self.row(2.995, -1, -0.9998, step: 0)])
    #expect(Self.close(plating.map(\.charge), [0, 0, 0.5, 0.495, 0, 0]))
    #expect(Self.close(plating.map(\.discharge), [0, 1, 0, 0, 0.0002, 0.9998]))
  }

  @Test("a strip that brings the count back to exactly zero is no loop's start")
  func exactStrip() {
    let rows = [Self.row(0, -1, 0), Self.row(1, -1, -1), Self.row(2, 1, 1, step: 2), Self.row(2.5, 0, 1, step: 3)]
    let result = Self.increments(.halfCycle, rows)
    #expect(Self.close(result.map(\.charge), [0, 0, 1, 0]))
    #expect(Self.close(result.map(\.discharge), [0, 1, 0, 0]))
  }

  @Test(
    "a row without the counter's value counts by its current, and the next value by what is left",
    arguments: [CounterKind.separate, .shared, .signed, .halfCycle])
  func missingValues(kind: CounterKind) {
    let rows = [
      Self.row(0, 1, 0, 0), Self.row(1, 1, 1, 0), Self.row(2, 1, .nan, .nan), Self.row(3, 1, 3.01, 0),
      Self.row(4, 1, .nan, .nan),
    ]
    let result = Self.increments(kind, currentKind: .intervalMean, rows)
    #expect(Self.close(result.map(\.charge), [0, 1, 1, 1.01, 1]))
    #expect(result.allSatisfy { $0.discharge == 0 && !$0.isFaulty })
  }

  @Test("stored increments are taken as they are")
  func increments() {
    let result = Self.increments(
      .increments, currentKind: .intervalMean,
      [Self.row(0, 0, 0), Self.row(1, -1, -1), Self.row(2, 1, 0.98), Self.row(3, 0, .nan)])
    #expect(Self.close(result.map(\.charge), [0, 0, 0.98, 0]))
    #expect(Self.close(result.map(\.discharge), [0, 1, 0, 0]))
  }

  @Test("counted charge that no current explains is set apart")
  func unexplained() {
    let result = Self.increments(
      .separate, [Self.row(0, 1, 0, 0), Self.row(1, 1, 1, 0), Self.row(1.1, 1, 5, 0), Self.row(1.2, 0, 5, 0)])
    #expect(Self.close(result.map(\.unexplained), [0, 0, 3.9, 0]))
  }

  @Test("the integral is a trapezoid inside a step, and the new current on a step's first row")
  func integral() {
    let rows = [
      Self.row(0, 1, .nan), Self.row(1, 0.5, .nan), Self.row(2, -1, .nan, step: 2), Self.row(3, -1, .nan, step: 2),
    ]
    let instant = Self.increments(.none, rows)
    #expect(Self.close(instant.map(\.integralCharge), [0, 0.75, 0, 0]))
    #expect(Self.close(instant.map(\.integralDischarge), [0, 0, 1, 1]))
    let mean = Self.increments(.none, currentKind: .intervalMean, rows)
    #expect(Self.close(mean.map(\.integralCharge), [0, 0.5, 0, 0]))
    // Without steps in the log a turn lies somewhere between two rows.
    let turn = Self.increments(.none, [Self.row(0, -1, .nan), Self.row(1, -1, .nan), Self.row(2, 0.8, .nan)])
    #expect(Self.close(turn.map(\.integralDischarge), [0, 1, 0.5]))
    #expect(Self.close(turn.map(\.integralCharge), [0, 0, 0.4]))
  }

  @Test("time that stands still or goes backwards passes no charge and is counted")
  func backwards() {
    var fold = ChargeFold(.none, currentKind: .instantaneous, countersResetEachStep: false)
    let rows = [1.0, 2, 2, 0.5, 1.5, .nan, 2.5].map { Self.row($0, 1, .nan) }
    let charge = rows.map { fold.advance($0).integralCharge }
    #expect(Self.close(charge, [0, 1, 0, 0, 1, 0, 1]))
    #expect(fold.backwardRows == 1)
  }

  @Test("one row with a wrong clock costs the integral nothing")
  func wrongClock() {
    var fold = ChargeFold(.separate, currentKind: .instantaneous, countersResetEachStep: false)
    let increments = [(0.0, 0.0), (1, 1), (0.2, 2), (3, 3), (4, 4)].map { fold.advance(Self.row($0, 1, $1, 0)) }
    #expect(Self.close(increments.map(\.integralCharge), [0, 1, 0, 2, 1]))
    #expect(Self.close(increments.map(\.charge), [0, 1, 1, 1, 1]))
    #expect(increments.allSatisfy { $0.unexplained == 0 })
  }

  @Test("missing currents and counters pass nothing and break nothing")
  func missing() {
    let result = Self.increments(
      .separate, [Self.row(0, 1, 0, 0), Self.row(1, .nan, .nan, .nan), Self.row(2, 1, 2, 0)])
    #expect(Self.close(result.map(\.charge), [0, 0, 2]))
    #expect(result.allSatisfy { $0.integralCharge >= 0 && $0.integralDischarge >= 0 })
  }
}
