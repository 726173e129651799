/// A pair of currents, as their logarithms; nil where the file has none.
struct Condition: Codable, Sendable {
  var first: Double?
  var second: Double?

  /// Alike within 8 %: cyclers hold currents to 0.1 %, protocols differ by a tenth at least.
  func matches(_ other: Condition) -> Bool {
    func near(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return true }
      return (a - b).magnitude < 0.08
    }
    return near(first, other.first) && near(second, other.second)
  }
}

/// Cycles that can be compared with each other: of one condition, after a cycle of one condition.
///
/// What a cell takes and gives back depends on where the cycle before left it, so the first cycle after a step is a
/// course of its own. In protocols that alternate every cycle belongs to such a course.
struct Course: Codable, Sendable {
  var condition: Condition
  /// Condition of the cycle before where it was another one; nil in the middle of a run.
  var after: Condition?
  /// The newest cycles, oldest first, until they are enough.
  var held: [LoggedCycle] = []
  /// Where this course lies beside the main one; nil until that is known.
  private var level: Level?

  private struct Level: Codable {
    var efficiency: Double
    var capacity: Double
    var polarisation: Double
  }

  /// So many cycles place a course: reference cycles are over by then.
  static let placing = 5
  /// They must lie so close together: rare reference cycles tell little, and their level drifts with age.
  private static let span = 40.0

  /// Share of a residual that the level takes over: what two currents give drifts apart within some hundred cycles.
  private static let following = 0.03

  init(_ condition: Condition, after: Condition?) {
    self.condition = condition
    self.after = after
  }

  func matches(_ other: Course) -> Bool {
    guard condition.matches(other.condition) else { return false }
    switch (after, other.after) {
    case (nil, nil): return true
    case (let mine?, let others?): return mine.matches(others)
    case (nil, _?), (_?, nil): return false
    }
  }

  /// Cycles held since the main course was last seen.
  private var sinceMain = 0

  /// Its share of the newest cycles, about sixteen of them: four rounds of the longest alternation that is usual.
  private(set) var share = 0.0

  mutating func count(_ course: Course) { share += ((course.matches(self) ? 1 : 0) - share) / 16 }

  /// ln capacity beside the main course's.
  var capacityLevel: Double { level?.capacity ?? 0 }

  /// Whether its cycles can be compared with the main course's.
  var isPlaced: Bool { level != nil }

  /// Whether the main course has given way to this one.
  var isSustained: Bool { sinceMain >= Self.placing }

  mutating func mainSince() { sinceMain = 0 }

  mutating func hold(_ cycle: LoggedCycle) {
    held.append(cycle)
    held.removeAll { cycle.cycle - $0.cycle > Self.span }
    if held.count > Self.placing { held.removeFirst() }
    sinceMain = min(sinceMain + 1, held.count)
  }

  /// Places the course by what its cycles differ from the lines of the streams.
  mutating func place(beside streams: StreamBank) {
    guard held.count >= Self.placing else { return }
    func difference(_ stream: EvidenceStream) -> Double {
      Robust.median(
        held.compactMap { cycle in
          guard let value = cycle.value(of: stream.signal), let line = stream.prediction(at: cycle.cycle) else {
            return nil
          }
          return value - stream.offset - line.value
        }) ?? 0
    }
    level = Level(
      efficiency: difference(streams.efficiency), capacity: difference(streams.capacity),
      polarisation: difference(streams.polarisation))
    held = []
  }

  /// The cycle as it would be in the main course; nil before the course is placed.
  func comparable(_ cycle: LoggedCycle) -> LoggedCycle? {
    guard let level else { return nil }
    var cycle = cycle
    cycle.efficiency = cycle.efficiency.map { $0 - level.efficiency }
    cycle.capacity = cycle.capacity.map { $0 - level.capacity }
    cycle.charge = cycle.charge.map { $0 - level.capacity + level.efficiency }
    cycle.polarisation = cycle.polarisation.map { $0 - level.polarisation }
    return cycle
  }

  /// Lets the level follow slowly: what two currents give drifts apart as the cell ages.
  mutating func follow(_ cycle: LoggedCycle, beside streams: StreamBank) {
    guard var level else { return }
    func step(_ stream: EvidenceStream, _ value: Double?) -> Double {
      guard let value, let residual = stream.residual(SeriesPoint(cycle: cycle.cycle, value: value - stream.offset))
      else { return 0 }
      let limit = 2 * stream.noise.sigma
      return Self.following * min(max(residual, -limit), limit)
    }
    level.efficiency += step(streams.efficiency, cycle.efficiency)
    level.capacity += step(streams.capacity, cycle.capacity)
    level.polarisation += step(streams.polarisation, cycle.polarisation)
    self.level = level
  }
}
