import Checkpoints
import Glibc
import Tailing
import Testing

/// A folder for a test, gone with it.
private final class Place {
  let path: String

  init() {
    path = "\(P_tmpdir)/celltop-state-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
  }

  deinit {
    for name in names { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  var names: [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  func write(_ bytes: [UInt8], to file: String) {
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  func bytes(of file: String) -> [UInt8] {
    let descriptor = unsafe open(file, O_RDONLY)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }
}

@Suite("What is kept from one run to the next")
struct SealedFileTests {
  @Test("comes back as it was written, for its owner alone, and leaves no draft behind")
  func roundTrip() {
    let place = Place()
    let folder = StateFolder(place.path, stamp: 7)
    folder.make()
    let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(folder.file("a").read() == nil)
    #expect(folder.file("a").write([1]))
    #expect(folder.file("a").write(content))
    #expect(folder.file("b").write([]))
    #expect(folder.file("a").read() == content)
    #expect(folder.file("b").read() == [])
    #expect(place.names.count == 2)
    var status = stat()
    _ = unsafe stat(place.path, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    _ = unsafe stat(folder.file("a").path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test("is nothing for another build, and nothing when a byte is changed, missing or too many")
  func damage() {
    let place = Place()
    let file = StateFolder(place.path, stamp: 7).file("a")
    StateFolder(place.path, stamp: 7).make()
    #expect(file.write(Array("what was known".utf8)))
    #expect(StateFolder(place.path, stamp: 8).file("a").read() == nil)
    let whole = place.bytes(of: file.path)
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 0x10
      place.write(damaged, to: file.path)
      #expect(file.read() == nil, "byte \(index)")
      place.write(Array(whole[..<index]), to: file.path)
      #expect(file.read() == nil, "\(index) bytes")
    }
    place.write(whole + [0], to: file.path)
    #expect(file.read() == nil)
    place.write(whole, to: file.path)
    #expect(file.read() == Array("what was known".utf8))
  }

  @Test("goes when it was not used for long, and the longest unused first when there is too much")
  func pruning() {
    let place = Place()
    let folder = StateFolder(place.path, stamp: 7)
    folder.make()
    for (age, key) in [300.0, 200, 100].enumerated().map({ ($0.element, "\($0.offset)") }) {
      #expect(folder.file(key).write(Array(repeating: 0, count: 1000)))
      var times = [
        timespec(tv_sec: Int(1_000_000 - age), tv_nsec: 0), timespec(tv_sec: Int(1_000_000 - age), tv_nsec: 0),
      ]
      _ = unsafe utimensat(AT_FDCWD, folder.file(key).path, &times, 0)
    }
    var bounds = StateFolder.Bounds()
    bounds.age = 250
    folder.prune(now: 1_000_000, bounds)
    #expect(!folder.file("0").exists && folder.file("1").exists && folder.file("2").exists)
    bounds.bytes = 1500
    folder.prune(now: 1_000_000, bounds)
    #expect(!folder.file("1").exists && folder.file("2").exists)
  }
}

@Suite("By what a log is known again")
struct LogProofTests {
  @Test("what was appended changes nothing; head, end and stretches in between must be as they were")
  func holds() throws {
    let place = Place()
    StateFolder(place.path, stamp: 7).make()
    let path = place.path + "/log.csv"
    let log = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    for length in [100_000, 90_001, 1500, 7, 0] {
      place.write(log, to: path)
      let proof = try #require(LogProof(of: RawPath(path), length: length))
      #expect(proof.holds(for: RawPath(path)))
      place.write(log + [1, 2, 3], to: path)
      #expect(proof.holds(for: RawPath(path)))
      for changed in [0, min(1000, length - 1), length / 7 - 1, length / 7 * 4 - 1, length - 1000, length - 1]
      where changed >= 0 && changed < length {
        var other = log
        other[changed] ^= 1
        place.write(other, to: path)
        #expect(!proof.holds(for: RawPath(path)), "byte \(changed) of \(length)")
      }
      guard length > 0 else { continue }
      place.write(Array(log[..<(length - 1)]), to: path)
      #expect(!proof.holds(for: RawPath(path)))
    }
    #expect(LogProof(of: RawPath(place.path + "/none"), length: 5) == nil)
  }
}
