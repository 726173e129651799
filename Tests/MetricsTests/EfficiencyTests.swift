import CellModel
import Metrics
import Testing

@Suite("Metrics of a cycle")
struct EfficiencyTests {
  private static func cycle(
    _ first: HalfCycleDirection, charge: Double, discharge: Double, complete: Bool = true
  ) -> Cycle {
    var cycle = Cycle(number: 1, firstHalf: first)
    (cycle.charge, cycle.discharge, cycle.isComplete) = (charge, discharge, complete)
    return cycle
  }

  private static func context(_ configuration: CellConfiguration, reference: Double? = nil) -> MetricContext {
    MetricContext(configuration: configuration, referenceCapacity: reference)
  }

  @Test("CE is stripped over plated for Li|Cu and discharged over charged for cells with a cathode")
  func efficiency() {
    let plated = Self.cycle(.discharge, charge: 0.9875, discharge: 1)
    #expect(CoulombicEfficiency().value(of: plated, in: Self.context(.half)) == 0.9875)
    let charged = Self.cycle(.charge, charge: 2, discharge: 1.98)
    #expect(CoulombicEfficiency().value(of: charged, in: Self.context(.full)) == 0.99)
    #expect(CoulombicEfficiency().value(of: charged, in: Self.context(.anodeFree)) == 0.99)
  }

  @Test("there is no CE where the cycle or the cell has none", arguments: CellConfiguration.allCases)
  func noEfficiency(configuration: CellConfiguration) {
    let context = Self.context(configuration)
    let wrongWay = Self.cycle(configuration.firstHalf == .charge ? .discharge : .charge, charge: 1, discharge: 1)
    #expect(CoulombicEfficiency().value(of: wrongWay, in: context) == nil)
    let first = configuration.firstHalf ?? .charge
    let partial = Self.cycle(first, charge: 1, discharge: 1, complete: false)
    #expect(CoulombicEfficiency().value(of: partial, in: context) == nil)
    let empty = Self.cycle(first, charge: first == .charge ? 0 : 1, discharge: first == .charge ? 1 : 0)
    #expect(CoulombicEfficiency().value(of: empty, in: context) == nil)
    if configuration.firstHalf == nil {
      #expect(CoulombicEfficiency().value(of: Self.cycle(first, charge: 1, discharge: 1), in: context) == nil)
    }
  }

  @Test("99.90 and 99.99 % are a factor of ten apart in CI")
  func inefficiency() throws {
    let context = Self.context(.half)
    let inefficiencies = try [0.999, 0.9999].map { stripped in
      let cycle = Self.cycle(.discharge, charge: stripped, discharge: 1)
      return try #require(CoulombicInefficiency().value(of: cycle, in: context))
    }
    #expect(abs(inefficiencies[0] - 1000) < 1e-6 && abs(inefficiencies[1] - 100) < 1e-6)
    let partial = Self.cycle(.discharge, charge: 1, discharge: 1, complete: false)
    #expect(CoulombicInefficiency().value(of: partial, in: context) == nil)
  }

  @Test("retention compares with the reference, where the capacity is the cell's and not the protocol's")
  func retention() {
    let cycle = Self.cycle(.charge, charge: 1.7, discharge: 1.6)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.full, reference: 2)) == 0.8)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.anodeFree, reference: 2)) == 0.8)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.full)) == nil)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.full, reference: 0)) == nil)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.half, reference: 2)) == nil)
    #expect(CapacityRetention().value(of: cycle, in: Self.context(.symmetric, reference: 2)) == nil)
    let partial = Self.cycle(.charge, charge: 1.7, discharge: 0.1, complete: false)
    #expect(CapacityRetention().value(of: partial, in: Self.context(.full, reference: 2)) == nil)
  }

  @Test("hysteresis is the mean voltage on charge less that on discharge")
  func hysteresis() {
    var cycle = Self.cycle(.charge, charge: 1, discharge: 1)
    let context = Self.context(.full)
    #expect(VoltageHysteresis().value(of: cycle, in: context) == nil)
    #expect(MeanChargeVoltage().value(of: cycle, in: context) == nil)
    #expect(MeanDischargeVoltage().value(of: cycle, in: context) == nil)
    (cycle.meanChargeVoltage, cycle.meanDischargeVoltage) = (3.875, 3.75)
    #expect(VoltageHysteresis().value(of: cycle, in: context) == 0.125)
    #expect(MeanChargeVoltage().value(of: cycle, in: context) == 3.875)
    #expect(MeanDischargeVoltage().value(of: cycle, in: context) == 3.75)
  }

  @Test("every registered metric has a name of its own, a unit and a source, and no value for an empty cycle")
  func registry() {
    let all = MetricRegistry.all
    #expect(Set(all.map(\.id)).count == all.count && Set(all.map(\.title)).count == all.count)
    let units = ["fraction", "ppm", "V", "mAh", "%", "mA", "°C", "cycles", "mAh cm⁻²"]
    for metric in all {
      #expect(units.contains(metric.unit), "\(metric.id) counts in \(metric.unit)")
      #expect(!metric.source.isEmpty && !metric.title.isEmpty)
      for configuration in CellConfiguration.allCases {
        let empty = Cycle(number: 1, firstHalf: .charge)
        let value = metric.value(of: empty, in: Self.context(configuration, reference: 1))
        #expect(value == nil, "\(metric.id)")
      }
    }
  }
}

@Suite("Rolling CE")
struct RollingEfficiencyTests {
  @Test("the last ten cycles count, by hand")
  func window() throws {
    let early = [0.5, 0.6]
    let late = [0.990, 0.992, 0.994, 0.996, 0.998, 0.991, 0.993, 0.995, 0.997, 0.999]
    let rolling = try #require(RollingEfficiency(early + late))
    #expect(rolling.count == 10)
    #expect(abs(rolling.mean - 0.9945) < 1e-12)
    #expect(abs(rolling.median - 0.9945) < 1e-12)
    // Ten values 0.001 apart: variance 82.5e-6 / 9.
    #expect(abs(try #require(rolling.spread) - (82.5e-6 / 9).squareRoot()) < 1e-12)
  }

  @Test("one bad cycle moves the mean and leaves the median")
  func outlier() throws {
    let rolling = try #require(RollingEfficiency([0.99, 0.99, 0.5, 0.99, 0.99]))
    #expect(rolling.median == 0.99)
    #expect(abs(rolling.mean - 0.892) < 1e-12)
  }

  @Test("small windows: no cycle, one, two, an even number")
  func small() throws {
    #expect(RollingEfficiency([Double]()) == nil)
    let one = try #require(RollingEfficiency([0.98]))
    #expect(one.count == 1 && one.median == 0.98 && one.mean == 0.98 && one.spread == nil)
    let two = try #require(RollingEfficiency([1, 0.5]))
    #expect(two.median == 0.75 && two.spread == nil)
    let four = try #require(RollingEfficiency([0.25, 1, 0.5, 0.75], window: 4))
    #expect(four.median == 0.625)
    #expect(try #require(RollingEfficiency([0.25, 1, 0.5, 0.75], window: 1)).mean == 0.75)
  }
}
