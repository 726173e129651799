/// The way from screen to screen.
enum Navigation {
  /// Goes to a screen; one that was come through is gone back to.
  static func show(_ screen: ScreenID, _ state: inout AppState) {
    guard screen != state.screen else { return }
    ScreenRegistry.screen(screen).enter(&state, from: state.screen)
    state.lastScreen = state.screen
    // Going to a screen one came through goes back there, so that the path stays short and `q` predictable.
    if let position = state.path.firstIndex(of: screen) {
      state.path.removeSubrange((position + 1)...)
    } else {
      state.path.append(screen)
    }
  }
}
