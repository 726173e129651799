import Glibc
import Settings

/// Files that the person asked for.
enum ExportFile {
  /// Writes a new file into the working folder, or into the home folder where that cannot be written; says where.
  static func write(_ text: String, named name: String) -> String {
    var problem = ""
    for folder in [".", SettingsFile.environment("HOME") ?? "/tmp"] {
      for attempt in 0..<100 {
        let path = folder + "/" + Self.numbered(name, attempt)
        guard !SettingsFile.exists(path) else { continue }
        if let failed = WrittenFile.write(text, to: path, replaces: false) {
          problem = failed
          break
        }
        let shown = folder == "." ? String(path.dropFirst(2)) : path
        return "written: \(shown) (\(text.utf8.count) bytes)"
      }
    }
    return "not written: \(problem.isEmpty ? "a hundred such files are there" : problem)"
  }

  private static func numbered(_ name: String, _ attempt: Int) -> String {
    guard attempt > 0, let dot = name.lastIndex(of: ".") else { return name }
    return name[..<dot] + "-\(attempt + 1)" + name[dot...]
  }
}
