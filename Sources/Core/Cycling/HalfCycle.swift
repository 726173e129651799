package import CellModel

/// One half-cycle as it is added up.
package struct HalfCycle: Equatable, Codable, Sendable {
  package let direction: HalfCycleDirection
  /// By the counters, mAh, both directions positive; the opposite direction holds merged pulses.
  var charge = 0.0
  var discharge = 0.0
  var integralCharge = 0.0
  var integralDischarge = 0.0
  /// Counted charge that no current explains, and charge that a clamped counter missed, mAh.
  var unexplained = 0.0
  var clamped = 0.0
  /// What the integral adds to the counters on the rows where they are wrong, mAh.
  var chargeMending = 0.0
  var dischargeMending = 0.0
  /// ∫V dq and ∫dq over rows under current in the half-cycle's direction, V mAh and mAh.
  private var voltageCharge = 0.0
  private var voltageWeight = 0.0
  var endVoltage = Double.nan
  private var currents = MainCurrent()
  /// Seconds under current in the half-cycle's direction.
  private(set) var activeTime = 0.0
  var startTime: Double
  var endTime: Double
  var byteOffset: Int
  var vendorCycle: Int32
  var lastVendorCycle: Int32
  var minVoltage = Double.infinity
  var maxVoltage = -Double.infinity
  private var temperatureSum = 0.0
  private var temperatureRows = 0
  private var noiseSquares = 0.0
  private var noiseRows = 0
  private var voltage = Double.nan
  private var change = 0.0
  /// False where the log began inside this half-cycle.
  var startsClean = true
  /// True where a change of files hides how much passed.
  var isCut = false
  /// Whether the newest row is without current.
  package internal(set) var isAtRest = false

  init(_ direction: HalfCycleDirection, at sample: Sample) {
    self.direction = direction
    startTime = sample.testTime
    endTime = sample.testTime
    byteOffset = sample.byteOffset
    vendorCycle = sample.vendorCycle
    lastVendorCycle = sample.vendorCycle
  }

  /// Adds what passed before this row in the half-cycle's own direction only: the tail of the row that ends it.
  mutating func addTail(_ increment: ChargeFold.Increment) {
    if direction.isCharge {
      charge += increment.charge
      integralCharge += increment.integralCharge
    } else {
      discharge += increment.discharge
      integralDischarge += increment.integralDischarge
    }
  }

  /// Adds a row; `direction` is the current's on this row, nil at rest, and `isFirst` on the half-cycle's first row.
  mutating func add(
    _ sample: Sample, _ increment: ChargeFold.Increment, direction rowDirection: HalfCycleDirection?,
    isFirst: Bool
  ) {
    // The first row's increment in the other direction is the tail of the half-cycle before.
    if !isFirst || direction.isCharge {
      charge += increment.charge
      integralCharge += increment.integralCharge
    }
    if !isFirst || !direction.isCharge {
      discharge += increment.discharge
      integralDischarge += increment.integralDischarge
    }
    if increment.isFaulty {
      unexplained += increment.unexplained
      clamped += increment.clamped
      if !isFirst || direction.isCharge { chargeMending += increment.integralCharge - increment.charge }
      if !isFirst || !direction.isCharge { dischargeMending += increment.integralDischarge - increment.discharge }
    }
    // A row without a time must not take the time from the cycle.
    if sample.testTime == sample.testTime { endTime = sample.testTime }
    lastVendorCycle = sample.vendorCycle
    isAtRest = rowDirection == nil
    let isUnderCurrent = rowDirection?.isCharge == direction.isCharge
    if isUnderCurrent { activeTime += increment.interval }
    let reading = sample.voltage
    if reading == reading {
      if reading < minVoltage { minVoltage = reading }
      if reading > maxVoltage { maxVoltage = reading }
      if increment.startsStep {
        change = 0
      } else {
        let newChange = reading - voltage
        if newChange * change < 0 {
          let smaller = min(newChange.magnitude, change.magnitude)
          noiseSquares += smaller * smaller
        }
        noiseRows += 1
        change = newChange
      }
      if isUnderCurrent {
        let passed = direction.isCharge ? increment.integralCharge : increment.integralDischarge
        let mean = increment.startsStep || voltage != voltage ? reading : (voltage + reading) / 2
        voltageCharge += mean * passed
        voltageWeight += passed
        endVoltage = reading
        currents.add(sample.current.magnitude, passed: passed)
      }
      voltage = reading
    }
    if sample.temperature == sample.temperature {
      temperatureSum += Double(sample.temperature)
      temperatureRows += 1
    }
  }

  /// Takes over a short excursion of the opposite direction (a pulse) that came after this half-cycle.
  mutating func absorb(_ other: HalfCycle) {
    charge += other.charge
    discharge += other.discharge
    integralCharge += other.integralCharge
    integralDischarge += other.integralDischarge
    unexplained += other.unexplained
    clamped += other.clamped
    chargeMending += other.chargeMending
    dischargeMending += other.dischargeMending
    if other.direction == direction {
      activeTime += other.activeTime
      currents.absorb(other.currents)
    }
    endTime = other.endTime
    lastVendorCycle = other.lastVendorCycle
    minVoltage = min(minVoltage, other.minVoltage)
    maxVoltage = max(maxVoltage, other.maxVoltage)
    temperatureSum += other.temperatureSum
    temperatureRows += other.temperatureRows
    noiseSquares += other.noiseSquares
    noiseRows += other.noiseRows
    voltage = other.voltage
    change = 0
    isCut = isCut || other.isCut
    isAtRest = other.isAtRest
  }

  /// Voltage on the row before the newest one of the same step, V; the newest one's where there is none.
  package var voltageBefore: Double { voltage - change }

  /// Charge in the half-cycle's own direction, mAh, by the counter.
  var counted: Double { direction.isCharge ? charge : discharge }
  /// The same by the integral of the current.
  package var integral: Double { direction.isCharge ? integralCharge : integralDischarge }

  /// Largest current, and the one at which most of the charge passed, A.
  var peakCurrent: Double { currents.peak }
  var mainCurrent: Double { currents.value(of: voltageWeight) }

  /// Mean voltage weighted by charge, V; NaN if nothing passed.
  package var meanVoltage: Double { voltageWeight > 0 ? voltageCharge / voltageWeight : .nan }

  var temperature: (sum: Double, rows: Int) { (temperatureSum, temperatureRows) }
  var noise: (squares: Double, rows: Int) { (noiseSquares, noiseRows) }
}

// Comparing these with `==` a row is a call through the enum's conformance, which costs more than the sums.
extension HalfCycleDirection {
  @inline(__always)
  var isCharge: Bool {
    switch self {
    case .charge: true
    case .discharge: false
    }
  }
}

extension Phase {
  @inline(__always)
  var isRest: Bool {
    if case .rest = self { true } else { false }
  }

  /// A number for each case.
  @inline(__always)
  var order: Int {
    switch self {
    case .charge: 0
    case .discharge: 1
    case .rest: 2
    case .other: 3
    case .unstated: 4
    }
  }
}
