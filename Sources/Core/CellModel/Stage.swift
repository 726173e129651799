/// Which stage of its life a cell is in (review section 2.2).
package enum StageState: String, Codable, Sendable, CaseIterable {
  case forming, stage1, suspected, stage2, shorted, dead, unknown
}

/// What gave the change of stage away.
package enum TurnReason: String, Codable, Sendable, CaseIterable {
  case ceDrop = "ce_drop"
  case overpotential, retention, reservoir
  case softShort = "soft_short"
  case suddenDeath = "sudden_death"
}

/// What a detector knows of a cell when a cycle has ended.
package struct StageReading: Equatable, Codable, Sendable {
  package var state: StageState
  /// First cycle of stage II by the file's cycle count; nil unless suspected or found.
  package var turningCycle: Double?
  /// Bounds of the 95 % interval of the turning cycle.
  package var turningLow: Double?
  package var turningHigh: Double?
  /// 0 to 1.
  package var confidence: Double
  package var reason: TurnReason?
  /// The evidence in one sentence with its numbers; empty where there is nothing to say.
  package var evidence: String
  /// Cycle at whose end the state was entered, by the file's count; nil where nothing calls for attention.
  package var since: Double?

  package init(
    state: StageState, turningCycle: Double? = nil, turningLow: Double? = nil, turningHigh: Double? = nil,
    confidence: Double = 0, reason: TurnReason? = nil, evidence: String = "", since: Double? = nil
  ) {
    self.state = state
    self.turningCycle = turningCycle
    self.turningLow = turningLow
    self.turningHigh = turningHigh
    self.confidence = confidence
    self.reason = reason
    self.evidence = evidence
    self.since = since
  }
}

/// One cycle as the stage detectors see it: the columns of the per-cycle CSV, NaN where missing.
package struct CyclePoint: Equatable, Codable, Sendable {
  package var cycle: Int
  /// Test time at the cycle's end, h.
  package var timeHours: Double
  /// Charge of the first half-cycle (plating or charge), any one unit throughout a series.
  package var firstCapacity: Double
  /// Charge of the second half-cycle (stripping or discharge), same unit.
  package var secondCapacity: Double
  /// Current of each half-cycle, positive, mA.
  package var firstCurrent: Double
  package var secondCurrent: Double
  /// Mean voltage of each half-cycle, V.
  package var firstMeanVoltage: Double
  package var secondMeanVoltage: Double
  /// Voltage at the end of each half-cycle, V.
  package var firstEndVoltage: Double
  package var secondEndVoltage: Double
  /// °C.
  package var temperature: Double
  /// mV.
  package var voltageNoise: Double
  package var isComplete: Bool

  package init(cycle: Int, firstCapacity: Double = .nan, secondCapacity: Double, isComplete: Bool = true) {
    self.cycle = cycle
    self.timeHours = .nan
    self.firstCapacity = firstCapacity
    self.secondCapacity = secondCapacity
    self.firstCurrent = .nan
    self.secondCurrent = .nan
    self.firstMeanVoltage = .nan
    self.secondMeanVoltage = .nan
    self.firstEndVoltage = .nan
    self.secondEndVoltage = .nan
    self.temperature = .nan
    self.voltageNoise = .nan
    self.isComplete = isComplete
  }

  /// Makes the point of a cycle folded from a log.
  package init(_ cycle: Cycle) {
    self.init(
      cycle: Int(cycle.number), firstCapacity: cycle.firstCapacity, secondCapacity: cycle.secondCapacity,
      isComplete: cycle.isComplete)
    let chargesFirst = cycle.firstHalf == .charge
    timeHours = cycle.endTime / 3600
    firstCurrent = Double(chargesFirst ? cycle.chargeCurrent : cycle.dischargeCurrent)
    secondCurrent = Double(chargesFirst ? cycle.dischargeCurrent : cycle.chargeCurrent)
    firstMeanVoltage = Double(chargesFirst ? cycle.meanChargeVoltage : cycle.meanDischargeVoltage)
    secondMeanVoltage = Double(chargesFirst ? cycle.meanDischargeVoltage : cycle.meanChargeVoltage)
    firstEndVoltage = Double(cycle.firstHalfEndVoltage)
    secondEndVoltage = Double(cycle.secondHalfEndVoltage)
    temperature = Double(cycle.temperature)
    voltageNoise = Double(cycle.voltageNoise)
  }
}
