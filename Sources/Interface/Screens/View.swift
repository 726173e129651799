package import Canvas
import Fleet

/// Draws the state; the same state gives the same grid.
package func view(_ state: AppState) -> Grid {
  var grid = Grid(width: min(state.size.width, 2000), height: min(state.size.height, 1000))
  guard grid.width > 0, grid.height > 0 else { return grid }
  if grid.width < ScreenLayout.smallest.width || grid.height < ScreenLayout.smallest.height {
    HeaderLine.drawCounts(state, on: &grid, in: grid.area, isShort: true)
  } else {
    let layout = ScreenLayout(state)
    HeaderLine.draw(state, on: &grid, in: layout.header)
    ScreenRegistry.screen(state.screen).draw(state, on: &grid, in: layout.body)
    FooterLine.draw(state, on: &grid, in: layout.footer)
    if let overlay = state.overlay { OverlayBox.draw(overlay, state, on: &grid) }
  }
  if state.symbols == .ascii { grid.reduceToASCII() }
  return grid
}
