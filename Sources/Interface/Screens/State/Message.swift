package import CellModel
package import Canvas
package import Fleet

/// Something that happened: the only way into the screens' state.
package enum Message: Equatable, Sendable {
  /// A key; a `tick` before it lets the order of rows hold still from this very moment.
  case key(Key)
  case fleet(FleetState)
  case resize(Size)
  /// The wall clock, seconds since 1970; due whenever `AppState.nextEdge` has passed.
  case tick(Double)
  /// The configuration or the theme was read again.
  case restyle(Theme, KeyMap)
  /// How the link to the terminal is.
  case link(LinkState)
  /// Curves that were asked for with `readCurves`.
  case curves(CurveAnswer)
  /// Rows that were asked for with `readRows`.
  case rows(RowsAnswer)
  /// What was remembered by an earlier run.
  case recall(Memory)
  /// One line for the person at the terminal, such as why a file could not be written.
  case notice(String)
}

/// Something that the shell is to do: the only way out of the screens.
package enum Command: Equatable, Sendable {
  case quit
  case suspend
  /// Publish the detail of this channel with the next fleet state.
  case focus(CellID?)
  /// Read these cycles from their log again, in place of what was asked for before; answer with `curves`.
  case readCurves(CurveRequest)
  /// Read these rows of a log, in place of what was asked for before; answer with `rows`.
  case readRows(RowsRequest)
  /// Publish the details of these channels with the next fleet states.
  case compare([CellID])
  /// Keep this for the next run.
  case remember(Memory)
  /// Load a theme by its name; answer with `restyle` or `notice`.
  case loadTheme(String)
  /// Write a file; answer with `notice`.
  case export(name: String, String)
  /// Read the files again that say what the cells are and how the screen looks; answer with `restyle` or `notice`.
  case reload
  case bell
  case setTitle(String)
  case setMouse(Bool)
  case copy(String)
  /// Repaint every character, whatever the terminal is believed to show.
  case redraw
}
