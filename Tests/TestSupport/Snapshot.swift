package import Canvas
import Foundation
package import Testing

/// Compares a grid with the snapshot of that name beside the test, characters and roles.
///
/// With `RECORD_SNAPSHOTS=1` in the environment the snapshot is written instead, and the test fails so that a
/// recording run is never mistaken for a passing one.
package func expectSnapshot(
  _ grid: Grid, named name: String, testFile: String = #filePath, location: SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent(name + ".txt")
  let actual = snapshotText(grid)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
      Issue.record("recorded \(name); look at it, then run again without RECORD_SNAPSHOTS", sourceLocation: location)
    } catch {
      Issue.record("could not record \(name): \(error)", sourceLocation: location)
    }
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("no snapshot \(name); record it with RECORD_SNAPSHOTS=1", sourceLocation: location)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  guard expected != actual else { return }
  Issue.record("\(name) differs\n\(difference(expected, actual))", sourceLocation: location)
}

/// A grid as two layers of text: the characters, then one letter a role; and where the cursor is.
package func snapshotText(_ grid: Grid) -> String {
  var lines = ["\(grid.width)x\(grid.height)"]
  if let cursor = grid.cursor { lines[0] += " cursor \(cursor.column),\(cursor.row)" }
  lines += grid.text.split(separator: "\n", omittingEmptySubsequences: false).map { "|" + $0 }
  lines.append("roles")
  for row in 0..<grid.height {
    var line = "|"
    for column in 0..<grid.width {
      let cell = grid[column, row]
      line.append(cell.scalar == 0x20 && !cell.isSelected ? " " : cell.isSelected ? "@" : roleLetter(cell.role))
    }
    while line.last == " " { line.removeLast() }
    lines.append(line)
  }
  return lines.joined(separator: "\n") + "\n"
}

private func roleLetter(_ role: Role) -> Character {
  let letters: [Character] = Array(".dSTkbagHCFWt?rRzG>1234-6789Ahx")
  let index = Int(role.rawValue)
  return index < letters.count ? letters[index] : "*"
}

private func difference(_ expected: String, _ actual: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
  var lines: [String] = []
  for index in 0..<max(old.count, new.count) {
    let (before, after) = (index < old.count ? old[index] : "", index < new.count ? new[index] : "")
    guard before != after else { continue }
    lines.append("line \(index + 1)\n- \(before)\n+ \(after)")
    if lines.count == 12 { break }
  }
  return lines.joined(separator: "\n")
}
