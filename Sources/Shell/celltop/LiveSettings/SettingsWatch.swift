import CellModel
import Settings
import Tailing

/// Notices that a settings file was saved, and reads it once it is whole.
///
/// Belongs to the ingest thread, which may wait for a slow disk. A file that is wrong, or gone, changes nothing: what was
/// read last goes on.
struct SettingsWatch: Sendable {
  /// What a saved file says.
  enum Change {
    case cells(CellSettings)
    case look(Choices)
    /// A theme file was saved; whoever shows one of them loads it again.
    case themes
    /// A line for the person.
    case notice(String, isTrouble: Bool)
  }

  /// Seconds between two looks, and from the first sight of a change to the reading: an editor may still be writing.
  static let period = 1.0
  static let settling = 0.25
  /// Seconds by which a look may come early, so that it needs no waking of its own.
  private static let slack = 0.1

  private enum Kind: String, CaseIterable {
    case cells = "cells.toml"
    case configuration = "config.toml"
    case themes
  }
  /// Which files there are, as their stamps tell.
  private typealias Stamps = [String: FileStamp]

  private let sources: SettingsSources
  private var settings: CellSettings
  private var read: [Kind: Stamps] = [:]
  private var seen: [Kind: Stamps] = [:]
  private var nextLook = -Double.infinity
  private var isSettling = false

  /// Watches from now on; `settings` is what was read of the cells at the start.
  init(_ sources: SettingsSources, settings: CellSettings) {
    self.sources = sources
    self.settings = settings
    for kind in Kind.allCases { read[kind] = stamps(kind) }
    seen = read
  }

  /// Seconds until a file that was seen to change is read; infinite while none was.
  ///
  /// The ordinary look waits for whoever comes by each second.
  func settlingPause(now: Double) -> Double { isSettling ? max(0, nextLook - now) : .infinity }

  /// What changed since the last look; `reloads` reads everything again whether it changed or not.
  ///
  /// One line at the end tells it all: of several troubles the first, since a line has room for one.
  mutating func look(now: Double, reloads: Bool = false) -> [Change] {
    guard reloads || now >= nextLook - (isSettling ? 0 : Self.slack) else { return [] }
    var news = News()
    isSettling = false
    for kind in Kind.allCases {
      let found = stamps(kind)
      defer { seen[kind] = found }
      guard reloads || found != read[kind] else { continue }
      guard reloads || found == seen[kind] else {
        isSettling = true
        continue
      }
      read[kind] = found
      if kind != .themes, found.isEmpty {
        if !reloads { news.troubles.append("\(kind.rawValue) is gone; what it said goes on") }
      } else {
        take(kind, &news)
      }
    }
    nextLook = now + (isSettling ? Self.settling : Self.period)
    if let trouble = news.troubles.first { return news.changes + [.notice(trouble, isTrouble: true)] }
    if !news.read.isEmpty {
      return news.changes + [.notice("read again: " + news.read.joined(separator: ", "), isTrouble: false)]
    }
    return news.changes + (reloads ? [.notice("there is no cells.toml and no config.toml", isTrouble: false)] : [])
  }

  private struct News {
    var changes: [Change] = []
    var read: [String] = []
    var troubles: [String] = []
  }

  private func stamps(_ kind: Kind) -> Stamps {
    let files: [String]
    switch kind {
    case .cells: files = [sources.cellsFile].compactMap(\.self)
    case .configuration: files = [sources.configurationFile].compactMap(\.self)
    case .themes: files = sources.catalogue.entries.compactMap(\.path)
    }
    var stamps: Stamps = [:]
    for file in files { stamps[file] = FileStamp.of(file) }
    return stamps
  }

  private mutating func take(_ kind: Kind, _ news: inout News) {
    switch kind {
    case .cells:
      let new = sources.readCells(limits: settings.limits)
      if let trouble = Self.trouble(new.problems) {
        news.troubles.append(trouble)
        return
      }
      settings = new.settings
      news.changes.append(.cells(settings))
      news.read.append(kind.rawValue)
    case .configuration:
      let new = sources.readChoices()
      if let trouble = Self.trouble(new.problems.filter { $0.kind == .error }) {
        news.troubles.append(trouble)
        return
      }
      settings.limits = new.choices.configuration.alert
      news.changes += [.look(new.choices), .cells(settings)]
      news.read.append(kind.rawValue)
      // What is passed over in a theme.
      news.troubles += new.problems.prefix(1).map { SafeText.clean($0.brief) }
    case .themes:
      // Who shows one of them tells what is wrong in it.
      news.changes.append(.themes)
    }
  }

  /// The first mistake; what has one changes nothing.
  private static func trouble(_ problems: [SettingsProblem]) -> String? {
    SettingsProblem.brief(of: problems).map { SafeText.clean($0) + "; nothing was changed" }
  }
}
