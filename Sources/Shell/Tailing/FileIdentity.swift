/// What makes a file the log it is: where it lies and how it begins.
///
/// Device and inode change when a mirror such as rsync replaces a log by a longer copy of itself, and stay when vendor
/// software rewrites a log in place; the head tells the two apart.
package struct FileIdentity: Hashable, Codable, Sendable {
  /// The file system's number.
  package var device: UInt64
  /// The file's number on its file system.
  package var inode: UInt64
  /// Fingerprint of the first bytes, up to ``headLimit``; it covers more as a short file grows.
  package var head: Fingerprint

  /// How many bytes of the head are fingerprinted: the header of a log with its start date, which no two tests share.
  package static let headLimit = 1024
  /// How many bytes before the reading position are fingerprinted: about one row of a log.
  package static let tailLimit = 64

  /// Takes place and head as seen now.
  package init(of stamp: FileStamp, head: Fingerprint) {
    self.device = stamp.device
    self.inode = stamp.inode
    self.head = head
  }

  /// True if the stamp was taken of the file that this identity names.
  package func isPlace(of stamp: FileStamp) -> Bool {
    device == stamp.device && inode == stamp.inode
  }
}

/// What the bytes of a file say about whether it is still the log that was being read.
package struct Evidence: Hashable, Sendable {
  /// Fingerprint of as many leading bytes as the remembered head covers, fewer if the file is shorter.
  package var headAsRemembered: Fingerprint
  /// Fingerprint of the leading bytes that exist now, up to ``FileIdentity/headLimit``.
  package var head: Fingerprint
  /// Fingerprint of the bytes before the reading position, as many as are remembered; shorter if they do not exist.
  package var beforeOffset: Fingerprint

  /// Takes the three fingerprints.
  package init(headAsRemembered: Fingerprint, head: Fingerprint, beforeOffset: Fingerprint) {
    self.headAsRemembered = headAsRemembered
    self.head = head
    self.beforeOffset = beforeOffset
  }
}
