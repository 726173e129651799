package import CellModel

/// The charge of every row from the first of a log on; a copy of it lets a later reading begin in the middle.
package struct RowCharges: Sendable {
  private var fold: ChargeFold
  let hasCounter: Bool
  private var largestCurrent = 0.0

  /// Counts from the first row of a log whose columns mean this.
  package init(counterKind: CounterKind, currentKind: CurrentKind, countersResetEachStep: Bool) {
    fold = ChargeFold(counterKind, currentKind: currentKind, countersResetEachStep: countersResetEachStep)
    hasCounter = counterKind != .none
  }

  /// Takes the next rows, for a later reading.
  package mutating func count(_ samples: [Sample]) {
    for index in samples.indices { _ = advance(samples[index]) }
  }

  /// Takes the next row: what it adds, and which way the current flows (nil at rest).
  mutating func advance(_ sample: Sample) -> (increment: ChargeFold.Increment, direction: HalfCycleDirection?) {
    let increment = fold.advance(sample)
    let current = sample.current
    guard current == current, !sample.phase.isRest else { return (increment, nil) }
    largestCurrent = max(largestCurrent, current.magnitude)
    guard current.magnitude > largestCurrent * CycleFold.restShare, current.magnitude > 1e-10 else {
      return (increment, nil)
    }
    return (increment, current > 0 ? .charge : .discharge)
  }
}

/// Samples to the voltage-capacity curves of chosen cycles, in bounded memory.
///
/// Capacities are counted as the cycle table counts them. A cycle turns from its first half-cycle to its second where
/// the net charge is greatest, so that pulses inside a half-cycle neither end it nor stand in its curve.
package struct CurveFold: Sendable {
  /// Points kept of one cycle; beyond it neighbours are joined.
  static let pointLimit = 4096

  private let spans: [CycleSpan]
  private var next = 0
  private var collecting: Collector?
  /// The state that a later reading of the same log can begin with.
  package private(set) var charges: RowCharges
  /// The curves that are finished, in the order of the file.
  package private(set) var curves: [CycleCurve] = []

  /// Starts with the charges of all rows before the first that will be given.
  package init(_ spans: [CycleSpan], charges: RowCharges) {
    self.spans = spans.sorted { $0.start < $1.start }
    self.charges = charges
  }

  /// Whether all that was asked for is there.
  package var isDone: Bool { next == spans.count && collecting == nil }

  /// Takes the next rows in the order of the file.
  package mutating func fold(_ samples: [Sample]) {
    for index in samples.indices { fold(samples[index]) }
  }

  /// Takes the log as ended: a cycle under way is as long as it is.
  package mutating func finish() {
    if let collector = collecting { curves.append(collector.curve) }
    collecting = nil
  }

  private mutating func fold(_ sample: Sample) {
    let (increment, direction) = charges.advance(sample)
    if collecting != nil {
      if let end = collecting?.span.end, sample.byteOffset == end {
        collecting?.close(increment)
        finish()
      } else {
        collecting?.add(sample, increment, direction)
      }
    }
    guard collecting == nil, next < spans.count, sample.byteOffset == spans[next].start else { return }
    var collector = Collector(spans[next], hasCounter: charges.hasCounter)
    collector.add(sample, increment, direction)
    collecting = collector
    next += 1
  }

  private struct Collector: Sendable {
    let span: CycleSpan
    let hasCounter: Bool
    /// Charge less discharge since the cycle began, mAh.
    var net = 0.0
    var rows = 0
    var points: [(point: CurvePoint, direction: HalfCycleDirection?)] = []
    var stride = 1
    var merged = 0

    init(_ span: CycleSpan, hasCounter: Bool) {
      self.span = span
      self.hasCounter = hasCounter
    }

    /// What a row adds, by what the cycle was counted by.
    private func passed(_ increment: ChargeFold.Increment) -> (charge: Double, discharge: Double) {
      guard hasCounter else { return (increment.integralCharge, increment.integralDischarge) }
      guard span.usesIntegral else { return (increment.charge, increment.discharge) }
      return (increment.mendedCharge, increment.mendedDischarge)
    }

    mutating func add(_ sample: Sample, _ increment: ChargeFold.Increment, _ direction: HalfCycleDirection?) {
      var (charge, discharge) = passed(increment)
      // What the first row adds the other way belongs to the half-cycle before.
      if rows == 0 { if span.firstHalf == .charge { discharge = 0 } else { charge = 0 } }
      rows += 1
      if (charge - discharge).isFinite { net += charge - discharge }
      guard sample.voltage.isFinite, direction != nil else {
        merged = stride
        return
      }
      let point = CurvePoint(
        capacity: net, voltage: sample.voltage, current: sample.current, time: sample.testTime,
        byteOffset: sample.byteOffset, row: Int(sample.row))
      if merged < stride, let last = points.last, last.direction == direction {
        points[points.count - 1].point.merge(point, weight: Double(merged))
        merged += 1
        return
      }
      if points.count >= CurveFold.pointLimit { halve() }
      points.append((point, direction))
      merged = 1
    }

    /// The next cycle's first row still carries the tail of this cycle's second half.
    mutating func close(_ increment: ChargeFold.Increment) {
      let (charge, discharge) = passed(increment)
      let tail = span.firstHalf == .charge ? -discharge : charge
      guard tail.isFinite, let last = points.last, last.direction == span.firstHalf.opposite else { return }
      points[points.count - 1].point.capacity += tail
    }

    private mutating func halve() {
      var kept: [(point: CurvePoint, direction: HalfCycleDirection?)] = []
      kept.reserveCapacity(CurveFold.pointLimit)
      for (index, entry) in points.enumerated() {
        if index % 2 == 1, let last = kept.last, last.direction == entry.direction {
          kept[kept.count - 1].point.merge(entry.point, weight: 1)
        } else {
          kept.append(entry)
        }
      }
      // A cycle of nothing but pulses has no neighbours to join: every other point must do.
      if kept.count > CurveFold.pointLimit * 3 / 4 {
        kept = points.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      }
      points = kept
      stride *= 2
    }

    var curve: CycleCurve {
      let sign = span.firstHalf == .charge ? 1.0 : -1.0
      var turn = 0
      for index in points.indices where points[index].point.capacity * sign > points[turn].point.capacity * sign {
        turn = index
      }
      var first = HalfCurve(direction: span.firstHalf)
      var second = HalfCurve(direction: span.firstHalf.opposite)
      let extreme = points.isEmpty ? 0 : points[turn].point.capacity
      for (index, entry) in points.enumerated() {
        var point = entry.point
        let isFirst = index <= turn && entry.direction == span.firstHalf
        point.capacity = isFirst ? point.capacity * sign : (extreme - point.capacity) * sign
        if isFirst {
          first.append(point)
        } else if index >= turn, entry.direction == span.firstHalf.opposite {
          second.append(point)
        }
      }
      return CycleCurve(
        number: span.number, first: first, second: second, rows: rows,
        usesIntegral: span.usesIntegral || !hasCounter)
    }
  }
}

extension CurvePoint {
  fileprivate mutating func merge(_ other: CurvePoint, weight: Double) {
    capacity = other.capacity
    low = min(low, other.low)
    high = max(high, other.high)
    mean += (other.mean - mean) / (weight + 1)
    current += (other.current - current) / (weight + 1)
  }
}

extension HalfCurve {
  // Behind a pulse the net charge stands below what it was before: the curve goes on where it had come to.
  fileprivate mutating func append(_ point: CurvePoint) {
    guard point.capacity >= points.last?.capacity ?? 0 else { return }
    points.append(point)
  }
}
