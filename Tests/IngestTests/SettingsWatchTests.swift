import CellModel
import Settings
import TestSupport
import Testing

@testable import celltop

@Suite("Settings files that are saved while cells are watched")
struct SettingsWatchTests {
  private let folder: TestFolder
  private var watch: SettingsWatch
  /// Seconds; whatever the test says.
  private var now = 100.0

  init() throws {
    folder = try TestFolder()
    let sources = SettingsSources(paths: [folder.path], folder: nil)
    watch = SettingsWatch(sources, settings: CellSettings())
  }

  /// What a save leads to, once the file was the same in two looks.
  private mutating func changes() -> [SettingsWatch.Change] {
    var changes: [SettingsWatch.Change] = []
    for _ in 0..<2 {
      now += SettingsWatch.period
      changes += watch.look(now: now)
    }
    return changes
  }

  private func notices(_ changes: [SettingsWatch.Change]) -> [String] {
    changes.compactMap { change in
      guard case .notice(let text, _) = change else { return nil }
      return text
    }
  }

  private func names(_ changes: [SettingsWatch.Change]) -> [String?] {
    changes.compactMap { change in
      guard case .cells(let settings) = change else { return nil }
      return settings.resolve(for: CellID("a")).name
    }
  }

  @Test("a new cells.toml is read, then one that was saved; a broken or deleted one changes nothing")
  mutating func cells() throws {
    #expect(changes().isEmpty)
    try folder.append(Array("schema = 1\n[[cell]]\nid = \"a\"\nname = \"Li-7\"\n".utf8), to: "cells.toml")
    var news = changes()
    #expect(names(news) == ["Li-7"] && notices(news) == ["read again: cells.toml"])
    #expect(changes().isEmpty, "once")
    try folder.append(Array("gruop = \"LHCE\"\narea = 1\n".utf8), to: "cells.toml")
    news = changes()
    #expect(names(news).isEmpty)
    #expect(
      notices(news) == [
        "cells.toml:5:1: unknown key “gruop” (did you mean “group”?) (and 1 more); nothing was changed"
      ])
    folder.remove("cells.toml")
    news = changes()
    #expect(names(news).isEmpty && notices(news) == ["cells.toml is gone; what it said goes on"])
    try folder.append(Array("schema = 1\n[[cell]]\nid = \"a\"\nname = \"Li-8\"\n".utf8), to: "cells.toml")
    #expect(names(changes()) == ["Li-8"])
  }

  @Test("a file that is still being written is left until it is the same in two looks")
  mutating func settling() throws {
    try folder.append(Array("schema = 1\n[[cell]]\nid = \"a\"\nname = \"Li".utf8), to: "cells.toml")
    now += SettingsWatch.period
    #expect(watch.look(now: now).isEmpty)
    #expect(watch.settlingPause(now: now) <= SettingsWatch.settling)
    try folder.append(Array("-7\"\n".utf8), to: "cells.toml")
    now += SettingsWatch.settling
    #expect(watch.look(now: now).isEmpty)
    now += SettingsWatch.settling
    #expect(names(watch.look(now: now)) == ["Li-7"])
  }

  @Test("on demand everything is read at once, and the answer says what there is")
  mutating func reload() throws {
    #expect(notices(watch.look(now: now, reloads: true)) == ["there is no cells.toml and no config.toml"])
    try folder.append(Array("schema = 1\n".utf8), to: "cells.toml")
    #expect(notices(watch.look(now: now, reloads: true)) == ["read again: cells.toml"])
  }
}
