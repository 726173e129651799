import Glibc
import Testing

/// A folder with the logs of two simulated cells, for one test.
struct SimulatedFolder {
  /// One folder for the tests that change nothing in it; made once.
  static let shared = Result { try SimulatedFolder() }

  let path: String
  let celltop: String

  init() throws {
    celltop = try #require(BuiltProduct.path(of: "celltop"))
    var template = Array("\(P_tmpdir)/celltop-story-XXXXXX".utf8CString)
    path = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
    let lab = try PseudoTerminal([
      celltop, "simulate", "--out", path, "--cells", "2", "--cycles", "6", "--format", "neware-csv", "--seed", "1",
    ])
    try #require(lab.waitForEnd() == .exited(0), "\(lab.screen.text)")
  }

  /// The first simulated cell's log.
  var log: String { path + "/rack1/LiCu-LHCE-01.csv" }

  /// Starts the dashboard on the folder.
  func watch(
    terminal: String = "xterm-256color", environment: [String: String] = [:], options: [String] = []
  ) throws -> PseudoTerminal {
    // The person's own configuration must not decide a test.
    let variables = ["XDG_CONFIG_HOME": path + "/none", "XDG_STATE_HOME": path + "/none"].merging(environment) { $1 }
    return try PseudoTerminal([celltop, path] + options, terminal: terminal, environment: variables)
  }

  func remove() {
    let removal = try? PseudoTerminal(["/bin/rm", "-rf", path])
    #expect(removal?.waitForEnd() == .exited(0))
  }
}
