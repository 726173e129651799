import Canvas
import CellModel
import Fleet

/// Which channels are compared: those tagged, or the group of the chosen one, or its replicates by name.
enum CompareList {
  static let limit = 12

  /// At most twelve, tagged ones in the order of tagging.
  static func cells(_ state: AppState) -> [CellID] {
    let known = Set(state.fleet.cells.map(\.id))
    let tagged = state.roster.tags.filter(known.contains)
    if !tagged.isEmpty { return Array(tagged.prefix(limit)) }
    guard let cell = state.selected else { return [] }
    let others = state.fleet.cells.filter { $0.id != cell.id }
    let series = series(of: cell.name)
    var group = others.filter { isOfGroup($0, with: cell) }
    if group.isEmpty { group = others.filter { self.series(of: $0.name) == series } }
    if group.isEmpty {
      // No replicates: the cells of the same build beside it.
      let folder = folder(of: cell.id)
      group = others.filter { self.folder(of: $0.id) == folder && $0.configuration.value == cell.configuration.value }
    }
    let sorted = (group + [cell]).map { (cell: $0, key: NaturalKey($0.name)) }.sorted { left, right in
      left.key == right.key ? left.cell.id < right.cell.id : left.key < right.key
    }
    // The chosen one belongs to it even where there are too many.
    var ids = sorted.prefix(limit).map(\.cell.id)
    if !ids.contains(cell.id) { ids[ids.count - 1] = cell.id }
    return ids
  }

  /// Which channels they are, in words.
  static func words(_ state: AppState) -> String {
    guard state.roster.tags.isEmpty else { return "tagged" }
    guard let cell = state.selected else { return "replicates of -" }
    guard let group = cell.labels.group,
      state.fleet.cells.contains(where: { $0.id != cell.id && isOfGroup($0, with: cell) })
    else { return "replicates of \(cell.name)" }
    return "group \(group)"
  }

  private static func isOfGroup(_ one: CellSummary, with other: CellSummary) -> Bool {
    one.labels.group != nil && one.labels.group == other.labels.group
  }

  /// A name without the number of the replicate at its end, and without what a bridge has put behind the name.
  static func series(of name: String) -> String {
    var name = name[...]
    if let dot = name.firstIndex(of: "."), dot > name.startIndex { name = name[..<dot] }
    while let last = name.last, last.isNumber || "-_ #".contains(last) { name.removeLast() }
    return name.lowercased()
  }

  private static func folder(of id: CellID) -> String {
    id.text.lastIndex(of: "/").map { String(id.text[..<$0]) } ?? ""
  }
}

/// What the compare screen remembers.
struct CompareView: Equatable, Sendable {
  enum Alignment: CaseIterable, Sendable {
    case cycle, throughput
  }
  enum Panel: CaseIterable, Sendable { case efficiency, retention }

  var alignment = Alignment.cycle
  var isNormalised = false
  /// Places in the list that are not drawn.
  var hidden: Set<Int> = []
  var cycles = AxisWindow()
  var throughputs = AxisWindow()
  var panel = Panel.efficiency
  var isFull = false
  /// The channels that all of this belongs to.
  var cells: [CellID] = []

}
