import CellModel

/// Gives the current its sign by the capacity columns, where whoever wrote the file chose the sign.
///
/// A row whose charge counter rose was charged, whatever sign its current has. A row that passes current while neither
/// counter rose waits for one that tells, at most `patience` rows; once the sign is known nothing waits any more.
struct DirectionJudge: Equatable, Codable, Sendable {
  /// What is known of the sign of the current in the file.
  enum Verdict: String, Codable, Sendable {
    case unknown
    /// A positive current charges: the usual sign, or a magnitude.
    case positiveCharges
    /// A positive current discharges: the opposite sign, or a magnitude.
    case positiveDischarges
    case asStored, reversed, unsigned

    var isFinal: Bool { self == .asStored || self == .reversed }
  }

  /// Rows that wait at most for one that tells.
  static let patience = 64

  private(set) var verdict = Verdict.unknown
  private var held: [Sample] = []
  private var counter = Double.nan
  private var dischargeCounter = Double.nan
  private var largest = 0.0
  private var sawNegative = false
  /// The current of the row above, A.
  private var previous = 0.0
  /// The largest current by which the verdict was reached, A.
  private var judgedAt = 0.0
  private var lastDirection = HalfCycleDirection.charge

  /// What was decided, a sentence; nil while the current stands as stored.
  var remark: String? {
    switch verdict {
    case .reversed: "the current counts discharge as positive, as the capacity columns show: its sign was turned"
    case .unsigned: "the current has no sign: its direction follows the capacity columns"
    default: nil
    }
  }

  /// Takes the samples from `first` on out of a batch and puts back, in their order, those whose sign is settled.
  mutating func settle(_ samples: inout [Sample], from first: Int) {
    if verdict == .asStored { return }
    let fresh = Array(samples[first...])
    samples.removeSubrange(first...)
    for sample in fresh { take(sample, into: &samples) }
  }

  /// Gives out what still waits.
  mutating func finish(into samples: inout [Sample]) { release(as: nil, into: &samples) }

  private mutating func take(_ sample: Sample, into samples: inout [Sample]) {
    // Once the current stands as stored, nothing is looked at any more, here as between chunks.
    guard verdict != .asStored else { return samples.append(sample) }
    let rise = rise(at: sample)
    let current = sample.current
    defer { previous = current }
    guard current.magnitude > 0 else {
      release(as: nil, into: &samples)
      samples.append(sample)
      return
    }
    largest = max(largest, current.magnitude)
    if verdict != .unknown, 0.05 * largest > judgedAt {
      // It was the noise of a rest that was judged.
      (verdict, sawNegative) = (.unknown, false)
    }
    if current < -0.05 * largest { sawNegative = true }
    if let rise { judge(rise, current) }
    if verdict == .positiveCharges, sawNegative { verdict = .asStored }
    if verdict == .positiveDischarges, sawNegative { verdict = .reversed }
    held.append(sample)
    if verdict.isFinal || rise != nil || held.count >= Self.patience { release(as: rise, into: &samples) }
  }

  /// The direction whose counter alone rose since the row above; nil if neither did, or both.
  private mutating func rise(at sample: Sample) -> HalfCycleDirection? {
    if sample.startsTest { (counter, dischargeCounter) = (.nan, .nan) }
    let charged = sample.counter > counter
    let discharged = sample.dischargeCounter > dischargeCounter
    if sample.counter == sample.counter { counter = sample.counter }
    if sample.dischargeCounter == sample.dischargeCounter { dischargeCounter = sample.dischargeCounter }
    return charged == discharged ? nil : charged ? .charge : .discharge
  }

  private mutating func judge(_ rise: HalfCycleDirection, _ current: Double) {
    // The last of a charge may be counted in the first row of the discharge: such a row tells nothing.
    guard current.magnitude > 0.05 * largest, previous * current >= 0 else { return }
    let charged = rise == .charge
    let before = verdict
    switch verdict {
    case .asStored, .reversed, .unsigned: return
    case .unknown:
      if current < 0 || sawNegative {
        verdict = charged == (current > 0) ? .asStored : .reversed
      } else {
        verdict = charged ? .positiveCharges : .positiveDischarges
      }
    case .positiveCharges: if current > 0, !charged { verdict = .unsigned }
    case .positiveDischarges: if current > 0, charged { verdict = .unsigned }
    }
    if verdict != before { judgedAt = largest }
  }

  private mutating func release(as rise: HalfCycleDirection?, into samples: inout [Sample]) {
    guard !held.isEmpty else { return }
    if let rise { lastDirection = rise }
    for var sample in held {
      switch verdict {
      case .asStored, .unknown, .positiveCharges: break
      case .reversed, .positiveDischarges: sample.current = -sample.current
      case .unsigned: sample.current = lastDirection == .charge ? sample.current.magnitude : -sample.current.magnitude
      }
      samples.append(sample)
    }
    held.removeAll(keepingCapacity: true)
  }
}
