/// What the cycler did when a row was recorded.
package enum StepKind: UInt8, Sendable {
  case rest
  /// Constant current.
  case charge, discharge
  /// Constant current, then constant voltage, as one step.
  case chargeHold
  /// Interrupted by the operator or the mains.
  case pause

  /// +1 on charge, −1 on discharge, 0 else.
  package var sign: Double {
    switch self {
    case .charge, .chargeHold: 1
    case .discharge: -1
    case .rest, .pause: 0
    }
  }
}

/// What ended a step.
package enum StepEnd: UInt8, Sendable {
  case time, voltage, current
}

/// Charge (mAh) and energy (Wh) passed each way, both positive, as the instrument counts them.
package struct Counters: Sendable, Equatable {
  package var charge = 0.0
  package var discharge = 0.0
  package var chargeEnergy = 0.0
  package var dischargeEnergy = 0.0

  static func - (left: Counters, right: Counters) -> Counters {
    Counters(
      charge: left.charge - right.charge, discharge: left.discharge - right.discharge,
      chargeEnergy: left.chargeEnergy - right.chargeEnergy,
      dischargeEnergy: left.dischargeEnergy - right.dischargeEnergy)
  }
}

/// One record as the simulated instrument measures it, before a vendor's format gives it a shape.
package struct LabRow: Sendable, Equatable {
  /// From 1.
  package var record: Int
  /// Seconds since the test began; stands still in an interruption.
  package var testTime: Double
  /// Seconds since the step began.
  package var stepTime: Double
  /// Seconds since 1970.
  package var wallTime: Double
  /// Volts.
  package var voltage: Double
  /// Milliamperes, positive on charge.
  package var current: Double
  /// °C.
  package var temperature: Double
  /// The schedule's cycle number, from 1.
  package var cycle: Int
  /// The schedule's step number: the same step has the same number in every cycle.
  package var step: Int
  /// Counts the steps carried out, from 1.
  package var stepCount: Int
  package var kind: StepKind
  /// True where a step of charge and hold has reached the constant voltage.
  package var isHolding: Bool
  /// What ended the step, on its last row.
  package var end: StepEnd?
  /// Since the step began.
  package var sinceStep: Counters
  /// Since the cycle began.
  package var sinceCycle: Counters
  /// Since the test began.
  package var sinceStart: Counters
}
