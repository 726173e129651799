import Canvas
import CNcurses

/// What ncurses is told for each role: attributes and a colour pair.
///
/// Pairs are made when a theme first needs them and never taken back, because a pair on the screen must not change.
struct Palette {
  struct Entry {
    var attributes: attr_t = 0
    var pair: Int16 = 0
    /// Whether a blank shows it: reversed, underlined or on a colour of its own.
    var paintsBlanks = false
  }

  private struct Colours: Hashable {
    var foreground: Int32
    var background: Int32
  }

  /// Two a role: plain, then selected.
  private var entries: [Entry] = []
  private var pairs: [Colours: Int16] = [:]
  private let colours: Int

  init(colours: Int) { self.colours = colours }

  /// Takes over a theme.
  mutating func adopt(_ theme: Theme) {
    let selection = Look(theme[.selected], colours: colours)
    entries.removeAll(keepingCapacity: true)
    for role in Role.allCases {
      let look = Look(theme[role], colours: colours)
      entries.append(entry(for: look))
      entries.append(entry(for: look.selected(by: selection)))
    }
  }

  subscript(role: Role, isSelected: Bool) -> Entry {
    let index = Int(role.rawValue) * 2 + (isSelected ? 1 : 0)
    return index < entries.count ? entries[index] : Entry()
  }

  private mutating func entry(for look: Look) -> Entry {
    var entry = Entry()
    let attributes = Attributes(rawValue: look.attributes)
    if attributes.contains(.bold) { entry.attributes |= ct_attribute_bold }
    if attributes.contains(.dim) { entry.attributes |= ct_attribute_dim }
    if attributes.contains(.underline) { entry.attributes |= ct_attribute_underline }
    if attributes.contains(.reverse) { entry.attributes |= ct_attribute_reverse }
    entry.paintsBlanks = look.background != nil || !attributes.isDisjoint(with: [.underline, .reverse])
    entry.pair = pair(
      for: Colours(foreground: look.foreground.map(Int32.init) ?? -1, background: look.background.map(Int32.init) ?? -1)
    )
    return entry
  }

  // The terminal's own colours have a pair, too: to leave a colour for pair 0, ncurses resets every attribute and the
  // character set (11 bytes on xterm), to leave it for another pair only the colour (5).
  private mutating func pair(for wanted: Colours) -> Int16 {
    guard colours >= 8 else { return 0 }
    if let known = pairs[wanted] { return known }
    let next = pairs.count + 1
    guard next < min(Int(ct_pairs()), Int(Int16.max)),
      init_extended_pair(Int32(next), wanted.foreground, wanted.background) == OK
    else { return 0 }
    pairs[wanted] = Int16(next)
    return Int16(next)
  }
}
