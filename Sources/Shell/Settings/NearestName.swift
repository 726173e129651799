/// Finds what somebody probably meant to write.
package enum NearestName {
  /// The only name that begins with `name`, or the one with the fewest edits to it, if they are few for its length; ties go
  /// to the earlier name.
  package static func find(_ name: String, in names: some Sequence<String>) -> String? {
    let longer = names.filter { name.count >= 3 && $0.lowercased().hasPrefix(name.lowercased()) }
    if longer.count == 1 { return longer.first }
    let wanted = Array(name.lowercased().unicodeScalars.prefix(80))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(from: wanted, to: Array(candidate.lowercased().unicodeScalars))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(2, wanted.count / 2) else { return nil }
    return best.name
  }

  /// ` (did you mean “x”?)`, or the list of what there is where nothing is near.
  package static func hint(_ name: String, in names: [String]) -> String {
    if let nearest = find(name, in: names) { return " (did you mean “\(nearest)”?)" }
    return names.isEmpty ? "" : " (there are \(names.joined(separator: ", ")))"
  }

  /// Damerau's distance between neighbours: insertions, deletions, replacements and swaps of two adjacent characters.
  static func distance(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for j in right.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
