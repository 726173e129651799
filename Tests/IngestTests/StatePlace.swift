import Foundation
import Glibc

@testable import celltop

/// A place for what is put aside, gone with its test.
final class StatePlace {
  let path = "\(P_tmpdir)/celltop-kept-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"

  func store(stamp: UInt64 = 1) -> CheckpointStore { CheckpointStore(below: path, smallest: 1, stamp: stamp) }

  var files: [String] {
    (FileManager.default.subpaths(atPath: path) ?? []).map { path + "/" + $0 }.filter {
      !$0.hasSuffix("/channels") && !$0.hasSuffix("/fleets")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
