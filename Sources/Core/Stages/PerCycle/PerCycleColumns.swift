/// What other programs call the columns of their per-cycle tables.
///
/// Our own names come first; these are tried where they are missing. A stored efficiency is not among them: programs differ
/// in what they divide by what.
enum PerCycleColumns {
  static let cycle = [
    "cycle", "cycle_index", "cycle_number", "cycle_num", "cycleindex", "cycle_no", "cycle_id", "n_cycle",
    "循环号", "循环序号",
  ]
  /// With the unit that holds where the name has none.
  static let discharge = [
    ("q_out", "mah"), ("discharge_capacity", "mah"), ("dischg_capacity", "mah"), ("cc_dischg_capacity", "mah"),
    ("qdischarge", "mah"), ("dchg_cap", "mah"), ("discharge_cap", "mah"), ("放电容量", "mah"),
    // batdata's summaries are in Ah throughout.
    ("q_dis", "ah"),
  ]
  static let charge = [
    ("q_in", "mah"), ("charge_capacity", "mah"), ("cccv_chg_capacity", "mah"), ("chg_capacity", "mah"),
    ("qcharge", "mah"), ("chg_cap", "mah"), ("charge_cap", "mah"), ("充电容量", "mah"),
    ("q_chg", "ah"),
  ]

  /// Names in one spelling: lower case, units in brackets behind an underscore, without what stands before every one.
  static func normalised(_ header: [String]) -> [String] {
    let titles = header.map { title -> String in
      var plain = ""
      for character in title.lowercased() {
        switch character {
        case ")", "]": break
        case " ", "(", "[", "/", "-", ".": if plain.last != "_" { plain.append("_") }
        default: plain.append(character)
        }
      }
      return plain
    }
    // The name of the cell stands before the columns of some published sets.
    guard let first = titles.first, let bar = first.firstIndex(of: "_"), titles.count > 3 else { return titles }
    let prefix = first[...bar]
    let share = titles.count { $0.hasPrefix(prefix) }
    guard share * 2 > titles.count, !cycle.contains(first) else { return titles }
    return titles.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
  }
}
