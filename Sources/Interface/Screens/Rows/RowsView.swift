import Canvas
import CellModel
import Fleet

/// What the screen of raw rows remembers: where in the log it stands, and the rows around that.
struct RowsView: Equatable, Sendable {
  /// Where to look first, and in which log.
  private(set) var cell: CellID?
  private(set) var path = ""
  private var wanted: RowsRequest?
  private var isAsked = false
  private(set) var answer: RowsAnswer?
  var position = ListPosition()
  /// Columns of the text that are scrolled away.
  var shift = 0

  /// Rows that are fetched before and behind the place at a time.
  static let reach = 200

  var isWaiting: Bool { wanted != nil && isAsked }

  /// Looks at another place.
  mutating func look(at place: RowsRequest.Place, of summary: CellSummary) {
    if cell != summary.id { answer = nil }
    (cell, path) = (summary.id, summary.source.path)
    wanted = RowsRequest(
      cell: summary.id, path: summary.source.path, place: place, before: Self.reach, after: Self.reach)
    isAsked = false
  }

  /// What has to be read now; nil if nothing has.
  mutating func request(_ state: AppState) -> RowsRequest? {
    guard let wanted, !isAsked else { return nil }
    isAsked = true
    return wanted
  }

  /// Takes an answer, unless something else was asked for since.
  mutating func take(_ answer: RowsAnswer) {
    guard answer.request == wanted else { return }
    wanted = nil
    self.answer = answer
    position = ListPosition()
    position.cursor = answer.target
    position.top = max(0, answer.target - 5)
  }
}
