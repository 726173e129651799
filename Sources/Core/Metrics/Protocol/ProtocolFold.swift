package import CellModel

/// Recognises from half-cycles, as they end, by which protocol a Li|Cu cell is tested.
///
/// The record is cut into blocks that end with an exhaustive strip, one that reached the cut-off; a block with a single
/// plating is a full cycle, one in which Q_C went back and forth a reservoir test. Step numbers are never used. The
/// state is a few sums, whatever the length of the test, and what was decided is not changed by what comes later.
package struct ProtocolFold: Equatable, Codable, Sendable {
  /// An end above this share of the cut-off has reached it; files whose last row comes before the end show less.
  static let fullCutoffShare = 0.97
  static let cutoffShare = 0.8
  /// Without a cut-off known, a strip that ends above this voltage has emptied the copper side, V.
  static let leastCutoff = 0.15
  /// And so much above its own mean: polarisation alone may exceed `leastCutoff`.
  static let leastRise = 2.0

  private struct Sums: Equatable, Codable, Sendable {
    var cycles = 0
    var plated = 0.0
    var stripped = 0.0

    mutating func add(_ block: StripBlock) {
      cycles += block.platings
      plated += block.plated
      stripped += block.stripped
    }
  }

  /// The cut-off that was given, V; nil where the record has to tell.
  private let cutoff: Double?
  /// Largest voltage at which an exhaustive strip ended, V.
  private var largestEnd = 0.0
  private var block = StripBlock()
  private var full = Sums()
  private var reservoir: StripBlock?
  /// Full cycles before the reservoir block.
  private var before = Sums()
  private var droppedStrips = 0

  /// Starts a cell; `cutoff` is the strip's cut-off voltage, V, where somebody stated it.
  package init(cutoff: Double? = nil) { self.cutoff = cutoff }

  /// Takes a closed cycle.
  package mutating func observe(_ cycle: Cycle) {
    observe(PassedHalfCycle(firstOf: cycle))
    observe(PassedHalfCycle(secondOf: cycle))
  }

  /// Takes a half-cycle that has ended.
  package mutating func observe(_ half: PassedHalfCycle) {
    // What passes less is no step of a protocol but the tail of another.
    guard half.charge > 1e-3 else { return }
    if half.isPlating {
      block.plate(half.charge)
      return
    }
    guard block.platings > 0 else {
      droppedStrips += 1
      return
    }
    let isExhaustive = isExhaustive(half)
    block.strip(half.charge, isExhaustive: isExhaustive)
    guard isExhaustive else { return }
    largestEnd = max(largestEnd, half.endVoltage)
    if block.isReservoir {
      reservoir = block
      before = full
    } else {
      full.add(block)
    }
    block = StripBlock()
  }

  /// Whether a strip ended because nothing was left to strip.
  private func isExhaustive(_ half: PassedHalfCycle) -> Bool {
    let end = half.endVoltage
    guard end == end else { return false }
    // An emptied copper side shows as a rise; polarisation alone, however great, ends near its own mean.
    let rises = !(end < Self.leastRise * half.meanVoltage.magnitude)
    let known = cutoff ?? (largestEnd > 0 ? largestEnd : nil)
    let isAtCutoff = known.map { end >= Self.fullCutoffShare * $0 } ?? false
    // A strip that delivered Q_C in full need not have been the last one, even if the voltage has begun to rise.
    if let cycled = block.cycledCharge, block.isReservoir, (half.charge - cycled).magnitude <= 0.005 * cycled {
      return rises && (known == nil ? end >= 0.5 : isAtCutoff)
    }
    if isAtCutoff { return true }
    return rises && end >= (cutoff.map { Self.cutoffShare * $0 } ?? Self.leastCutoff)
  }

  /// What is known, with what the cycle under way has already shown; `method` is the user's word, if there is one.
  package func reading(with open: Cycle? = nil, method: Marked<EfficiencyMethod>? = nil) -> ProtocolReading {
    var fold = self
    if let open { fold.observe(underWay: open) }
    var reading = fold.inferred
    if let method, method.provenance == .given, let kind = method.value.cyclingProtocol {
      reading.kind = Marked(kind, .given)
    }
    return reading
  }

  /// The parts of an open cycle that have surely ended.
  private mutating func observe(underWay cycle: Cycle) {
    guard cycle.isOver else { return }
    observe(PassedHalfCycle(firstOf: cycle))
    let second = PassedHalfCycle(secondOf: cycle)
    // Without a rest behind it, only the cut-off tells that a strip has ended.
    let known = cutoff ?? (largestEnd > 0 ? largestEnd : 1)
    if cycle.isComplete || second.endVoltage >= Self.cutoffShare * known { observe(second) }
  }

  private var inferred: ProtocolReading {
    let running = block.isReservoir ? block : nil
    let found = running ?? reservoir
    let earlier = running == nil && reservoir != nil ? before : full
    return ProtocolReading(
      kind: kind(of: found, after: earlier), fullCycles: earlier.cycles, fullPlated: earlier.plated,
      fullStripped: earlier.stripped, reservoir: found, droppedStrips: droppedStrips)
  }

  private func kind(of found: StripBlock?, after earlier: Sums) -> Marked<CyclingProtocol> {
    if let found, let cycled = found.cycledCharge {
      let strips = found.shortStrips == 1 ? "1 strip" : "\(found.shortStrips) strips"
      let amounts = "of \(Digits.significant(cycled, 3)) mAh from \(Digits.significant(found.firstPlating, 3)) mAh"
      guard earlier.cycles > 0 else {
        return Marked(.aurbach, .inferred, reason: "\(strips) \(amounts), none to the cut-off, from the first plating")
      }
      let cycles = earlier.cycles == 1 ? "1 full cycle" : "\(earlier.cycles) full cycles"
      return Marked(.zhang, .inferred, reason: "\(cycles), then \(strips) \(amounts), none to the cut-off")
    }
    if full.cycles >= 2 {
      return Marked(.conventional, .inferred, reason: "\(full.cycles) cycles, each stripped to the cut-off")
    }
    if block.shortStrips > 0 {
      return Marked(.undecided, .assumed, reason: "a strip ended before the cut-off, and what is plated next will tell")
    }
    if full.cycles == 1 {
      return Marked(.undecided, .assumed, reason: "one full cycle: conventional, or the preconditioning of a reservoir")
    }
    return Marked(.undecided, .assumed, reason: "nothing was stripped yet")
  }
}

extension EfficiencyMethod {
  /// The protocol that a method states; nil for `auto` and for the methods of full cells.
  package var cyclingProtocol: CyclingProtocol? {
    switch self {
    case .conventional: .conventional
    case .aurbach: .aurbach
    case .zhang: .zhang
    case .auto, .chiang, .zhangFull: nil
    }
  }
}
