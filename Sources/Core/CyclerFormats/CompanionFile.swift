/// A file that lies beside logs and is none: known, so that it is named rightly and the person told what to use.
package struct CompanionFile: Sendable {
  /// What it is, such as `per-cycle table`.
  package let title: String
  /// What can be done with it, or which file to take instead; one sentence.
  package let advice: String
  private let matches: @Sendable (LogHead) -> Bool

  private init(_ title: String, _ advice: String, _ matches: @escaping @Sendable (LogHead) -> Bool) {
    self.title = title
    self.advice = advice
    self.matches = matches
  }

  /// Recognises a file that no log format knows; nil if it is not known either.
  package static func recognise(_ head: LogHead) -> CompanionFile? {
    guard !head.isBinary else { return nil }
    return all.first { $0.matches(head) }
  }

  private static let all: [CompanionFile] = [
    CompanionFile(
      "per-cycle table", "`celltop stages` and `celltop cycles` read it: one row a cycle, no trace.",
      { head in
        let cells = names(head)
        return cells.contains("cycle") && cells.contains { $0 == "q_out" || $0.hasPrefix("q_out_") }
      }),
    CompanionFile(
      "what is known of cells", "read together with the per-cycle table beside it.",
      { head in names(head).first == "cell" && names(head).contains("config") }),
    CompanionFile(
      "Maccor impedance (EIS) result", "it holds no cycling; the text export of the same test does.",
      { $0.firstLine.hasPrefix("MACCOR, INC.") && $0.firstLine.contains("Impedance") }),
    CompanionFile(
      "Arbin metadata", "it describes a test; the CSV with Data_Point beside it is the log.",
      { head in
        let cells = Set(names(head))
        return cells.isSuperset(of: ["test_id", "schedule_file_name"])
      }),
    CompanionFile(
      "summary of cycles", "it has one row a cycle and no voltage over time; export the records for a live view.",
      { head in
        let cells = names(head)
        let countsCycles = cells.contains { cell in
          ["cycle", "cycle index", "cycle_index", "cycle_num", "循环号", "循环序号"].contains {
            cell == $0 || cell.hasSuffix("_" + $0)
          }
        }
        let sums = cells.contains { cell in
          ["capac", "q_dis", "q_chg", "eff", "充电容量", "放电容量"].contains { cell.contains($0) }
        }
        return countsCycles && sums
      }),
  ]

  /// The cells of the first line, in lower case.
  private static func names(_ head: LogHead) -> [String] {
    head.firstLine.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "\t" || $0 == ";" }
      .map { HeaderCell($0).text.lowercased() }
  }
}
