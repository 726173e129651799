package import Canvas

/// Everything that a key can be bound to.
package enum Action: Hashable, Sendable {
  case show(ScreenID)
  case quit, quitAtOnce, back, cancel, suspend, redraw, reload, freeze, toggleMouse, copy
  case lastScreen, nextProblem, previousProblem, filter, find, nextFound, previousFound
  case up, down, pageUp, pageDown, top, bottom, open
  case nextSort, reverseSort, problemsOnly
  case left, right, colourBy
  case nextPanel, previousPanel, fullScreen, earlier, later, muchEarlier, muchLater, begin, finish
  case zoomIn, zoomOut, fitAll, follow, previousCycle, nextCycle, previousChannel, nextChannel, turningPoint
  case previousEvent, nextEvent, overlay, smooth, retry, nextUnit
  case tag, tagRange, untagAll, acknowledge, acknowledgeAll, mute
  case palette, sortMenu, previousSort, columns, goTo, goNow, setMark, swapMark
  case inefficiency, export, copyAll, groupBy
  /// A letter of the compare screen, from 0.
  case toggleSeries(Int)
  case align, normalise
}

/// Where a key has a meaning; a screen names its scopes, the most particular first.
package enum Scope: String, Sendable, CaseIterable {
  case everywhere, lists, opening, tagging, fleet, wall, events, rows, channel, curves, compare, plots, cycles
}

/// An action with its name, its keys and what is said about it: one line of the key table.
package struct Binding: Equatable, Sendable {
  package var action: Action
  /// The name under which configuration files rebind it.
  package var name: String
  package var scope: Scope
  package var keys: [Key]
  /// The word in the footer; nil keeps it out of there.
  package var footer: String?
  /// The opposite action, whose key the footer shows beside this one's.
  package var partner: Action?
  package var help: String

  package init(
    _ action: Action, _ name: String, _ scope: Scope, _ keys: [Key], footer: String? = nil,
    with partner: Action? = nil, _ help: String
  ) {
    self.action = action
    self.name = name
    self.scope = scope
    self.keys = keys
    self.footer = footer
    self.partner = partner
    self.help = help
  }
}
