/// What a character on the screen means; themes give roles their colours, drawing code names nothing else.
package enum Role: UInt8, CaseIterable, Sendable, Codable {
  case text, dim, strong, title, key, border, axis, grid, threshold, cursor
  case fail, warn, turn, stale, run, rest, done, good
  case selected
  case trace1, trace2, trace3, trace4
  case heat0, heat1, heat2, heat3, heat4, heat5, heat6

  /// The role's name in theme files.
  package var name: String { String(describing: self) }
}
