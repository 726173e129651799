import CellModel
import Fleet
import Settings
import Tailing

/// What people say of the cells, changed while logs are followed.
extension Ingest {
  /// What is said of the cell that a file's name tells.
  func facts(of file: FileID) -> CellFacts {
    settings.resolve(for: CellID(watcher.name(of: file)?.description ?? "-"))
  }

  /// Takes new settings: files are joined anew where that changed, and only logs are read again whose rows become other
  /// cycles.
  mutating func adopt(_ new: CellSettings) {
    guard new != settings || awaited != nil else { return }
    // The threads that read a backlog read it as they were told.
    guard backlog == nil else {
      awaited = new
      return
    }
    awaited = nil
    let now = WallClock.now()
    settings = new
    lastLines = [:]
    nextLastLines = -.infinity
    for file in order {
      guard case .channel(let position, let format) = files[file] else { continue }
      if let number = seriesOf[file], series[number]?.files.first != file { continue }
      for test in [position] + containers.furtherTests(of: file) {
        guard let id = fleet.id(of: test), fleet.adopt(settings.resolve(for: id), of: test) else { continue }
        if var entry = containers[file] {
          entry.reader = nil
          entry.isReading = true
          containers[file] = entry
        } else if !dissolve(seriesOf: file, because: "by other settings", now: now) {
          fleet.restart(test, format: format, facts: facts(of: file), reason: "cells.toml changed", now: now)
          watcher.rewind(file)
        }
      }
    }
    planEntriesAnew(now: now)
  }

  /// Plans the files again that `cells.toml` now joins in another way.
  private mutating func planEntriesAnew(now: Double) {
    guard options.stitches else { return }
    let before = kinship.entries
    for file in order where file != .standardInput {
      kinship.setEntry(settings.entry(for: CellID(name(file))), of: file)
      guard kinship.entries[file] != before[file] else { continue }
      _ = dissolve(seriesOf: file, because: "by other settings", now: now)
      unplanned.insert(file)
    }
  }
}
