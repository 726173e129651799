/// One cycle: a half-cycle, and the opposite one that follows it, by the current's sign.
///
/// Kept compact (about 90 bytes) because a fleet holds hundreds of thousands.
package struct Cycle: Equatable, Codable, Sendable {
  /// Own count from 1.
  package var number: Int32
  /// The number stored in the file on the cycle's first row, or `Sample.absent`.
  package var vendorCycle: Int32
  /// Charge passed on charge, mAh: the instrument's counter where trustworthy, else the integral of the current.
  package var charge: Double
  /// Charge passed on discharge, mAh, positive.
  package var discharge: Double
  /// Test time of the first row, s.
  package var startTime: Double
  /// Test time of the last row, s.
  package var endTime: Double
  /// Where the cycle's first row begins in the file.
  package var byteOffset: Int
  /// Charge-weighted mean voltage on charge, V; NaN if no charge passed.
  package var meanChargeVoltage: Float
  /// Charge-weighted mean voltage on discharge, V; NaN if no charge passed.
  package var meanDischargeVoltage: Float
  /// Voltage on the last row of the first half-cycle under current, V.
  package var firstHalfEndVoltage: Float
  /// Voltage on the last row of the second half-cycle under current, V.
  package var secondHalfEndVoltage: Float
  package var maxVoltage: Float
  package var minVoltage: Float
  /// Time-free mean over the rows, °C; NaN if the file has none.
  package var temperature: Float
  /// Absolute current at which most of the charge passed on charge, mA; the largest one if none stands out.
  package var chargeCurrent: Float
  /// The same on discharge, mA.
  package var dischargeCurrent: Float
  /// |counter − integral| ÷ counter of the worse half-cycle; NaN where the file has no counter.
  package var counterDeviation: Float
  /// Rms of row-to-row voltage changes that reverse at once, mV: the noise that a soft short raises; NaN if too few rows.
  package var voltageNoise: Float
  /// Which half-cycle came first.
  package var firstHalf: HalfCycleDirection
  /// False where the file begins or ends inside the cycle.
  package var isComplete: Bool
  /// True where a counter was overruled by the integral.
  package var usedIntegral: Bool

  package init(number: Int32, firstHalf: HalfCycleDirection) {
    self.number = number
    self.vendorCycle = Sample.absent
    self.charge = 0
    self.discharge = 0
    self.startTime = .nan
    self.endTime = .nan
    self.byteOffset = 0
    self.meanChargeVoltage = .nan
    self.meanDischargeVoltage = .nan
    self.firstHalfEndVoltage = .nan
    self.secondHalfEndVoltage = .nan
    self.maxVoltage = .nan
    self.minVoltage = .nan
    self.temperature = .nan
    self.chargeCurrent = .nan
    self.dischargeCurrent = .nan
    self.counterDeviation = .nan
    self.voltageNoise = .nan
    self.firstHalf = firstHalf
    self.isComplete = false
    self.usedIntegral = false
  }

  /// Whether nothing more of the cycle is to come, as far as can be known: both half-cycles are there.
  package var isOver: Bool { !secondHalfEndVoltage.isNaN }

  /// Charge of the first half-cycle, mAh: plated (Li|Cu) or charged (full cells).
  package var firstCapacity: Double { firstHalf == .charge ? charge : discharge }
  /// Charge of the second half-cycle, mAh: stripped (Li|Cu) or discharged (full cells).
  package var secondCapacity: Double { firstHalf == .charge ? discharge : charge }

  /// Second half-cycle ÷ first (review eq 1), a fraction; nil if the cycle is not complete or nothing passed first.
  package var secondOverFirst: Double? {
    guard isComplete, firstCapacity > 0, secondCapacity >= 0 else { return nil }
    return secondCapacity / firstCapacity
  }

  /// Mean charge voltage less mean discharge voltage, V; nil if either is missing.
  package var hysteresis: Double? {
    guard !meanChargeVoltage.isNaN, !meanDischargeVoltage.isNaN else { return nil }
    return Double(meanChargeVoltage) - Double(meanDischargeVoltage)
  }
}

/// The step that the cycler is carrying out, as far as it has come.
package struct Step: Equatable, Codable, Sendable {
  /// The step number stored in the file, or `Sample.absent`.
  package var vendorStep: Int32
  package var phase: Phase
  /// Test time of the first row, s.
  package var startTime: Double
  /// Test time of the newest row, s.
  package var endTime: Double

  package init(vendorStep: Int32, phase: Phase, startTime: Double, endTime: Double) {
    self.vendorStep = vendorStep
    self.phase = phase
    self.startTime = startTime
    self.endTime = endTime
  }
}
