/// Which file systems are served by other machines, where the kernel cannot tell of changes.
///
/// inotify reports what this machine's kernel does; writes of a cycler's own PC to an NFS or SMB share go unnoticed.
struct MountTable {
  private var remoteDevices: Set<UInt64> = []

  /// Reads the text of `/proc/self/mountinfo` (proc(5)); lines that do not read as mounts are passed over.
  init(_ text: some Sequence<UInt8>) {
    for line in Array(text).split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "))
      // Optional fields of any number end at a lone hyphen; the type follows it.
      guard fields.count > 6, let hyphen = fields[6...].firstIndex(where: { $0.elementsEqual("-".utf8) }),
        hyphen + 1 < fields.count, let device = MountTable.device(fields[2])
      else { continue }
      if MountTable.isRemote(String(decoding: fields[hyphen + 1], as: UTF8.self)) { remoteDevices.insert(device) }
    }
  }

  /// Reads the mounts of this process; none if they cannot be read, which leaves the poll to find all changes.
  static func current() -> MountTable {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    guard let file = try? Descriptor(opening: RawPath("/proc/self/mountinfo")) else { return MountTable([]) }
    while let count = try? file.readAvailable(into: &buffer), count > 0 { text += buffer[..<count] }
    return MountTable(text)
  }

  /// True if the device with this number (`st_dev`) is a network share.
  func isRemote(_ device: UInt64) -> Bool {
    remoteDevices.contains(device)
  }

  /// True for file system types behind which another machine may write.
  ///
  /// FUSE counts as such as a whole: most of it in labs is sshfs and cloud drives.
  private static func isRemote(_ type: String) -> Bool {
    if type.hasPrefix("fuse") && type != "fusectl" { return true }
    return [
      "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "afs",
      "ceph", "glusterfs", "lustre", "gpfs", "ocfs2", "gfs2", "beegfs", "davfs",
    ].contains(type)
  }

  /// The number that `stat` gives for `major:minor`, in the kernel's 64-bit coding of the two.
  private static func device(_ field: ArraySlice<UInt8>) -> UInt64? {
    let parts = field.split(separator: UInt8(ascii: ":")).map { UInt64(String(decoding: $0, as: UTF8.self)) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return nil }
    return (minor & 0xFF) | (major & 0xFFF) << 8 | (minor & ~0xFF) << 12 | (major & ~0xFFF) << 32
  }
}
