import Glibc
import Screens
import Settings

/// Where acknowledgements, mutes and saved filters are kept from one run to the next.
///
/// Filters hold everywhere. What was acknowledged belongs to the logs that were watched: in another folder a log of the
/// same name is another cell.
struct MemoryFile {
  /// Names the logs that are watched; nil where nothing of them is to be kept.
  let scope: String?

  /// The memory of these paths; of none for logs that are gone with the program.
  init(of paths: [String]?) {
    guard let paths else {
      scope = nil
      return
    }
    var folder = [CChar](repeating: 0, count: 4096)
    let here = unsafe getcwd(&folder, folder.count).map { unsafe String(cString: $0) } ?? ""
    let places = paths.map { $0.hasPrefix("/") ? $0 : here + "/" + $0 }.sorted()
    // FNV-1a, 64 bits: a name for a file, no secret.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in places.joined(separator: "\n").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    scope = String(hash, radix: 16)
  }

  /// `$XDG_STATE_HOME/celltop`, or `~/.local/state/celltop`; nil without a home.
  static func folder() -> String? {
    if let state = SettingsFile.environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/celltop" }
    return SettingsFile.environment("HOME").map { $0 + "/.local/state/celltop" }
  }

  private func read(_ name: String) -> Memory {
    guard let file = Self.folder().map({ $0 + "/" + name }), SettingsFile.exists(file),
      let text = try? SettingsFile.read(file)
    else { return Memory() }
    return Memory(text)
  }

  /// What earlier runs left.
  func read() -> Memory {
    var memory = scope.map { read("memory-" + $0) } ?? Memory()
    memory.filters = read("filters").filters
    return memory
  }

  /// Writes each file whole or not at all; says what went wrong, nil if nothing did.
  func write(_ memory: Memory) -> String? {
    var filters = Memory()
    filters.filters = memory.filters
    var notes = memory
    notes.filters = [:]
    var problem: String?
    if filters != only(read("filters"), filters: true) { problem = write(filters, "filters") }
    if let scope, notes != only(read("memory-" + scope), filters: false) {
      problem = write(notes, "memory-" + scope) ?? problem
    }
    return problem
  }

  private func only(_ memory: Memory, filters: Bool) -> Memory {
    var part = filters ? Memory() : memory
    part.filters = filters ? memory.filters : [:]
    return part
  }

  private func write(_ memory: Memory, _ name: String) -> String? {
    guard let folder = Self.folder() else { return nil }
    WrittenFile.makeFolders(folder)
    // A name of its own for every process, so that two dashboards do not write into each other.
    let draft = folder + "/\(name).\(getpid())"
    if let problem = WrittenFile.write(memory.text, to: draft, replaces: true) {
      return "this is not kept for the next run: \(problem)"
    }
    guard unsafe rename(draft, folder + "/" + name) == 0 else {
      let problem = unsafe String(cString: strerror(errno))
      unsafe unlink(draft)
      return "this is not kept for the next run: \(folder)/\(name): \(problem)"
    }
    return nil
  }
}
