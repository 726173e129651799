import Glibc
import Screens
import Settings

/// Where acknowledgements, mutes and saved filters are kept from one run to the next.
enum MemoryFile {
  /// `$XDG_STATE_HOME/celltop/memory`, or below `~/.local/state`; nil without a home.
  private static func folder() -> String? {
    if let state = SettingsFile.environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/celltop" }
    return SettingsFile.environment("HOME").map { $0 + "/.local/state/celltop" }
  }

  /// What an earlier run left; nil if there is nothing, or nothing that can be read.
  static func read() -> Memory? {
    guard let file = folder().map({ $0 + "/memory" }), SettingsFile.exists(file),
      let text = try? SettingsFile.read(file)
    else { return nil }
    return Memory(text)
  }

  /// Writes it whole or not at all; says what went wrong, nil if nothing did.
  static func write(_ memory: Memory) -> String? {
    guard let folder = folder() else { return nil }
    WrittenFile.makeFolders(folder)
    // A name of its own for every process, so that two dashboards do not write into each other.
    let draft = folder + "/memory.\(getpid())"
    if let problem = WrittenFile.write(memory.text, to: draft, replaces: true) {
      return "acknowledgements are not kept: \(problem)"
    }
    guard unsafe rename(draft, folder + "/memory") == 0 else {
      let problem = unsafe String(cString: strerror(errno))
      unsafe unlink(draft)
      return "acknowledgements are not kept: \(folder)/memory: \(problem)"
    }
    return nil
  }
}

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

/// Small files that the program writes.
enum WrittenFile {
  /// Writes a text; says what went wrong, nil if nothing did.
  ///
  /// A file that is not to be replaced must not be there.
  static func write(_ text: String, to path: String, replaces: Bool) -> String? {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (replaces ? O_TRUNC : O_EXCL)
    let descriptor = unsafe open(path, flags, 0o644)
    guard descriptor >= 0 else { return problem(path) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = problem(path)
        unsafe unlink(path)
        return reason
      }
      done += count
    }
    return nil
  }

  /// Makes a folder and those above it that are missing.
  static func makeFolders(_ path: String) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      _ = unsafe mkdir(made, 0o700)
    }
  }

  private static func problem(_ path: String) -> String { unsafe "\(path): \(String(cString: strerror(errno)))" }
}
