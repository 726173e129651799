import CellModel
import Metrics
import Testing

@Suite("How a cell is built, from its record")
struct ConfigurationInferenceTests {
  struct Record: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var first: HalfCycleDirection
    /// Mean voltages on charge and discharge, V.
    var charge: Float
    var discharge: Float
    /// Voltage at the end of the second half-cycle, V.
    var end: Float
    var opening = Double.nan
    var expected: CellConfiguration
  }

  private static let records: [Record] = [
    Record(
      testDescription: "Li|Cu, stripped to 1 V", first: .discharge, charge: 0.06, discharge: -0.05, end: 1,
      expected: .half),
    Record(
      testDescription: "Li|Cu, stripped to 0.5 V", first: .discharge, charge: 0.03, discharge: -0.03, end: 0.5,
      expected: .half),
    Record(
      testDescription: "reservoir test: strips to no cut-off, but bare copper rested at 2.9 V first", first: .discharge,
      charge: 0.04, discharge: -0.04, end: 0.05, opening: 2.9, expected: .half),
    Record(
      testDescription: "Li|Li at 50 mV", first: .discharge, charge: 0.05, discharge: -0.05, end: 0.06, opening: 0.001,
      expected: .symmetric),
    Record(
      testDescription: "Li|Li, charge first", first: .charge, charge: 0.02, discharge: -0.021, end: -0.02,
      expected: .symmetric),
    Record(testDescription: "Li|NCM", first: .charge, charge: 3.95, discharge: 3.8, end: 2.8, expected: .full),
    Record(testDescription: "Li|S", first: .discharge, charge: 2.35, discharge: 2.1, end: 2.8, expected: .full),
    Record(
      testDescription: "a discharge alone at 3.7 V", first: .discharge, charge: .nan, discharge: 3.7, end: .nan,
      expected: .full),
    Record(
      testDescription: "a plating alone at -0.05 V", first: .discharge, charge: .nan, discharge: -0.05, end: .nan,
      opening: 2.9, expected: .unknown),
    Record(
      testDescription: "graphite half-cell", first: .discharge, charge: 0.8, discharge: 0.6, end: 1.5,
      expected: .unknown),
    Record(
      testDescription: "one-sided near 0 V", first: .charge, charge: 0.3, discharge: -0.01, end: -0.02,
      expected: .unknown),
    Record(
      testDescription: "no current yet", first: .charge, charge: .nan, discharge: .nan, end: .nan,
      expected: .unknown),
  ]

  @Test("the table of builds", arguments: records)
  func table(record: Record) {
    var cycle = Cycle(number: 1, firstHalf: record.first)
    cycle.meanChargeVoltage = record.charge
    cycle.meanDischargeVoltage = record.discharge
    cycle.secondHalfEndVoltage = record.end
    let result = ConfigurationInference.infer(from: cycle, openingVoltage: record.opening)
    #expect(result.value == record.expected)
    #expect(result.provenance == (record.expected == .unknown ? .assumed : .inferred))
    #expect(!result.reason.isEmpty)
  }

  @Test("nothing is known before the first cycle, and absurd voltages give no trap")
  func nothing() {
    #expect(ConfigurationInference.infer(from: nil).value == .unknown)
    for voltage in [Float.infinity, -Float.infinity, 1e30, -1e30] {
      var cycle = Cycle(number: 1, firstHalf: .discharge)
      cycle.meanChargeVoltage = voltage
      cycle.meanDischargeVoltage = voltage
      cycle.secondHalfEndVoltage = voltage
      let result = ConfigurationInference.infer(from: cycle, openingVoltage: Double(voltage))
      #expect(result.value == .full || result.value == .unknown)
    }
  }

  @Test("the reason quotes the numbers that decided")
  func reasons() {
    var cycle = Cycle(number: 1, firstHalf: .discharge)
    (cycle.meanChargeVoltage, cycle.meanDischargeVoltage, cycle.secondHalfEndVoltage) = (0.0625, -0.0625, 1)
    let reason = ConfigurationInference.infer(from: cycle).reason
    #expect(reason == "plating near 0 V first, strip ended at 1.000 V, far above ±0.063 V")
  }
}
