private import Glibc

/// Small files that a person wrote, and where they are kept.
package enum SettingsFile {
  /// More than anybody writes by hand; keeps a log given by mistake from being read into memory.
  private static let limit = 4 << 20

  /// Reads a text file; throws with the system's reason.
  package static func read(_ path: String) throws(SettingsProblem) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw problem(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw problem(path, errno)
      }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw SettingsProblem(.error, file: path, place: nil, message: "is too large for a settings file")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsProblem(.error, file: path, place: nil, message: "is no UTF-8 text")
    }
    return text
  }

  /// Whether there is a file of that name.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// The names in a folder; none if it cannot be read.
  static func names(inFolder path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// The folder of the person's own settings: `$XDG_CONFIG_HOME/celltop`, or `~/.config/celltop`.
  package static func folder() -> String? {
    if let configured = environment("XDG_CONFIG_HOME"), configured.hasPrefix("/") { return configured + "/celltop" }
    return environment("HOME").map { $0 + "/.config/celltop" }
  }

  /// A variable of the environment; nil if unset or empty.
  package static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  private static func problem(_ path: String, _ number: Int32) -> SettingsProblem {
    let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return SettingsProblem(.error, file: path, place: nil, message: reason)
  }
}
