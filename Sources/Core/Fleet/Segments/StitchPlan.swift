package import CellModel

/// Which files are one test, and in which order: the same for every order in which the files were found.
package struct StitchPlan: Equatable, Sendable {
  /// A file that may be a part of a test.
  package struct Candidate: Sendable {
    /// The file's identifier, unique among the candidates.
    package let name: String
    package let ends: SegmentEnds
    /// The entry of `cells.toml` that names the file among those of one cell; nil if none does.
    package let entry: Int?

    package init(name: String, ends: SegmentEnds, entry: Int? = nil) {
      self.name = name
      self.ends = ends
      self.entry = entry
    }
  }

  /// A file's place in its test.
  package struct Link: Equatable, Codable, Sendable {
    package let name: String
    /// Why it goes on from the file before; empty for the first.
    package let reason: String
    package let provenance: Provenance
    /// Wall clock at the file's test time 0 where its rows do not tell, s since 1970.
    package let startWallTime: Double?
    /// Where the rows begin that the file before does not hold, bytes.
    package let newFrom: Int

    package init(
      name: String, reason: String, provenance: Provenance, startWallTime: Double? = nil, newFrom: Int = 0
    ) {
      self.name = name
      self.reason = reason
      self.provenance = provenance
      self.startWallTime = startWallTime
      self.newFrom = newFrom
    }
  }

  /// Every test with its files in order; most have one.
  package let tests: [[Link]]

  /// Files looked at for one predecessor at most: the newest that ended before.
  private static let reach = 64

  private struct Step {
    var index: Int
    var reason: String
    var provenance: Provenance
    var newFrom = 0
  }

  /// Joins what belongs together; `overlaps` tells of the files that begin inside others.
  package init(_ candidates: [Candidate], overlaps: [FileOverlap] = []) {
    let files = candidates.sorted { Self.precedes($0, $1) }
    let parts = files.map { Continuation.File(name: SeriesName($0.name), ends: $0.ends) }
    // Files named in `cells.toml` are joined as it says and no other way.
    var next: [Int: Step] = [:]
    var hasEarlier: Set<Int> = []
    let given = Dictionary(grouping: files.indices.filter { files[$0].entry != nil }) { files[$0].entry ?? -1 }
    for group in given.values {
      let isTimed = group.allSatisfy { files[$0].ends.firstWall.isFinite }
      let order = isTimed ? group : group.sorted { files[$0].name < files[$1].name }
      for (earlier, later) in zip(order, order.dropFirst()) {
        let overlap = overlaps.first { $0.earlier == files[earlier].name && $0.later == files[later].name }
        // Files that hold different rows of the same time are none that follow each other.
        if let overlap, overlap.shared == nil { continue }
        let reason = "named in cells.toml" + (overlap?.shared.map { "; " + $0.reason } ?? "")
        next[earlier] = Step(index: later, reason: reason, provenance: .given, newFrom: overlap?.shared?.newFrom ?? 0)
        hasEarlier.insert(later)
      }
    }
    for (later, link) in Self.links(files, parts, overlaps) {
      next[link.earlier] = Step(index: later, reason: link.reason, provenance: .inferred, newFrom: link.newFrom)
      hasEarlier.insert(later)
    }
    tests = files.indices.filter { !hasEarlier.contains($0) }.map { start in
      var links = [
        Link(
          name: files[start].name, reason: "", provenance: .inferred, startWallTime: files[start].ends.startWallTime)
      ]
      var index = start
      while let link = next[index], links.count <= files.count {
        index = link.index
        links.append(
          Link(
            name: files[index].name, reason: link.reason, provenance: link.provenance,
            startWallTime: files[index].ends.startWallTime, newFrom: link.newFrom))
      }
      return links
    }
  }

  private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    let (one, other) = (a.ends.firstWall, b.ends.firstWall)
    if one.isFinite, other.isFinite, one != other { return one < other }
    if one.isFinite != other.isFinite { return one.isFinite }
    return a.name < b.name
  }

  private struct Predecessor {
    var earlier: Int
    var reason: String
    var closeness: Int
    var newFrom = 0
  }

  /// The one file that each file goes on from, by what the files themselves tell.
  private static func links(
    _ files: [Candidate], _ parts: [Continuation.File], _ overlaps: [FileOverlap]
  ) -> [Int: Predecessor] {
    var byStem: [String: [Int]] = [:]
    for index in files.indices where files[index].entry == nil {
      for stem in Set(parts[index].name.readings.map(\.stem)) {
        byStem[parts[index].name.folder + stem + "." + parts[index].name.suffix, default: []].append(index)
      }
    }
    byStem = byStem.filter { $0.value.count > 1 }.mapValues { group in
      group.sorted { (ended(files[$0]), files[$0].name) < (ended(files[$1]), files[$1].name) }
    }
    var chosen: [Int: Predecessor] = [:]
    for later in files.indices where files[later].entry == nil {
      var seen: Set<Int> = [later]
      var found: [Predecessor] = []
      for stem in Set(parts[later].name.readings.map(\.stem)) {
        let group = byStem[parts[later].name.folder + stem + "." + parts[later].name.suffix] ?? []
        for earlier in nearest(group, to: files[later], files) where seen.insert(earlier).inserted {
          guard let reason = Continuation.reason(from: parts[earlier], to: parts[later]) else { continue }
          found.append(
            Predecessor(
              earlier: earlier, reason: reason,
              closeness: Continuation.closeness(parts[earlier].name, parts[later].name)))
        }
      }
      if let only = latest(found, parts) { chosen[later] = only }
    }
    // Rows that stand in both files tell more than names and times.
    for later in files.indices where files[later].entry == nil {
      for overlap in overlaps where overlap.later == files[later].name {
        guard let shared = overlap.shared, let earlier = files.firstIndex(where: { $0.name == overlap.earlier }) else {
          continue
        }
        if let other = chosen[later], other.newFrom > 0, ended(files[other.earlier]) >= ended(files[earlier]) {
          continue
        }
        chosen[later] = Predecessor(
          earlier: earlier, reason: shared.reason, closeness: .max, newFrom: shared.newFrom)
      }
    }
    // A file that two others could go on from: nobody can tell which of them is the same cell.
    for (_, rivals) in Dictionary(grouping: chosen.keys, by: { chosen[$0]?.earlier ?? -1 }) where rivals.count > 1 {
      let best = rivals.compactMap { chosen[$0]?.closeness }.max()
      let close = rivals.filter { chosen[$0]?.closeness == best }
      for rival in rivals where close.count > 1 || !close.contains(rival) { chosen[rival] = nil }
    }
    return chosen
  }

  private static func ended(_ file: Candidate) -> Double {
    file.ends.lastWall.isFinite ? file.ends.lastWall : .infinity
  }

  /// The newest files of a group, sorted by their ends, that ended before another began, and those without a clock.
  private static func nearest(_ group: [Int], to later: Candidate, _ files: [Candidate]) -> [Int] {
    let start = later.ends.firstWall
    guard start.isFinite else { return Array(group.suffix(reach)) }
    var (low, high) = (0, group.count)
    while low < high {
      let middle = (low + high) / 2
      if ended(files[group[middle]]) <= start + 1 { low = middle + 1 } else { high = middle }
    }
    let timeless = group.suffix(reach).filter { !files[$0].ends.lastWall.isFinite }
    return group[..<low].suffix(reach) + timeless
  }

  /// The last of the closest predecessors, if they follow each other; nil where they ran side by side.
  private static func latest(_ found: [Predecessor], _ parts: [Continuation.File]) -> Predecessor? {
    let best = found.map(\.closeness).max()
    let closest = found.filter { $0.closeness == best }
    // Only the last of a series has all the others before it.
    return closest.first { one in
      closest.allSatisfy { other in
        other.earlier == one.earlier
          || Continuation.reason(from: parts[other.earlier], to: parts[one.earlier]) != nil
          || isBefore(parts[other.earlier].ends, parts[one.earlier].ends)
      }
    }
  }

  /// Whether a file ended before another began.
  private static func isBefore(_ a: SegmentEnds, _ b: SegmentEnds) -> Bool {
    a.lastWall.isFinite && b.firstWall.isFinite && a.lastWall <= b.firstWall + 1
  }
}
