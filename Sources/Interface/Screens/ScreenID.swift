/// The name of a screen, as key bindings use it.
package struct ScreenID: Hashable, Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }

  package static let fleet = ScreenID("fleet")
  package static let wall = ScreenID("wall")
  package static let channel = ScreenID("channel")
  package static let voltageCapacity = ScreenID("voltage-capacity")
  package static let differentialCapacity = ScreenID("differential-capacity")
  package static let cycles = ScreenID("cycles")
  package static let compare = ScreenID("compare")
  package static let rows = ScreenID("rows")
  package static let explain = ScreenID("explain")
  package static let events = ScreenID("events")
  package static let sources = ScreenID("sources")
  package static let help = ScreenID("help")
}
