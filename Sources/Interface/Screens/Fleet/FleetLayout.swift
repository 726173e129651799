import Canvas

/// Where the parts of the fleet screen stand.
struct FleetLayout: Equatable {
  private(set) var sortLine: Area
  private(set) var titles: Area
  private(set) var rows: Area
  private(set) var preview: Area
  /// Beside the table, where the screen is wide enough for both.
  private(set) var wall = Area(width: 0, height: 0)
  private(set) var events: Area
  /// What is the matter with the channel under the cursor, where there is no room for a preview.
  private(set) var reason: Area
  /// Too narrow or too low for a table: symbol, name and CE only.
  let isList: Bool

  /// Columns from which on the wall stands beside the table.
  static let sideBySide = 160

  /// Rows from which on one of them can be spared for the reason.
  private static let leastForReason = 20

  init(_ state: AppState, in area: Area) {
    var rest = area
    let height = state.size.height
    isList = area.width < 40 || area.height < 6
    let saysOrder = height >= 30 || (state.roster.isNarrowed && height >= ScreenLayout.framedHeight)
    sortLine = rest.cutTop(saysOrder && !isList ? 1 : 0)
    events = rest.cutBottom(height >= 50 && area.width >= 80 && !isList ? 7 : 0)
    let isLow = height >= Self.leastForReason && height < 30
    reason = rest.cutBottom(isLow && !isList ? 1 : 0)
    if area.width >= Self.sideBySide, rest.height >= 16 {
      var side = rest.cutRight(min(72, area.width * 2 / 5))
      _ = side.cutLeft(1)
      wall = side.cutTop(min(rest.height / 2, max(6, state.sideWall.layout.lines.count + 3)))
      titles = rest.cutTop(1)
      preview = side
      rows = rest
      return
    }
    titles = rest.cutTop(isList ? 0 : 1)
    let least = height >= 50 ? 15 : height >= 40 ? 13 : height >= 30 ? 9 : 0
    // A small fleet leaves room, which the channel under the cursor has a use for.
    let spare = rest.height - max(8, state.roster.rows.count)
    let previewHeight = least == 0 ? 0 : max(least, min(spare, rest.height * 2 / 3))
    preview = rest.cutBottom(area.width >= 60 && !isList ? previewHeight : 0)
    rows = rest
  }
}
