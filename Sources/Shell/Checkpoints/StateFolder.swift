import Glibc

/// A folder of sealed files, of which those that were not used for long are taken away.
package struct StateFolder: Sendable {
  /// Where the folder lies.
  package let path: String
  private let stamp: UInt64

  /// How much is kept.
  package struct Bounds: Sendable {
    /// Bytes of all files.
    package var bytes = 1 << 30
    /// Seconds since a file was last written or used.
    package var age = 60.0 * 86400
    /// Seconds after which a draft is what a program left that was ended while it wrote.
    package var draftAge = 3600.0

    /// Bounds for a lab of some ten thousand channels.
    package init() {}
  }

  /// A folder that is made when something is first written; `stamp` says which build may read what is in it.
  package init(_ path: String, stamp: UInt64 = ProgramStamp.current) {
    self.path = path
    self.stamp = stamp
  }

  /// The file that belongs to a key, which may be any text.
  package func file(_ key: String) -> SealedFile { SealedFile(path + "/" + Self.name(of: key), stamp: stamp) }

  /// Makes the folder and those above it, for nobody else to read.
  package func make() {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      _ = unsafe mkdir(made, 0o700)
    }
  }

  /// Takes away what is old, then the files that were not used for longest, until the rest is within the bounds.
  ///
  /// `now` is in wall-clock seconds.
  package func prune(now: Double, _ bounds: Bounds = Bounds()) {
    guard let folder = unsafe opendir(path) else { return }
    defer { unsafe closedir(folder) }
    var files: [(path: String, used: Double, size: Int)] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      let file = path + "/" + name
      var status = stat()
      guard name.first != ".", unsafe lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let used = Double(status.st_mtim.tv_sec)
      if now - used > (name.contains(".") ? bounds.draftAge : bounds.age) {
        unsafe unlink(file)
      } else {
        files.append((file, used, Int(status.st_size)))
      }
    }
    var total = files.reduce(0) { $0 + $1.size }
    for file in files.sorted(by: { $0.used < $1.used }) {
      guard total > bounds.bytes else { return }
      unsafe unlink(file.path)
      total -= file.size
    }
  }

  /// A name made of a key: two sums of 64 bits, so that no two keys of a lab meet.
  private static func name(of key: String) -> String {
    var (one, two): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x6C62_272E_07BB_0142)
    for byte in key.utf8 {
      one = (one ^ UInt64(byte)) &* 0x100_0000_01B3
      two = (two &+ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
      two ^= two >> 29
    }
    return String(one, radix: 36) + "-" + String(two, radix: 36)
  }
}
