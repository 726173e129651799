import Canvas

/// The default keys, one line an action; screens add the keys that open them in `ScreenRegistry`.
enum KeyTable {
  static let all: [Binding] = particular + finding + ScreenRegistry.openings + general

  private static let particular: [Binding] = [
    Binding(.open, "open", .lists, [.enter, "l", .right], footer: "Open", "open what the cursor is on"),
    Binding(.down, "down", .lists, [.down, "j"], "next row"),
    Binding(.up, "up", .lists, [.up, "k"], "previous row"),
    Binding(.pageDown, "page-down", .lists, [.pageDown, .control("d"), " "], "next page"),
    Binding(.pageUp, "page-up", .lists, [.pageUp, .control("u")], "previous page"),
    Binding(.top, "top", .lists, [.home, "g"], "first row"),
    Binding(.bottom, "bottom", .lists, [.end, "G"], "last row"),
    Binding(.back, "list-back", .lists, [.backspace, "h", .left], "back to the screen before"),

    Binding(.nextSort, "sort", .fleet, ["s", .function(6)], footer: "Sort", "sort by the next column"),
    Binding(.reverseSort, "sort-reverse", .fleet, ["I"], "turn the sort order round"),
    Binding(.problemsOnly, "problems-only", .fleet, ["S"], footer: "Problems", "only channels with problems"),

    Binding(.left, "wall-left", .wall, [.left, "h"], "channel to the left"),
    Binding(.right, "wall-right", .wall, [.right, "l"], "channel to the right"),
    Binding(.up, "wall-up", .wall, [.up, "k"], "channel above"),
    Binding(.down, "wall-down", .wall, [.down, "j"], "channel below"),
    Binding(.open, "wall-open", .wall, [.enter], footer: "Open", "open the channel under the cursor"),
    Binding(.colourBy, "colour-by", .wall, ["v"], footer: "Colour", "colour by status, CE or retention"),
    Binding(.nextProblem, "wall-next-problem", .wall, [.tab], "next channel with a problem"),

    Binding(
      .overlay, "overlay", .curves, ["o"], footer: "Overlay", "which other cycles are drawn under the chosen one"),
    Binding(.smooth, "smooth", .curves, ["s"], "smooth dQ/dV more, then not at all"),
    Binding(.retry, "retry", .curves, ["R"], "read what could not be read again"),

    Binding(.nextPanel, "panel", .channel, [.tab], footer: "Panel", "next panel"),
    Binding(.previousPanel, "panel-back", .channel, [.backTab], "previous panel"),
    Binding(.fullScreen, "full-screen", .channel, ["f"], footer: "Full", "panel on the whole screen and back"),
    Binding(.zoomIn, "zoom-in", .plots, ["+"], footer: "Zoom", with: .zoomOut, "half the time on the same width"),
    Binding(.zoomOut, "zoom-out", .plots, ["-"], "twice the time on the same width"),
    Binding(.fitAll, "fit-all", .plots, ["="], "the whole test"),
    Binding(.earlier, "earlier", .plots, ["h", .left], "an eighth of the window earlier"),
    Binding(.later, "later", .plots, ["l", .right], "an eighth of the window later"),
    Binding(.muchEarlier, "much-earlier", .plots, ["H", .pageUp], "a window earlier"),
    Binding(.muchLater, "much-later", .plots, ["L", .pageDown], "a window later"),
    Binding(.begin, "begin", .plots, ["0", .home], "the beginning of the test"),
    Binding(.finish, "finish", .plots, ["$", .end], "the end of the test"),
    Binding(.follow, "follow", .channel, ["F"], footer: "Follow", "follow the newest rows"),
    Binding(.previousCycle, "cycle-back", .plots, ["["], footer: "Cycle", with: .nextCycle, "previous cycle"),
    Binding(.nextCycle, "cycle", .plots, ["]"], "next cycle"),
    Binding(.previousChannel, "channel-back", .plots, ["{"], footer: "Channel", with: .nextChannel, "previous channel"),
    Binding(.nextChannel, "channel-next", .plots, ["}"], "next channel, in the fleet's order"),
    Binding(.previousEvent, "event-back", .plots, ["("], "the cycle of the event before"),
    Binding(.nextEvent, "event-next", .plots, [")"], "the cycle of the next event or the turning point"),
    Binding(.turningPoint, "turning-point", .plots, ["t"], "the cycle of the turning point"),
    Binding(.up, "facts-up", .channel, ["k", .up], "scroll the facts up"),
    Binding(.down, "facts-down", .channel, ["j", .down], "scroll the facts down"),
  ]

  private static let finding: [Binding] = [
    Binding(.filter, "filter", .everywhere, ["/", "\\", .function(4)], footer: "Filter", "filter the fleet"),
    Binding(
      .nextProblem, "next-problem", .everywhere, ["!"], footer: "Next problem", "next channel with a problem"),
    Binding(.previousProblem, "previous-problem", .everywhere, ["@"], "previous channel with a problem"),
  ]

  private static let general: [Binding] = [
    Binding(.lastScreen, "last-screen", .everywhere, ["`"], "the screen before this one, and back"),
    Binding(.freeze, "freeze", .everywhere, ["z"], "hold the display still"),
    Binding(.nextUnit, "units", .everywhere, ["u"], "capacities in mAh, Ah or µAh"),
    Binding(.copy, "copy", .everywhere, ["y"], "copy the row to the clipboard"),
    Binding(.toggleMouse, "mouse", .everywhere, [.function(2)], "mouse on or off"),
    Binding(.redraw, "redraw", .everywhere, [.control("l")], "draw the screen anew"),
    Binding(.suspend, "suspend", .everywhere, [.control("z")], "suspend to the shell"),
    Binding(.cancel, "cancel", .everywhere, [.escape], "back; never quits"),
    Binding(.quit, "quit", .everywhere, ["q"], footer: "Quit", "back; on the first screen quit"),
    Binding(.quitAtOnce, "quit-at-once", .everywhere, ["Q", .control("c")], "quit"),
  ]
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// A printable character written as itself.
  package init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }
}
