package import Canvas

/// One screen: a pure function of the state, with the keys that only it understands.
package protocol Screen: Sendable {
  var id: ScreenID { get }
  /// The word that names it in the footer and in help.
  var title: String { get }
  /// The keys that open it from everywhere.
  var keys: [Key] { get }
  /// What it shows, for help.
  var summary: String { get }
  /// Whether the footer offers it.
  var isInFooter: Bool { get }
  /// The scopes of keys that are valid on it, the most particular first.
  var scopes: [Scope] { get }

  /// Draws the screen's body.
  func draw(_ state: AppState, on grid: inout Grid, in area: Area)

  /// Carries out an action of its own; nil leaves it to the rules that hold everywhere.
  func perform(_ action: Action, on state: inout AppState) -> [Command]?

  /// Brings scroll positions and scales in line after anything changed.
  func settle(_ state: inout AppState, in area: Area)

  /// Whether it shows one channel and not the fleet.
  var concernsChannel: Bool { get }

  /// Prepares what it is to show when it is gone to.
  func enter(_ state: inout AppState, from screen: ScreenID)

  /// What it shows as a table, for exports and the clipboard; nil where there is none.
  func table(_ state: AppState) -> ExportTable?

  /// The plots that it shows, drawn from so many dot columns, for exports.
  func plots(_ state: AppState, dots: Int) -> [Plot]

  /// Selects what stands at a place of the body; false where nothing does.
  func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool
}

extension Screen {
  package var isInFooter: Bool { true }
  package func perform(_ action: Action, on state: inout AppState) -> [Command]? { nil }
  package func settle(_ state: inout AppState, in area: Area) {}
  package var concernsChannel: Bool { false }
  package func enter(_ state: inout AppState, from screen: ScreenID) {}
  package func table(_ state: AppState) -> ExportTable? { nil }
  package func plots(_ state: AppState, dots: Int) -> [Plot] { [] }
  package func select(column: Int, row: Int, in area: Area, state: inout AppState) -> Bool { false }
}
