package import CellModel

/// A sample by its bits, so that missing values (NaN) are equal to themselves.
package struct SampleBits: Hashable, Sendable {
  private let numbers: [UInt64]
  private let marks: [Int32]

  package init(_ sample: Sample) {
    let values = [
      sample.testTime, sample.wallTime, sample.voltage, sample.current, sample.counter, sample.dischargeCounter,
      Double(sample.temperature),
    ]
    numbers = values.map { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern } + [UInt64(sample.byteOffset)]
    marks = [
      sample.vendorCycle, sample.vendorStep, sample.row, Int32(sample.phase.rawValue), sample.startsTest ? 1 : 0,
    ]
  }
}
