package import CellModel

/// What is remembered from one run to the next, as lines of text.
///
///     celltop-memory 1
///     ack     rack3/017.csv   soft-short,low-ce
///     mute    rack3/017.csv   1795473127
///     filter  leaks           ce<99 and cyc>100
///
/// Fields are separated by tabs; lines of a later version are passed over.
package struct Memory: Equatable, Sendable {
  package var codes: [CellID: Set<FlagCode>] = [:]
  package var mutes: [CellID: Double] = [:]
  package var filters: [String: String] = [:]

  static let firstLine = "celltop-memory 1"
  /// Entries of a kind; more than anybody makes by hand.
  private static let limit = 10_000

  package init() {}

  /// Reads lines; what cannot be read is passed over.
  package init(_ text: String) {
    for line in text.split(separator: "\n").prefix(3 * Self.limit) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, !fields[1].isEmpty else { continue }
      switch fields[0] {
      case "ack":
        let known = fields[2].split(separator: ",").compactMap { FlagCode(rawValue: String($0)) }
        if !known.isEmpty { codes[CellID(fields[1])] = Set(known) }
      case "mute":
        if let until = Double(fields[2]), until.isFinite { mutes[CellID(fields[1])] = until }
      case "filter": filters[fields[1]] = fields[2]
      default: break
      }
    }
  }

  /// The lines, sorted, so that equal memories are equal texts.
  package var text: String {
    var lines = [Self.firstLine]
    lines += codes.sorted { $0.key < $1.key }.prefix(Self.limit).map { cell, known in
      "ack\t\(cell.text)\t" + known.map(\.rawValue).sorted().joined(separator: ",")
    }
    lines += mutes.sorted { $0.key < $1.key }.prefix(Self.limit).compactMap { cell, until in
      guard until.magnitude < 1e15 else { return nil }
      return "mute\t\(cell.text)\t\(Int(until))"
    }
    lines += filters.sorted { $0.key < $1.key }.prefix(Self.limit).map { "filter\t\($0)\t\($1)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
