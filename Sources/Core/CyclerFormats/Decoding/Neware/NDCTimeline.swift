import CellModel

/// Joins the rows of a Neware test with their times, counters, steps and temperatures, whichever comes first.
///
/// Times and counters are stored where something changes and about once a minute; in between a row lies one interval
/// after the row before, and its charge is current × interval more. A row is given out when the stored values behind it
/// are known: only then is it certain that nothing changed before it. So a test read while it grows gives the same
/// samples as one read at its end, and the newest rows come up to a minute late.
struct NDCTimeline: Equatable, Codable, Sendable {
  struct Row: Equatable, Codable, Sendable {
    var index: Int
    var voltage: Double
    var current: Double
    /// Where it stands in the stream.
    var offset: Int
  }

  /// Rows that may wait for their times, or times for their rows.
  private static let limit = 4 << 20

  private var rows = Waiting<Row>()
  private var infos = Waiting<NDCRunInfo>()
  private var steps = Waiting<NDCStep>()
  private var temperatures = Waiting<Float>()
  /// The row to which the first waiting temperature belongs.
  private var firstTemperature = 1
  private var newestInfo = 0
  private var newestRow = 0

  /// Whether the test has a file of steps, for which rows then wait.
  var expectsSteps = false
  /// Whether the test has a file of temperatures.
  var expectsTemperatures = false

  /// The stored values that hold now.
  private var current: NDCRunInfo?
  /// Steps begun so far.
  private var ordinal = 0
  private var passedSteps = 0
  private var stepStart = 0.0
  private var testTime = 0.0
  private var lastIndex = 0
  private var chargeSince = 0.0
  private(set) var staleRows = 0
  /// Rows given out between two whose times and counters are stored.
  private(set) var interpolatedRows = 0
  /// Rows that could not be timed.
  private(set) var untimedRows = 0
  /// Whether more waited than can be.
  private(set) var hasOverflowed = false

  mutating func append(_ row: Row) {
    guard row.index > newestRow else { return staleRows += 1 }
    newestRow = row.index
    if !rows.append(row, limit: Self.limit) { hasOverflowed = true }
  }

  mutating func append(_ info: NDCRunInfo) {
    // A second entry for a row tells of the moment after it; the first is the row's own.
    guard info.index > newestInfo else { return }
    newestInfo = info.index
    if !infos.append(info, limit: Self.limit) { hasOverflowed = true }
  }

  mutating func append(_ step: NDCStep) { if !steps.append(step, limit: Self.limit) { hasOverflowed = true } }

  /// Takes the temperature of the row with this number; rows in between that have none get none.
  mutating func append(temperature: Float, of index: Int) {
    guard index >= firstTemperature + temperatures.count, index - firstTemperature < Self.limit else { return }
    while firstTemperature + temperatures.count < index { _ = temperatures.append(.nan, limit: Self.limit) }
    _ = temperatures.append(temperature, limit: Self.limit)
  }

  /// The temperature of a row, °C; NaN if there is none.
  mutating func temperature(of index: Int) -> Float {
    while firstTemperature < index, temperatures.popFirst() != nil { firstTemperature += 1 }
    return firstTemperature == index ? temperatures.first ?? .nan : .nan
  }

  /// The next row whose values are certain; at the test's end all that remain.
  mutating func next(isEnd: Bool) -> Sample? {
    while let row = rows.first {
      if expectsTemperatures, !isEnd, firstTemperature + temperatures.count <= row.index { return nil }
      while let info = infos.first, info.index <= row.index, begin(info, isEnd: isEnd) { _ = infos.popFirst() }
      if let info = infos.first {
        // Its step is still to be told.
        if info.index <= row.index { return nil }
      } else if current?.index != row.index, !isEnd {
        return nil
      }
      _ = rows.popFirst()
      guard let current else {
        untimedRows += 1
        continue
      }
      return sample(of: row, current)
    }
    return nil
  }

  /// Makes stored values those that hold; false while the step they belong to is not known.
  private mutating func begin(_ info: NDCRunInfo, isEnd: Bool) -> Bool {
    let isNewStep = current?.stepMark != info.stepMark
    let needed = ordinal + (isNewStep ? 1 : 0)
    guard !expectsSteps || isEnd || passedSteps + steps.count >= needed else { return false }
    if isNewStep {
      if current != nil { stepStart = testTime }
      ordinal = needed
      while passedSteps < ordinal - 1, steps.popFirst() != nil { passedSteps += 1 }
    }
    current = info
    lastIndex = info.index
    chargeSince = 0
    return true
  }

  private mutating func sample(of row: Row, _ info: NDCRunInfo) -> Sample {
    if row.index != info.index { interpolatedRows += 1 }
    let elapsed = Double(row.index - info.index) * info.interval
    chargeSince += Double(row.index - lastIndex) * info.interval * row.current / 3.6
    lastIndex = row.index
    var charge = info.charge + max(0, chargeSince)
    var discharge = info.discharge - min(0, chargeSince)
    if let next = infos.first, next.stepMark == info.stepMark {
      // The estimate may not pass what the instrument counted later: the counter would run backwards there.
      charge = min(charge, max(info.charge, next.charge))
      discharge = min(discharge, max(info.discharge, next.discharge))
    }
    testTime = stepStart + info.stepTime + elapsed
    var sample = Sample(testTime: testTime, voltage: row.voltage, current: row.current)
    sample.wallTime = info.wallTime > 6e8 ? info.wallTime + elapsed : .nan
    sample.counter = charge
    sample.dischargeCounter = discharge
    sample.temperature = temperature(of: row.index)
    sample.row = Int32(truncatingIfNeeded: row.index)
    sample.byteOffset = row.offset
    if passedSteps == ordinal - 1, let step = steps.first {
      sample.vendorCycle = Int32(clamping: step.cycle)
      sample.vendorStep = Int32(clamping: step.number)
      sample.phase = NDARow.phase(ofType: step.type)
    }
    return sample
  }
}

/// A queue that gives back the room of what was taken.
struct Waiting<Element: Equatable & Codable & Sendable>: Equatable, Codable, Sendable {
  private var elements: [Element] = []
  private var head = 0

  var count: Int { elements.count - head }
  var first: Element? { head < elements.count ? elements[head] : nil }

  /// False, and nothing done, where too many wait.
  mutating func append(_ element: Element, limit: Int) -> Bool {
    guard count < limit else { return false }
    elements.append(element)
    return true
  }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let element = elements[head]
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 4096, head > elements.count / 2 {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }
}
