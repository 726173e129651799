import CellModel
import Cycling
import Fleet

/// The curves of one channel's cycles that were read from its log, and those being read.
struct CurveStore: Equatable, Sendable {
  struct Entry: Equatable, Sendable {
    var span: CycleSpan
    /// The newest that was read, also while a newer one is being read.
    var curve: CycleCurve?
    var isWaiting: Bool
    var problem: String?
    /// Wall-clock second of the newest request.
    var askedAt: Double
  }

  private(set) var cell: CellID?
  private(set) var entries: [Int: Entry] = [:]

  /// Seconds between two readings of the cycle under way.
  static let refreshTime = 10.0
  /// Curves kept of one channel.
  static let limit = 64

  /// Says what has to be read now for these cycles to be shown; nil if nothing has.
  ///
  /// The reader drops what it is doing for a new request, so that a request names everything that is still missing.
  mutating func request(_ spans: [CycleSpan], of summary: CellSummary, now: Double) -> CurveRequest? {
    if cell != summary.id {
      cell = summary.id
      entries = [:]
    }
    var isNew = false
    var missing: [CycleSpan] = []
    for span in spans {
      if let entry = entries[span.number] {
        let isSame = entry.span.start == span.start && entry.span.end == span.end
        let hasGrown = span.end == nil && entry.span.endTime != span.endTime
        if isSame, entry.isWaiting {
          missing.append(entry.span)
          continue
        }
        if isSame, !hasGrown { continue }
        if isSame, now - entry.askedAt < Self.refreshTime { continue }
      }
      isNew = true
      missing.append(span)
    }
    guard isNew else { return nil }
    for span in missing {
      let old = entries[span.number]?.curve
      entries[span.number] = Entry(span: span, curve: old, isWaiting: true, problem: nil, askedAt: now)
    }
    let asked = Set(missing.map(\.number))
    let wanted = Set(spans.map(\.number))
    for (number, entry) in entries {
      // What nobody waits for any more will not be answered.
      if entry.isWaiting, !asked.contains(number) { entries[number] = nil }
      if entries.count > Self.limit, !wanted.contains(number) { entries[number] = nil }
    }
    return CurveRequest(cell: summary.id, path: summary.source.path, spans: missing)
  }

  /// Takes an answer, unless it is for another channel or for cycles that have changed since.
  mutating func take(_ answer: CurveAnswer) {
    guard answer.request.cell == cell else { return }
    for span in answer.request.spans {
      guard var entry = entries[span.number], entry.span == span, entry.isWaiting else { continue }
      entry.isWaiting = false
      if let curve = answer.curves.first(where: { $0.number == span.number }) {
        entry.curve = curve
      } else {
        entry.problem = answer.problem ?? "the cycle is no longer in the log"
      }
      entries[span.number] = entry
    }
  }

  /// Forgets what failed, so that it is tried again.
  mutating func retry() { entries = entries.filter { $0.value.problem == nil } }
}
