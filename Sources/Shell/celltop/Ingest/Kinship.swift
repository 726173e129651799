import CellModel
import Fleet
import Tailing

/// Which files may have to do with each other, by their names alone: those are looked into, the others need no look.
struct Kinship {
  private var byStem: [String: Set<FileID>] = [:]
  private var stems: [FileID: [String]] = [:]
  private var byEntry: [Int: Set<FileID>] = [:]
  private(set) var entries: [FileID: Int] = [:]

  /// Takes a file up; `entry` is the one of `cells.toml` that names it among the files of a test.
  mutating func add(_ file: FileID, name: String, entry: Int?) {
    guard stems[file] == nil else { return }
    let series = SeriesName(name)
    // Without the extension: another export of the same test may have another one.
    let keys = Set(series.readings.map { series.folder + $0.stem }).sorted()
    stems[file] = keys
    for key in keys { byStem[key, default: []].insert(file) }
    if let entry {
      entries[file] = entry
      byEntry[entry, default: []].insert(file)
    }
  }

  /// Takes what `cells.toml` says of a file now.
  mutating func setEntry(_ entry: Int?, of file: FileID) {
    guard stems[file] != nil, entries[file] != entry else { return }
    if let old = entries[file] { byEntry[old]?.remove(file) }
    entries[file] = entry
    if let entry { byEntry[entry, default: []].insert(file) }
  }

  /// All files that a file may have to do with, itself among them, and those that these may have to do with.
  func family(of file: FileID) -> Set<FileID> {
    var family: Set<FileID> = [file]
    var open = [file]
    var seen: Set<String> = []
    while let next = open.popLast() {
      var kin: Set<FileID> = []
      for stem in stems[next] ?? [] where seen.insert(stem).inserted { kin.formUnion(byStem[stem] ?? []) }
      if let entry = entries[next] { kin.formUnion(byEntry[entry] ?? []) }
      for one in kin where family.insert(one).inserted { open.append(one) }
    }
    return family
  }
}
