import CellModel
import TestSupport
import Testing

@testable import Cycling

@Suite("Voltage-capacity curves")
struct CurveFoldTests {
  private static func charges(_ kind: CounterKind) -> RowCharges {
    RowCharges(
      counterKind: kind, currentKind: kind == .increments ? .intervalMean : .instantaneous,
      countersResetEachStep: false)
  }

  private static func cycles(_ samples: [Sample], _ kind: CounterKind) -> [Cycle] {
    var fold = CycleFold(
      firstHalf: nil, counterKind: kind, currentKind: kind == .increments ? .intervalMean : .instantaneous,
      countersResetEachStep: false)
    fold.fold(samples)
    return fold.cycles + (fold.openCycle.map { [$0] } ?? [])
  }

  private static func spans(_ cycles: [Cycle]) -> [CycleSpan] {
    cycles.indices.map { CycleSpan(cycles[$0], next: $0 + 1 < cycles.count ? cycles[$0 + 1] : nil) }
  }

  private static func curves(_ samples: [Sample], _ spans: [CycleSpan], _ kind: CounterKind) -> [CycleCurve] {
    var fold = CurveFold(spans, charges: charges(kind))
    fold.fold(samples)
    fold.finish()
    return fold.curves
  }

  @Test(
    "a curve ends at the capacities of the cycle table, whatever the instrument counts", arguments: CycleFoldTests.kinds
  )
  func capacities(kind: CounterKind) {
    let trace = StepTrace("R1 D1 R0.1 C0.98 / R0.1 D1@-0.06 D0.5 R0.1 C1.47 / D1", kind, rows: 40)
    let cycles = Self.cycles(trace.samples, kind)
    let curves = Self.curves(trace.samples, Self.spans(cycles), kind)
    #expect(curves.map(\.number) == [1, 2, 3])
    for (curve, cycle) in zip(curves, cycles) {
      #expect(abs(curve.first.capacity - cycle.firstCapacity) < 1e-9, "cycle \(cycle.number)")
      #expect(abs(curve.second.capacity - cycle.secondCapacity) < 1e-9, "cycle \(cycle.number)")
      #expect(curve.first.direction == .discharge)
      let steps = zip(curve.first.points, curve.first.points.dropFirst())
      #expect(steps.allSatisfy { $0.capacity <= $1.capacity })
    }
  }

  @Test("the same curves come from any cut of the samples, and from a copy made on the way")
  func cuts() {
    let samples = StepTrace("R1 D1 R0.1 C0.98 / D1 C0.97 / D1 C0.96 / D1", rows: 60).samples
    let spans = Self.spans(Self.cycles(samples, .separate))
    let whole = Self.curves(samples, spans, .separate)
    for size in [1, 7, 100] {
      var fold = CurveFold(spans, charges: Self.charges(.separate))
      for start in stride(from: 0, to: samples.count, by: size) {
        fold.fold(Array(samples[start..<min(samples.count, start + size)]))
      }
      fold.finish()
      #expect(fold.curves == whole)
    }
    let middle = samples.firstIndex { $0.byteOffset == spans[1].start } ?? 0
    var first = CurveFold([], charges: Self.charges(.separate))
    first.fold(Array(samples[..<middle]))
    var second = CurveFold([spans[1]], charges: first.charges)
    second.fold(Array(samples[middle...]))
    #expect(second.isDone && second.curves == [whole[1]])
  }

  @Test("rest is not part of a curve, and pulses do not end a half-cycle")
  func pulses() {
    let samples = StepTrace("R1 D1 R1@0.3 C0.002@0.9 D0.5 R0.1 C1.4 / D1", rows: 30).samples
    let spans = Self.spans(Self.cycles(samples, .separate))
    guard let curve = Self.curves(samples, spans, .separate).first else {
      Issue.record("no curve")
      return
    }
    #expect(abs(curve.first.capacity - 1.498) < 1e-9)
    #expect(curve.first.points.allSatisfy { $0.high <= 0 })
    #expect(abs(curve.second.capacity - 1.4) < 1e-9)
  }

  @Test("a cycle of any length is kept in bounded memory, with its extremes")
  func bounded() {
    var samples = StepTrace("D1 C1 / D1", rows: 60_000).samples
    samples[31_111].voltage = -0.9
    let spans = Self.spans(Self.cycles(samples, .separate))
    let curve = Self.curves(samples, Array(spans.prefix(1)), .separate)[0]
    #expect(curve.first.points.count + curve.second.points.count <= CurveFold.pointLimit)
    #expect(curve.first.points.count > 500)
    #expect(curve.first.points.map(\.low).min() == -0.9)
    #expect(abs(curve.first.capacity - 1) < 1e-9 && curve.rows == 120_000)
    var pulsing = (0..<20_000).map { index in
      var sample = Sample(testTime: Double(index), voltage: 3, current: index.isMultiple(of: 2) ? 1e-3 : -1e-3)
      sample.byteOffset = index
      return sample
    }
    pulsing[0].current = -1e-3
    let span = CycleSpan(Cycle(number: 1, firstHalf: .discharge), next: nil)
    let worst = Self.curves(pulsing, [span], .none)[0]
    #expect(worst.first.points.count + worst.second.points.count <= CurveFold.pointLimit)
  }

  @Test("the dip of nucleation is found below the plateau of growth")
  func nucleation() throws {
    let samples = StepTrace("R1 D0.02@-0.12 D1@-0.04 C0.9 / D1").samples
    let curve = try #require(Self.curves(samples, Self.spans(Self.cycles(samples, .separate)), .separate).first)
    let dip = try #require(curve.first.nucleation)
    #expect(dip.voltage == -0.12 && dip.plateau == -0.04)
    #expect(abs(dip.overpotential - 0.08) < 1e-12 && dip.capacity <= 0.02)
    #expect(curve.second.nucleation == nil)
    let flat = StepTrace("R1 D1 C0.9 / D1").samples
    #expect(Self.curves(flat, Self.spans(Self.cycles(flat, .separate)), .separate).first?.first.nucleation == nil)
  }

  @Test("a cycle that is not in the log gives no curve, and times that are no numbers do not trap")
  func hostile() {
    var samples = StepTrace("D1 C1 / D1").samples
    for index in samples.indices where index % 3 == 0 {
      samples[index].voltage = .nan
      samples[index].current = index % 2 == 0 ? .infinity : 1e300
      samples[index].counter = -1e300
      samples[index].testTime = .infinity
    }
    var absent = CycleSpan(Cycle(number: 9, firstHalf: .charge), next: nil)
    absent.start = 3
    #expect(Self.curves(samples, [absent], .separate).isEmpty)
    _ = Self.curves(samples, [CycleSpan(Cycle(number: 1, firstHalf: .charge), next: nil)], .separate)
  }
}

@Suite("Differential capacity")
struct DifferentialCapacityTests {
  /// A charge from 3 to 4 V with two plateaus.
  private static func half(noise: Double = 0) -> HalfCurve {
    var random = SeededGenerator(seed: 5)
    var capacity = 0.0
    var points: [CurvePoint] = []
    for step in 0...4000 {
      let voltage = 3 + Double(step) / 4000
      func bell(_ centre: Double) -> Double {
        let distance = (voltage - centre) / 0.02
        return 1 / (1 + distance * distance)
      }
      capacity += (0.1 + 5 * bell(3.4) + 2 * bell(3.7)) / 4000
      let read = voltage + (noise > 0 ? Double.random(in: -noise...noise, using: &random) : 0)
      points.append(CurvePoint(capacity: capacity, voltage: read, current: 1e-3, time: Double(step)))
    }
    return HalfCurve(direction: .charge, points: points)
  }

  @Test("the area is the capacity, and the peaks lie at the plateaus, with noise too", arguments: [0, 0.002])
  func peaks(noise: Double) throws {
    let half = Self.half(noise: noise)
    for smoothing in [0, 3, 7] {
      let found = try #require(DifferentialCapacity(half, bin: 0.005, smoothing: smoothing))
      let area = found.values.reduce(0) { $0 + $1.value } * found.bin
      #expect(abs(area - half.capacity) < 0.02 * half.capacity, "smoothing \(smoothing)")
      guard smoothing > 0 else { continue }
      let strongest = found.peaks.sorted { $0.value > $1.value }
      #expect(abs(strongest[0].voltage - 3.4) < 0.006 && abs(strongest[1].voltage - 3.7) < 0.006)
      #expect(found.peaks.count == 2)
    }
  }

  @Test("what passes while the voltage is held makes no peak")
  func heldVoltage() throws {
    var half = Self.half()
    for step in 1...200 {
      half.points.append(
        CurvePoint(
          capacity: half.capacity + 0.01, voltage: 4, current: 0.9e-3 / Double(step), time: 5000 + Double(step)))
    }
    let found = try #require(DifferentialCapacity(half, bin: 0.005, smoothing: 3))
    #expect(found.peaks.count == 2)
    #expect((found.values.last?.value ?? .infinity) < 1)
  }

  @Test("too little to count gives nothing, and a hostile curve does not trap")
  func hostile() {
    #expect(DifferentialCapacity(HalfCurve(direction: .charge), bin: 0.005, smoothing: 3) == nil)
    for value in [Double.nan, .infinity, 1e300, -1e300] {
      let points = (0..<5).map {
        CurvePoint(capacity: Double($0), voltage: $0 == 2 ? value : 3, current: value, time: value)
      }
      #expect(DifferentialCapacity(HalfCurve(direction: .charge, points: points), bin: 0.005, smoothing: 3) == nil)
    }
    #expect(DifferentialCapacity(Self.half(), bin: 0, smoothing: .max) == nil)
    #expect(DifferentialCapacity(Self.half(), bin: 0.01, smoothing: .max) != nil)
  }
}
