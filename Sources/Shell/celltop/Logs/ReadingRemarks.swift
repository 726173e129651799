import CyclerFormats

extension DecodingReport {
  /// What must be known of a log before its numbers are used, a sentence each: that it has no row, which rows could not be
  /// read, and why nobody can tell its half-cycles.
  var reservations: [String] {
    var remarks: [String] = []
    if rows == 0 { remarks.append("no row in it yet") }
    if rows == 0 || traits.isOrderBroken || traits.isDirectionDoubtful { remarks += warnings }
    if let badRowsRemark { remarks.append(badRowsRemark) }
    return remarks
  }

  /// How many rows could not be read, with the first one's place and what was expected there; nil if all could.
  var badRowsRemark: String? {
    guard badRows > 0, let first = firstBadRow else { return nil }
    let many = badRows == 1 ? "a malformed row" : "\(badRows) malformed rows, the first"
    return "\(many) in line \(first.line): expected \(first.expected)"
  }
}
