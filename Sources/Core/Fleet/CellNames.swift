import CellModel

/// The names under which cells are shown: as people named them, else as their files are called; cells that would be called
/// the same get what tells them apart.
package enum CellNames {
  /// What a cell may be called by.
  package struct Candidate {
    var told: String?
    var plain: String
    var replicate: String?
    /// Identifies the cell, so that two of them never have the same.
    var id: String

    /// `plain` is the name for a cell that nobody named: that of its file.
    package init(_ channel: ChannelFold, plain: String) {
      (told, replicate, id) = (channel.facts.name, channel.facts.replicate, channel.id.text)
      self.plain = plain
    }

    var name: String { told ?? plain }

    /// Longer and longer names; the last one is this cell's alone.
    fileprivate var longer: [String] {
      let folders = id.split(separator: "/").dropLast()
      let placed = folders.last.map { $0 + "/" + plain } ?? plain
      let files = [plain, placed, id].map { file in told.map { $0 + " " + file } ?? file }
      return [replicate.map { name + "-" + $0 } ?? name] + files
    }
  }

  /// A name for each cell, no two alike.
  package static func shown(_ cells: [Candidate]) -> [String] {
    var names = cells.map(\.name)
    var bearers: [String: [Int]] = [:]
    for (place, name) in names.enumerated() { bearers[name, default: []].append(place) }
    guard bearers.count < names.count else { return names }
    var taken = Set(bearers.filter { $0.value.count == 1 }.keys)
    for places in bearers.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
      let longer = places.map { cells[$0].longer }
      for length in 0...3 {
        let tried = longer.map { $0[length] }
        guard length == 3 || (Set(tried).count == tried.count && taken.isDisjoint(with: tried)) else { continue }
        for (place, name) in zip(places, tried) { names[place] = name }
        taken.formUnion(tried)
        break
      }
    }
    return names
  }
}
