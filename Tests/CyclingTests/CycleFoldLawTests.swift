import CellModel
import Foundation
import TestSupport
import Testing

@testable import Cycling

@Suite("Laws of the cycle fold")
struct CycleFoldLawTests {
  /// A random test: rests, pulses, pauses, failed strips; it ends in a half-cycle that is no pulse.
  private static func script(_ random: inout SeededGenerator) -> String {
    var steps = ["R0.5"]
    for _ in 0..<Int.random(in: 3...8, using: &random) {
      for letter in ["D", "C"] {
        steps.append(letter + "1")
        switch Int.random(in: 0...5, using: &random) {
        case 0: steps.append("R0.2")
        case 1: steps += [letter == "D" ? "C0.004" : "D0.004", letter + "0.3"]
        case 2: steps += ["R3", letter + "0.5"]
        case 3: steps += ["/", letter + "0.2"]
        default: break
        }
      }
      if Int.random(in: 0...2, using: &random) > 0 { steps.append("/") }
    }
    return steps.joined(separator: " ") + " D1 C1"
  }

  private static func makeFold(_ kind: CounterKind) -> CycleFold {
    CycleFold(
      firstHalf: nil, counterKind: kind, currentKind: kind == .increments ? .intervalMean : .instantaneous,
      countersResetEachStep: false)
  }

  /// Tests of every kind of counter; with `blocks`, every other one begins anew at two of its rows, once after a pause.
  private static func traces(blocks: Bool = false) -> [(kind: CounterKind, samples: [Sample])] {
    var random = SeededGenerator(seed: 11)
    return (0..<48).map { index in
      let kind = CycleFoldTests.kinds[index % CycleFoldTests.kinds.count]
      var samples = StepTrace(script(&random), kind, rows: 5).samples
      if blocks, index / CycleFoldTests.kinds.count % 2 == 1 {
        let places = (0..<2).map { _ in Int.random(in: 1..<samples.count, using: &random) }
        for place in places { samples[place].startsTest = true }
        for later in places[0]..<samples.count { samples[later].testTime += 5000 }
      }
      return (kind, samples)
    }
  }

  /// The text of a fold's results; NaN is equal to itself there.
  private static func text(_ fold: CycleFold) -> String {
    "\(fold.cycles) \(String(describing: fold.openCycle)) \(String(describing: fold.step)) \(fold.backwardRows)"
  }

  @Test("no charge is lost or made: the cycles hold the sum of all increments")
  func conservation() {
    for (kind, samples) in Self.traces() {
      var charges = ChargeFold(
        kind, currentKind: kind == .increments ? .intervalMean : .instantaneous, countersResetEachStep: false)
      let increments = samples.map { charges.advance($0) }
      var fold = Self.makeFold(kind)
      fold.fold(samples)
      let cycles = fold.cycles + (fold.openCycle.map { [$0] } ?? [])
      let passed = increments.reduce(0) { $0 + (kind == .none ? $1.integralCharge : $1.charge) }
      let back = increments.reduce(0) { $0 + (kind == .none ? $1.integralDischarge : $1.discharge) }
      #expect(abs(cycles.reduce(0) { $0 + $1.charge } - passed) < 1e-9, "\(kind)")
      #expect(abs(cycles.reduce(0) { $0 + $1.discharge } - back) < 1e-9, "\(kind)")
      #expect(cycles.allSatisfy { !$0.usedIntegral })
      #expect(cycles.map { Int($0.number) } == Array(1...cycles.count))
      for (cycle, next) in zip(cycles, cycles.dropFirst()) { #expect(next.startTime >= cycle.endTime) }
    }
  }

  @Test("however the rows come, the cycles are the same")
  func chunking() {
    var random = SeededGenerator(seed: 12)
    for (kind, samples) in Self.traces(blocks: true) {
      var whole = Self.makeFold(kind)
      whole.fold(samples)
      var pieces = Self.makeFold(kind)
      var rest = samples[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...9, using: &random))
        pieces.fold(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(Self.text(pieces) == Self.text(whole))
    }
  }

  @Test("a fold resumed from its saved state goes on as if it had never stopped")
  func resuming() throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var random = SeededGenerator(seed: 13)
    for (kind, samples) in Self.traces(blocks: true) {
      var whole = Self.makeFold(kind)
      whole.fold(samples)
      let cut = Int.random(in: 0...samples.count, using: &random)
      var before = Self.makeFold(kind)
      before.fold(Array(samples[..<cut]))
      var after = try decoder.decode(CycleFold.self, from: encoder.encode(before))
      after.fold(Array(samples[cut...]))
      #expect(Self.text(after) == Self.text(whole), "\(kind) saved behind row \(cut)")
    }
  }

  @Test("the sums by stored cycle number hold all charge too, in the order of the file")
  func vendorCycles() {
    let samples = StepTrace("R1 D1 C0.98 / D1 C0.97 / D0.5").samples
    var fold = VendorCycleFold(.separate, currentKind: .instantaneous, countersResetEachStep: false)
    fold.fold(Array(samples[..<23]))
    fold.fold(Array(samples[23...]))
    #expect(fold.cycles.map(\.vendorCycle) == [1, 2, 3])
    #expect(fold.cycles.map { ($0.discharge * 1000).rounded() } == [1000, 1000, 500])
    #expect(fold.cycles.map { ($0.charge * 1000).rounded() } == [980, 970, 0])
    #expect(fold.cycles.reduce(0) { $0 + $1.rows } == samples.count)
  }

  @Test("any rows at all leave the fold standing, with finite or missing numbers")
  func hostileRows() {
    var random = SeededGenerator(seed: 14)
    let values: [Double] = [0, 1e-3, -1e-3, .nan, .infinity, -Double.infinity, 1e300, -1e300, 1e-300, 5]
    for kind in CycleFoldTests.kinds {
      for _ in 0..<40 {
        var samples: [Sample] = []
        for index in 0..<60 {
          var sample = Sample()
          sample.testTime = index.isMultiple(of: 7) ? values.randomElement(using: &random) ?? 0 : Double(index) * 60
          sample.voltage = values.randomElement(using: &random) ?? 0
          sample.current = values.randomElement(using: &random) ?? 0
          sample.counter = values.randomElement(using: &random) ?? 0
          sample.dischargeCounter = values.randomElement(using: &random) ?? 0
          sample.vendorCycle = [1, 2, Sample.absent, Int32.max].randomElement(using: &random) ?? 0
          sample.phase = Phase.allCases.randomElement(using: &random) ?? .other
          samples.append(sample)
        }
        var fold = Self.makeFold(kind)
        fold.fold(samples)
        #expect(fold.cycles.count <= samples.count)
        #expect(fold.lastSample?.vendorCycle == samples.last?.vendorCycle)
      }
    }
  }
}
