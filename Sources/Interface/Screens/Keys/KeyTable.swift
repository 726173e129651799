import Canvas

/// The default keys, one line an action; screens add the keys that open them in `ScreenRegistry`.
enum KeyTable {
  static let all: [Binding] = lists + wall + compare + plots + finding + ScreenRegistry.openings + noting + general

  private static let lists: [Binding] = [
    Binding(.open, "open", .opening, [.enter, "l", .right], footer: "Open", "open what the cursor is on"),
    Binding(.down, "down", .lists, [.down, "j"], "next row"),
    Binding(.up, "up", .lists, [.up, "k"], "previous row"),
    Binding(.pageDown, "page-down", .lists, [.pageDown, .control("d"), " "], "next page"),
    Binding(.pageUp, "page-up", .lists, [.pageUp, .control("u")], "previous page"),
    Binding(.top, "top", .lists, [.home, "g"], "first row"),
    Binding(.bottom, "bottom", .lists, [.end, "G"], "last row"),
    Binding(.back, "list-back", .lists, [.backspace, "h", .left], "back to the screen before"),
    Binding(.tag, "tag", .tagging, [" "], footer: "Tag", "tag the row, and go to the next"),
    Binding(.tagRange, "tag-range", .tagging, ["V"], "tag from the last tagged row to the cursor"),
    Binding(.untagAll, "untag-all", .tagging, ["U"], "take all tags away"),

    Binding(.sortMenu, "sort-menu", .fleet, ["s", .function(6)], footer: "Sort", "choose what to sort by"),
    Binding(.nextSort, "sort", .fleet, [">"], "sort by the next column"),
    Binding(.previousSort, "sort-back", .fleet, ["<"], "sort by the column before"),
    Binding(.reverseSort, "sort-reverse", .fleet, ["I"], "turn the sort order round"),
    Binding(.problemsOnly, "problems-only", .fleet, ["S"], footer: "Problems", "only channels with problems"),
    Binding(.columns, "columns", .fleet, ["C"], "choose the columns"),

    Binding(.left, "rows-left", .rows, [.left, "h"], "scroll the rows left"),
    Binding(.right, "rows-right", .rows, [.right, "l"], "scroll the rows right"),
    Binding(.retry, "rows-reload", .rows, ["R"], footer: "Reload", "read the rows again"),
    Binding(
      .filter, "filter-events", .events, ["/", "\\", .function(4)], footer: "Filter", "only events with these words"),
  ]

  private static let wall: [Binding] = [
    Binding(.left, "wall-left", .wall, [.left, "h"], "channel to the left"),
    Binding(.right, "wall-right", .wall, [.right, "l"], "channel to the right"),
    Binding(.up, "wall-up", .wall, [.up, "k"], "channel above"),
    Binding(.down, "wall-down", .wall, [.down, "j"], "channel below"),
    Binding(.open, "wall-open", .wall, [.enter], footer: "Open", "open the channel under the cursor"),
    Binding(.colourBy, "colour-by", .wall, ["v"], footer: "Colour", "colour by status, CE, retention, voltage or age"),
    Binding(
      .groupBy, "group-by", .wall, ["b"], footer: "Group", "group by folder, configuration, series, format or stage"),
    Binding(.problemsOnly, "wall-problems-only", .wall, ["S"], "only channels with problems"),
    Binding(.tag, "wall-tag", .wall, [" "], footer: "Tag", "tag the channel, and go to the next"),
    Binding(.untagAll, "wall-untag-all", .wall, ["U"], "take all tags away"),
    Binding(.nextProblem, "wall-next-problem", .wall, [.tab], "next channel with a problem"),
  ]

  private static let plots: [Binding] = [
    Binding(
      .overlay, "overlay", .curves, ["o"], footer: "Overlay", "which other cycles are drawn under the chosen one"),
    Binding(.smooth, "smooth", .curves, ["s"], "dQ/dV: smooth more, then not at all; V-Q: all voltages of a half cell"),
    Binding(.retry, "retry", .curves, ["R"], "read what could not be read again"),

    Binding(.nextPanel, "panel", .channel, [.tab], footer: "Panel", "next panel"),
    Binding(.previousPanel, "panel-back", .channel, [.backTab], "previous panel"),
    Binding(.fullScreen, "full-screen", .channel, ["f"], footer: "Full", "panel on the whole screen and back"),
    Binding(.follow, "follow", .channel, ["F"], footer: "Follow", "follow the newest rows"),
    Binding(
      .setMark, "mark", .channel, ["m"], footer: "Mark", "set mark A at the cursor; the title shows differences to it"),
    Binding(.swapMark, "mark-swap", .channel, ["'"], "swap cursor and mark"),
    Binding(.pageUp, "window-back", .channel, [.pageUp], "a window earlier"),
    Binding(.pageDown, "window-next", .channel, [.pageDown], "a window later"),
    Binding(.up, "facts-up", .channel, ["k", .up], "scroll the facts up"),
    Binding(.down, "facts-down", .channel, ["j", .down], "scroll the facts down"),

    Binding(.zoomIn, "zoom-in", .plots, ["+"], footer: "Zoom", with: .zoomOut, "half as much on the same width"),
    Binding(.zoomOut, "zoom-out", .plots, ["-"], "twice as much on the same width"),
    Binding(.fitAll, "fit-all", .plots, ["="], "all there is"),
    Binding(
      .earlier, "earlier", .plots, ["h", .left], footer: "Cursor", with: .later, "cursor one column to the left"),
    Binding(.later, "later", .plots, ["l", .right], "cursor one column to the right"),
    Binding(.muchEarlier, "much-earlier", .plots, ["H"], "cursor a tenth of the width to the left"),
    Binding(.muchLater, "much-later", .plots, ["L"], "cursor a tenth of the width to the right"),
    Binding(.begin, "begin", .plots, ["0", .home], "the beginning"),
    Binding(.finish, "finish", .plots, ["$", .end], "the end"),
    Binding(.previousCycle, "cycle-back", .cycles, ["["], footer: "Cycle", with: .nextCycle, "previous cycle"),
    Binding(.nextCycle, "cycle", .cycles, ["]"], "next cycle"),
    Binding(.previousEvent, "event-back", .cycles, ["("], "the cycle of the event before"),
    Binding(.nextEvent, "event-next", .cycles, [")"], "the cycle of the next event or the turning point"),
    Binding(.turningPoint, "turning-point", .cycles, ["*"], "the cycle of the turning point"),
    Binding(.previousChannel, "channel-back", .plots, ["{"], footer: "Channel", with: .nextChannel, "previous channel"),
    Binding(.nextChannel, "channel-next", .plots, ["}"], "next channel, in the fleet's order"),
  ]

  private static let compare: [Binding] =
    [
      Binding(.align, "align", .compare, ["v"], footer: "Axis", "over cycles or over the capacity passed"),
      Binding(.normalise, "normalise", .compare, ["n"], footer: "Normalise", "each by its own best, and back"),
      Binding(.nextPanel, "compare-panel", .compare, [.tab], footer: "Panel", "CE or retention"),
      Binding(.fullScreen, "compare-full", .compare, ["f"], "one panel on the whole screen and back"),
    ]
    + ComparedCell.letters.enumerated().map { place, letter in
      Binding(
        .toggleSeries(place), "series-" + letter.lowercased(), .compare,
        [.character(letter.unicodeScalars.first ?? "A")],
        "hide or show \(letter)")
    }

  private static let finding: [Binding] = [
    Binding(.filter, "filter", .everywhere, ["/", "\\", .function(4)], footer: "Filter", "filter the fleet"),
    Binding(
      .palette, "palette", .everywhere, [":"], footer: "Command", "find a command, channel, screen or theme by name"),
    Binding(
      .nextProblem, "next-problem", .everywhere, ["!"], footer: "Next problem", "next channel with a problem"),
    Binding(.previousProblem, "previous-problem", .everywhere, ["@"], "previous channel with a problem"),
    Binding(.find, "find", .everywhere, [.function(3)], "find channels without hiding the others; takes what / takes"),
    Binding(.nextFound, "find-next", .everywhere, ["n"], "next channel that was looked for"),
    Binding(.previousFound, "find-back", .everywhere, ["N"], "previous channel that was looked for"),
    Binding(.goTo, "go", .everywhere, ["t"], "go to a cycle or a time: c139, -6h, 2026-11-20 14:00"),
    Binding(.goNow, "go-now", .everywhere, ["T"], "back to the newest rows"),
  ]

  private static let noting: [Binding] = [
    Binding(.acknowledge, "acknowledge", .everywhere, ["a"], footer: "Ack", "take note of the problem or event"),
    Binding(.acknowledgeAll, "acknowledge-all", .everywhere, ["A"], "take note of all that are shown"),
    Binding(.mute, "mute", .everywhere, ["M"], "mute the channel for 8 h, and back"),
  ]

  private static let general: [Binding] = [
    Binding(.lastScreen, "last-screen", .everywhere, ["`"], "the screen before this one, and back"),
    Binding(.freeze, "freeze", .everywhere, ["z"], "hold the display still"),
    Binding(.inefficiency, "inefficiency", .everywhere, ["%"], "CE in percent, or 1 - CE in ppm"),
    Binding(.nextUnit, "units", .everywhere, ["u"], "capacities in mAh, Ah or µAh"),
    Binding(.copy, "copy", .everywhere, ["y"], "copy the row to the clipboard"),
    Binding(.copyAll, "copy-all", .everywhere, ["Y"], "copy all rows to the clipboard"),
    Binding(.export, "export", .everywhere, ["X"], "write this screen into a file: CSV, JSON, SVG, text"),
    Binding(.toggleMouse, "mouse", .everywhere, [.function(2)], "mouse on or off"),
    Binding(.reload, "reload", .everywhere, ["R"], "read cells.toml, config.toml and themes again"),
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
