/// Where a scrolling list stands: the row under the cursor and the first row shown.
package struct ListPosition: Equatable, Sendable {
  package var cursor = 0
  package var top = 0
  /// Whether the cursor stays on the last row while rows are added.
  package var followsEnd: Bool

  package init(followsEnd: Bool = false) { self.followsEnd = followsEnd }

  /// Moves the cursor for the actions that every list knows; false for others.
  package mutating func perform(_ action: Action, count: Int, page: Int) -> Bool {
    let last = max(0, count - 1)
    let stride = max(1, page - 1)
    switch action {
    case .up: cursor -= 1
    case .down: cursor += 1
    case .pageUp: cursor -= stride
    case .pageDown: cursor += stride
    case .top: cursor = 0
    case .bottom: cursor = last
    default: return false
    }
    cursor = min(max(0, cursor), last)
    return true
  }

  /// Keeps the cursor on a row and the row on the screen.
  package mutating func settle(count: Int, height: Int) {
    let last = max(0, count - 1)
    if followsEnd { cursor = last }
    cursor = min(max(0, cursor), last)
    let height = max(1, height)
    if cursor < top { top = cursor }
    if cursor >= top + height { top = cursor - height + 1 }
    top = min(max(0, top), max(0, count - height))
  }

  /// The rows to draw.
  package func visible(count: Int, height: Int) -> Range<Int> {
    let first = min(max(0, top), max(0, count))
    return first..<min(max(0, count), first + max(0, height))
  }
}
