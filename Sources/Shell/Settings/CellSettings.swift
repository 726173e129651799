package import CellModel

/// What a `cells.toml` says of all cells, in layers: built-in values, `[defaults]`, `[group.NAME]`, `[[cell]]`.
package struct CellSettings: Equatable, Sendable {
  struct Named: Equatable, Sendable {
    /// The `id`, or else the `name`: a cell's identifier, file name, file name without extension, or the name that a pattern finds; `*` and `?` match.
    var id: String
    var layer: CellLayer
    /// Logs that are one test of this cell, in the order of their times: names with `*` and `?`.
    var files: [String] = []
  }

  /// Limits that hold where the file says nothing: a person's own, from `config.toml`.
  package var limits = AlertThresholds()
  /// `[alert]` of the whole file.
  private var general = CellLayer()
  private var defaults = CellLayer()
  private var groups: [String: CellLayer] = [:]
  private var cells: [Named] = []
  private var patterns: [CellPattern] = []
  private var electrolytes: [String: Electrolyte] = [:]

  /// Says nothing: every cell has the built-in values.
  package init() {}

  private static let sections = ["schema", "defaults", "group", "cell", "pattern", "electrolyte", "alert"]

  /// Reads a file's text; what is wrong is listed, and passed over in the settings.
  package static func read(_ text: String, file: String) -> (settings: CellSettings, problems: [SettingsProblem]) {
    var settings = CellSettings()
    do throws(SettingsProblem) {
      let root = try TOMLNode(parsing: text, file: file)
      var reader = SettingsReader(file: file, kind: .error)
      settings.read(root, &reader)
      return (settings, reader.problems)
    } catch {
      return (settings, [error])
    }
  }

  private mutating func read(_ root: TOMLNode, _ reader: inout SettingsReader) {
    let sections = reader.members(of: root, allowed: Self.sections)
    if let schema = sections["schema"], schema.value != .integer(1) {
      reader.note("this program knows only “schema = 1”", at: schema.place)
    }
    readElectrolytes(sections["electrolyte"], &reader)
    defaults = CellLayer(reader.members(of: sections["defaults"], allowed: CellLayer.keys), &reader)
    general.alert = CellLayer.thresholds(sections["alert"], &reader)
    for (name, node) in reader.entries(of: sections["group"]) {
      groups[name] = CellLayer(reader.members(of: node, allowed: CellLayer.keys), &reader)
    }
    for node in reader.list(sections["pattern"]) {
      let members = reader.members(of: node, allowed: ["match"])
      if let pattern = CellPattern(members["match"], at: node.place, &reader) { patterns.append(pattern) }
    }
    for node in reader.list(sections["cell"]) { readCell(node, &reader) }
  }

  private mutating func readCell(_ node: TOMLNode, _ reader: inout SettingsReader) {
    let members = reader.members(of: node, allowed: ["id", "name", "group", "replicate", "files"] + CellLayer.keys)
    let layer = CellLayer(members, &reader)
    let files = members["files"].map { reader.list($0).compactMap { reader.text($0) } } ?? []
    if members["files"] != nil, files.isEmpty {
      reader.note(
        "“files” names no log: write a list of file names, in which * and ? match", at: members["files"]?.place)
    }
    guard let id = reader.text(members["id"]) ?? layer.name ?? files.first, !id.isEmpty else {
      reader.note(
        "a [[cell]] needs “id”: the log's path, its file name, or the name that a pattern finds", at: node.place)
      return
    }
    if cells.contains(where: { $0.id == id }) {
      reader.note("a second [[cell]] with the id “\(id)”", at: members["id"]?.place ?? node.place)
      return
    }
    cells.append(Named(id: id, layer: layer, files: files))
  }

  private mutating func readElectrolytes(_ node: TOMLNode?, _ reader: inout SettingsReader) {
    for (name, node) in reader.entries(of: node) {
      let members = reader.members(of: node, allowed: ["salt", "solvent", "additive", "density_g_mL", "note"])
      var electrolyte = Electrolyte(name: name)
      electrolyte.salt = reader.text(members["salt"])
      electrolyte.solvent = reader.text(members["solvent"])
      electrolyte.additive = reader.text(members["additive"])
      electrolyte.density = reader.number(members["density_g_mL"], in: 0.1...10)
      electrolyte.note = reader.text(members["note"])
      electrolytes[name] = electrolyte
    }
  }

  private static func isNamed(_ names: LogName, in cell: Named) -> Bool {
    cell.files.contains { file in names.all.contains { Glob.matches(file, $0) } }
  }

  /// Which `[[cell]]` names this log among the `files` of one test, by its place in the file; nil if none does.
  package func entry(for id: CellID) -> Int? {
    guard cells.contains(where: { !$0.files.isEmpty }) else { return nil }
    let names = LogName(id)
    return cells.indices.last { Self.isNamed(names, in: cells[$0]) }
  }

  /// Everything said of one cell.
  ///
  /// The first pattern that is found in the identifier names the cell's parts; of several `[[cell]]` tables the later wins.
  package func resolve(for id: CellID) -> CellFacts {
    let match = patterns.lazy.compactMap { $0.match(id.text) }.first
    let names = LogName(id)
    let own = cells.filter { cell in
      names.all.contains { Glob.matches(cell.id, $0) } || cell.id == match?.cell || Self.isNamed(names, in: cell)
    }
    var facts = CellFacts()
    facts.alert.overlay(limits)
    general.apply(to: &facts, electrolytes: electrolytes)
    defaults.apply(to: &facts, electrolytes: electrolytes)
    let group = own.last { $0.layer.group != nil }?.layer.group ?? match?.group
    if let group, let layer = groups[group] { layer.apply(to: &facts, electrolytes: electrolytes) }
    facts.group = group
    facts.name = match?.cell
    facts.replicate = match?.replicate
    for cell in own { cell.layer.apply(to: &facts, electrolytes: electrolytes) }
    return facts
  }
}
