package import Canvas

/// Reads theme files: `[palette]`, `[roles]`, `[traces]`, `[heat]`, `[symbols]` and `[charts]`.
///
/// A mistake costs its line, not the theme: it is reported and passed over.
package struct ThemeReader {
  /// A colour as written: the terminal's own, or an index of the 256.
  enum Colour: Equatable {
    case terminal
    case index(UInt8)

    var index: UInt8? { if case .index(let index) = self { index } else { nil } }
  }

  private var reader: SettingsReader
  private var palette: [String: Colour] = [:]
  private var theme: Theme

  private static let sections = [
    "name", "base", "background", "palette", "roles", "traces", "heat", "symbols", "charts",
  ]
  private static let attributeNames: [(name: String, attribute: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse),
  ]

  /// Reads a theme's text; throws only if it is no TOML.
  ///
  /// `name` is the theme's if the text gives none; `base` finds the theme that another one inherits from, and `names` are
  /// those that it knows.
  package static func read(
    _ text: String, file: String, name: String, names: [String] = [], base: (String) -> Theme?
  ) throws(SettingsProblem) -> (theme: Theme, warnings: [SettingsProblem]) {
    let root = try TOMLNode(parsing: text, file: file)
    var reader = ThemeReader(file: file, name: name)
    reader.read(root, names: names, base: base)
    return (reader.theme, reader.reader.problems)
  }

  private init(file: String, name: String) {
    self.reader = SettingsReader(file: file, kind: .warning)
    self.theme = Theme(name: name)
  }

  private mutating func read(_ root: TOMLNode, names: [String], base: (String) -> Theme?) {
    let sections = reader.members(of: root, allowed: Self.sections)
    if let node = sections["base"], let wanted = reader.text(node) {
      if let found = base(wanted) {
        let name = theme.name
        theme = found
        theme.name = name
      } else {
        reader.note("no theme “\(wanted)” to inherit from" + NearestName.hint(wanted, in: names), at: node.place)
      }
    }
    if let name = reader.text(sections["name"]) { theme.name = name }
    for entry in reader.entries(of: sections["palette"]) { palette[entry.name] = colour(entry.node) }
    for entry in reader.entries(of: sections["roles"]) { readRole(entry.name, entry.node) }
    readTraces(sections["traces"])
    let heat = reader.members(of: sections["heat"], allowed: ["steps"])
    colours(heat["steps"], of: [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6])
    let symbols = reader.members(of: sections["symbols"], allowed: ["set"])
    if let set = reader.word(symbols["set"], as: SymbolSet.self) { theme.symbols = set }
    let charts = reader.members(of: sections["charts"], allowed: ["set"])
    if let set = reader.word(charts["set"], as: ChartSet.self) { theme.charts = set }
    // Who has ASCII alone cannot show the dots of a chart either, whatever the theme's base draws with.
    if theme.symbols == .ascii { theme.charts = .ascii }
    if let background = sections["background"].flatMap({ colour($0) })?.index {
      for role in Role.allCases where theme[role].background == nil { theme[role].background = background }
    }
  }

  private mutating func readRole(_ name: String, _ node: TOMLNode) {
    guard let role = Role.allCases.first(where: { $0.name == name }) else {
      reader.note("unknown role “\(name)”" + NearestName.hint(name, in: Role.allCases.map(\.name)), at: node.place)
      return
    }
    guard case .table = node.value else {
      if let colour = colour(node) { setForeground(colour, of: role) }
      return
    }
    let keys = reader.members(of: node, allowed: ["fg", "bg", "ansi", "attrs", "mono"])
    if let colour = keys["fg"].flatMap({ colour($0) }) { setForeground(colour, of: role) }
    if let colour = keys["bg"].flatMap({ colour($0) }) { theme[role].background = colour.index }
    if let node = keys["ansi"], let colour = colour(node) {
      if let index = colour.index, index > 15 {
        reader.note("“ansi” takes a name or an index up to 15", at: node.place)
      } else {
        theme[role].ansi = colour.index
      }
    }
    if let node = keys["attrs"] { theme[role].attributes = attributes(node) }
    if let node = keys["mono"] { theme[role].mono = attributes(node) }
  }

  private mutating func readTraces(_ node: TOMLNode?) {
    let keys = reader.members(of: node, allowed: ["series", "threshold", "grid"])
    colours(keys["series"], of: [.trace1, .trace2, .trace3, .trace4])
    colours(keys["threshold"].map { TOMLNode([$0]) }, of: [.threshold])
    colours(keys["grid"].map { TOMLNode([$0]) }, of: [.grid])
  }

  private mutating func colours(_ node: TOMLNode?, of roles: [Role]) {
    let list = reader.list(node)
    if let node, list.count != roles.count {
      reader.note("expected \(roles.count) colours, found \(list.count)", at: node.place)
    }
    for (role, element) in zip(roles, list) {
      if let colour = colour(element) { setForeground(colour, of: role) }
    }
  }

  /// A colour below 16 is the same on terminals of few colours; of others the file has to say.
  private mutating func setForeground(_ colour: Colour, of role: Role) {
    theme[role].foreground = colour.index
    if let index = colour.index, index < 16 { theme[role].ansi = index }
  }

  private mutating func colour(_ node: TOMLNode) -> Colour? {
    if case .integer = node.value { return reader.whole(node, in: 0...255).map { .index(UInt8(clamping: $0)) } }
    guard let text = reader.text(node) else { return nil }
    if text == "default" { return .terminal }
    if let known = palette[text] { return known }
    if let ansi = XtermPalette.ansiNames.firstIndex(of: text) { return .index(UInt8(clamping: ansi)) }
    if let index = XtermPalette.index(ofHex: text) { return .index(index) }
    let names = palette.keys.sorted() + XtermPalette.ansiNames + ["default"]
    let hint = NearestName.find(text, in: names).map { " (did you mean “\($0)”?)" } ?? ""
    reader.note("unknown colour “\(text)”" + hint, at: node.place)
    return nil
  }

  private mutating func attributes(_ node: TOMLNode) -> Attributes {
    var attributes: Attributes = []
    for element in reader.list(node) {
      guard let name = reader.text(element) else { continue }
      if let known = Self.attributeNames.first(where: { $0.name == name }) {
        attributes.insert(known.attribute)
      } else {
        let hint = NearestName.hint(name, in: Self.attributeNames.map(\.name))
        reader.note("unknown attribute “\(name)”" + hint, at: element.place)
      }
    }
    return attributes
  }
}
