import Glibc

/// The entries of one folder at one moment, sorted by name, without the hidden ones.
///
/// Hidden names are left out because mirrors write their unfinished copies under them (rsync: `.name.x7Qz2k`).
struct FolderListing {
  /// What an entry is, as far as the folder itself tells.
  enum Kind {
    case file, folder, link
    /// The file system does not say, or it is something else.
    case unknown
  }

  /// A name in the folder.
  struct Item {
    var name: [UInt8]
    var kind: Kind
  }

  private(set) var items: [Item] = []

  /// Lists a folder; hidden names are wanted only by a pattern that begins with a dot.
  init(of folder: RawPath, wantsHidden: Bool = false) throws(ReadTrouble) {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else { throw .latest }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw .latest }
        break
      }
      // The kernel allots an entry only as many bytes as its name needs, so it must not be copied as a whole.
      let kind = unsafe FolderListing.kind(entry.pointee.d_type)
      let start = unsafe UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
      let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
      let name = unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
      if name == [FolderListing.dot] || name == [FolderListing.dot, FolderListing.dot] { continue }
      if name.first == FolderListing.dot, !wantsHidden { continue }
      items.append(Item(name: name, kind: kind))
    }
    items.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private static let dot = UInt8(ascii: ".")

  private static func kind(_ type: UInt8) -> Kind {
    switch Int(type) {
    case Int(DT_REG): .file
    case Int(DT_DIR): .folder
    case Int(DT_LNK): .link
    default: .unknown
    }
  }
}
