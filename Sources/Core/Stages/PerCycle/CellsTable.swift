import CellModel

/// The `cells.csv` beside a per-cycle CSV: what the user tells of each cell.
package struct CellsTable: Sendable {
  package private(set) var contexts: [String: StageContext] = [:]
  /// Lines that could not be used.
  package private(set) var problems: [TableProblem] = []

  /// A table that tells nothing.
  package init() {}

  /// Reads the columns `cell` and `config`; `config` and all others may be missing: no other bears on the stage.
  package init(_ bytes: some Sequence<UInt8>) {
    let text = DelimitedText(bytes)
    guard let cell = text.header.firstIndex(of: "cell") else {
      problems.append(TableProblem(line: 1, message: "expected a header with the column cell"))
      return
    }
    let configuration = text.header.firstIndex { $0 == "config" || $0.hasPrefix("config_") }
    for row in text.rows {
      guard cell < row.fields.count, !row.fields[cell].isEmpty else {
        problems.append(TableProblem(line: row.line, message: "expected the cell's name in column \(cell + 1)"))
        continue
      }
      var context = StageContext(configuration: .unknown)
      if let configuration, configuration < row.fields.count {
        let word = row.fields[configuration]
        if let known = Self.configuration(word) {
          context.configuration = known
        } else {
          problems.append(
            TableProblem(
              line: row.line,
              message:
                "expected li_cu, li_ncm, anode_free or li_li in config, found \"\(SafeText.clean(String(word)))\""))
        }
      }
      contexts[String(row.fields[cell])] = context
    }
  }

  private static func configuration(_ word: Substring) -> CellConfiguration? {
    switch word.lowercased() {
    case "li_cu", "half": .half
    case "li_ncm", "li_cathode", "full": .full
    case "anode_free", "anode-free": .anodeFree
    case "li_li", "symmetric": .symmetric
    case "", "unknown": .unknown
    default: nil
    }
  }
}
