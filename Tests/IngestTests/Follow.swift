import Testing

@testable import celltop

/// Looks and reads until something holds; the time runs out only where the test fails.
func follow(
  _ ingest: inout Ingest, _ what: String, location: SourceLocation = #_sourceLocation,
  until holds: (borrowing Ingest) -> Bool
) {
  for _ in 0..<1000 {
    ingest.look()
    while ingest.readOne() {}
    if holds(ingest) { return }
    ingest.wait(0.02)
  }
  Issue.record("never came: \(what)", sourceLocation: location)
}
