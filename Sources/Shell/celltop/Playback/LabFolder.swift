import Glibc
import SimulatedLab

/// A folder into which a simulated lab writes its logs as cyclers would: whole lines, appended, as time goes on.
struct LabFolder: LogSource, Sendable {
  /// The folder, created if need be, with the racks' folders and `truth.json` inside.
  let path: String
  private(set) var lab: SimulatedLab
  private var isOpen: [Bool]

  /// What could not be done, to which path, and the system's reason.
  struct Failure: Error, CustomStringConvertible {
    let action: String
    let path: String
    let code: Int32

    var description: String { "cannot \(action) \(path): \(unsafe String(cString: strerror(code)))" }
  }

  /// Creates the folders and writes `truth.json`; logs of the same names are begun anew with their first rows.
  init(path: String, lab: SimulatedLab) throws(Failure) {
    self.path = path
    self.lab = lab
    isOpen = Array(repeating: false, count: lab.specifications.count)
    try Self.makeFolder(path)
    var racks: Set<Substring> = []
    for specification in lab.specifications {
      guard let slash = specification.path.lastIndex(of: "/") else { continue }
      let rack = specification.path[..<slash]
      if racks.insert(rack).inserted { try Self.makeFolder("\(path)/\(rack)") }
    }
    try Self.write(Array(lab.truth.utf8), to: "\(path)/truth.json", flags: O_TRUNC)
  }

  /// Whether every test has ended and stands in its file.
  var isFinished: Bool { lab.isFinished }

  /// Appends everything that the cyclers record up to a moment of the lab's time, s; infinity finishes all tests.
  mutating func write(upTo seconds: Double) throws(Failure) {
    var failure: Failure?
    let specifications = lab.specifications
    let path = path
    var isOpen = isOpen
    lab.advance(to: seconds) { index, bytes in
      guard failure == nil else { return }
      do throws(Failure) {
        try Self.write(bytes, to: "\(path)/\(specifications[index].path)", flags: isOpen[index] ? O_APPEND : O_TRUNC)
        isOpen[index] = true
      } catch {
        failure = error
      }
    }
    self.isOpen = isOpen
    if let failure { throw failure }
  }

  /// One system call a piece where the system allows it, so that a reader never sees half of what was appended.
  private static func write(_ bytes: [UInt8], to path: String, flags: Int32) throws(Failure) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o644)
    guard descriptor >= 0 else { throw Failure(action: "open", path: path, code: errno) }
    defer { close(descriptor) }
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(action: "write", path: path, code: errno)
      }
      offset += count
    }
  }

  /// Makes a folder and those above it.
  private static func makeFolder(_ path: String) throws(Failure) {
    var end = path.startIndex
    while end < path.endIndex {
      end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
      let part = String(path[..<end])
      if unsafe mkdir(part, 0o755) != 0, errno != EEXIST {
        throw Failure(action: "create folder", path: part, code: errno)
      }
    }
  }
}
