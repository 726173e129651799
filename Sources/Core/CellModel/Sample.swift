/// What the cycler was doing to the cell when a row was recorded.
package enum Phase: UInt8, Codable, Sendable, CaseIterable {
  case charge, discharge, rest
  /// Impedance, pause, control and other rows that are none of the three.
  case other
  /// The file does not say: the current's sign decides.
  case unstated

  /// The word used in outputs.
  package var word: String {
    switch self {
    case .charge: "charge"
    case .discharge: "discharge"
    case .rest: "rest"
    case .other, .unstated: "other"
    }
  }
}

/// One decoded row of a cycler log in common units.
///
/// Missing quantities are NaN (`Double`, `Float`) or `Sample.absent` (`Int32`), never zero.
package struct Sample: Equatable, Codable, Sendable {
  /// Seconds since the test began, as the file counts them.
  package var testTime: Double
  /// Seconds since 1970 by the file's wall clock, taken as UTC because no format states a zone; NaN if absent.
  package var wallTime: Double
  /// Volts.
  package var voltage: Double
  /// Amperes, positive on charge; NaN if absent.
  package var current: Double
  /// The instrument's first capacity counter as stored, mAh; NaN if absent.
  ///
  /// What it counts is the log's `CounterKind`.
  package var counter: Double
  /// The discharge counter of a `.separate` pair as stored, mAh; NaN if absent.
  package var dischargeCounter: Double
  /// Cell or chamber temperature, °C; NaN if absent.
  package var temperature: Float
  /// The cycle number stored in the file: a hint, never trusted.
  package var vendorCycle: Int32
  /// The step number stored in the file.
  package var vendorStep: Int32
  /// Line (text, from 1) or record number (binary) in the file.
  package var row: Int32
  /// What the file says the cycler was doing.
  package var phase: Phase
  /// True on the first row, and on the first after the log began anew (a second data block whose times restart).
  package var startsTest: Bool
  /// True on such a row if the file's own step times say that its step began before it, where nobody saw it.
  package var isInsideStep: Bool
  /// Where the row begins in the file, bytes.
  package var byteOffset: Int

  /// Stands for a vendor cycle or step that the file does not store.
  package static let absent = Int32.min

  /// Makes a row in which nothing but time, voltage and current is known.
  @inlinable
  package init(testTime: Double = .nan, voltage: Double = .nan, current: Double = .nan) {
    self.testTime = testTime
    self.wallTime = .nan
    self.voltage = voltage
    self.current = current
    self.counter = .nan
    self.dischargeCounter = .nan
    self.temperature = .nan
    self.vendorCycle = Sample.absent
    self.vendorStep = Sample.absent
    self.row = 0
    self.phase = .unstated
    self.startsTest = false
    self.isInsideStep = false
    self.byteOffset = 0
  }
}

/// What a log's capacity counters count, which decides how increments are read from them.
package enum CounterKind: String, Codable, Sendable {
  /// No counter in the file: capacities are integrals of the current.
  case none
  /// Two counters, charge and discharge, each rising (Arbin, Neware, BDF); a drop is a reset.
  case separate
  /// One unsigned counter for both directions, attributed by phase (Maccor); a drop is a reset or a net count.
  case shared
  /// One signed counter, rising on charge and falling on discharge, over the whole test (Novonix).
  case signed
  /// One signed net count that restarts at zero with every half-cycle (BioLogic `Q charge/discharge`).
  case halfCycle
  /// Signed increments since the preceding row (BioLogic `dq`).
  case increments
}

/// How a log's stored current relates to the interval before a row, which decides the integral.
package enum CurrentKind: String, Codable, Sendable {
  /// The value at the row's instant: trapezoid inside a step, rectangle with the new current on its first row.
  case instantaneous
  /// The mean over the preceding interval (BioLogic `<I>`): rectangle always.
  case intervalMean
}
