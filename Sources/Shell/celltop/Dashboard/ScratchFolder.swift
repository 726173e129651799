import Glibc
import Settings

/// A folder of the program's own for as long as it runs.
struct ScratchFolder {
  let path: String

  /// Creates an empty folder below the system's place for temporary files; nil if it refuses.
  init?(_ purpose: String) {
    let parent = SettingsFile.environment("TMPDIR") ?? P_tmpdir
    var template = Array("\(parent)/celltop-\(purpose)-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes the folder and all that was written into it.
  func remove() { Self.remove(path, depth: 0) }

  /// Removes a folder and what lies below it; links are removed, not followed.
  private static func remove(_ path: String, depth: Int) {
    guard depth < 8 else { return }
    // Listed before anything is removed: a folder that changes while it is read may leave names out.
    for (name, isFolder) in entries(of: path) {
      if isFolder {
        remove(path + "/" + name, depth: depth + 1)
      } else {
        unsafe unlink(path + "/" + name)
      }
    }
    unsafe rmdir(path)
  }

  private static func entries(of path: String) -> [(name: String, isFolder: Bool)] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      entries.append((name, unsafe entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries
  }
}
