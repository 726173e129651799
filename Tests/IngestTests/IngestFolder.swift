import Cycling
import Fleet
import Glibc
import Settings
import Testing

@testable import celltop

/// A folder of logs for a test, gone with it.
final class IngestFolder {
  let path: String
  private var names: Set<String> = []

  struct CannotMake: Error {}

  init() throws {
    var template = Array("\(P_tmpdir)/celltop-ingest-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw CannotMake() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  /// Appends to a log, creating it if need be.
  func append(_ bytes: [UInt8], to name: String) throws {
    names.insert(name)
    let descriptor = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw CannotMake() }
    defer { close(descriptor) }
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else { throw CannotMake() }
  }

  func remove(_ name: String) { unsafe unlink("\(path)/\(name)") }

  /// Puts a log's time stamp into the past, seconds from now.
  func age(_ name: String, by seconds: Double) {
    let past = timespec(tv_sec: Int(WallClock.now() - seconds), tv_nsec: 0)
    var times = [past, past]
    _ = unsafe utimensat(AT_FDCWD, "\(path)/\(name)", &times, 0)
  }

  /// Settings written as `cells.toml` text.
  static func settings(_ text: String) -> CellSettings {
    let read = CellSettings.read(text, file: "cells.toml")
    #expect(read.problems.isEmpty, "\(read.problems)")
    return read.settings
  }
}

/// Everything that the channels of an ingest know, as text; NaN is equal to itself there.
func text(of channels: [ChannelFold]) -> String {
  channels.sorted { $0.id < $1.id }.map { fold in
    """
    \(fold.id) \(fold.segments.map { "\($0.path) \(String(describing: $0.continuity)) \($0.startTime)" })
    \(fold.allCycles) \(fold.configuration) \(fold.stages) \(fold.reading) \(fold.report)
    \(String(describing: fold.lastSample)) \(fold.trace.firstTime) \(fold.trace.lastTime) \(fold.trace.pyramid.columns(from: 0, to: 1e7, count: 50))
    """
  }.joined(separator: "\n")
}
