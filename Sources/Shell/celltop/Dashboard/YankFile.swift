import Glibc
import Settings

/// What was copied last, as a file: for terminals that keep no clipboard, and behind multiplexers that let nothing through.
enum YankFile {
  /// `$XDG_CACHE_HOME/celltop/yank`, or `~/.cache/celltop/yank`; nil without a home.
  private static func path() -> String? {
    if let cache = SettingsFile.environment("XDG_CACHE_HOME"), cache.hasPrefix("/") { return cache + "/celltop/yank" }
    return SettingsFile.environment("HOME").map { $0 + "/.cache/celltop/yank" }
  }

  /// Writes the text over what was copied before; tells where it is, nil if it could not be written.
  static func write(_ text: String) -> String? {
    guard let path = path(), let end = path.lastIndex(of: "/") else { return nil }
    WrittenFile.makeFolders(String(path[..<end]))
    guard WrittenFile.write(text + "\n", to: path, replaces: true) == nil else { return nil }
    guard let home = SettingsFile.environment("HOME"), path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }
}
