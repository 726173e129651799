/// Every format that celltop reads: the one list.
package enum FormatRegistry {
  /// In the order in which they are asked; the more specific before the more general.
  package static let all: [any CyclerFormat] = [
    BiologicMPR(),
    NewareNDA(),
    IviumIDF(),
    NewareNDAX(),
    NewareNDC(),
    BiologicMPT(),
    NovonixCSV(),
    MaccorText(),
    NewareCSV(),
    NewareLayeredCSV(),
    ArbinCSV(),
    ArbinRES(),
    LandtCSV(),
    LandtText(),
    PECCSV(),
    BasytecText(),
    DigatronCSV(),
    GamryHalfCycles(),
    GamryDTA(),
    BatteryArchiveCSV(),
    BatdataCSV(),
    BDFCSV(),
  ]

  /// The format with this stable name.
  package static func format(id: String) -> (any CyclerFormat)? { all.first { $0.id == id } }

  /// The outcome of asking every format about a file's first bytes.
  package enum Identity: Sendable {
    case known(any CyclerFormat, what: String)
    /// Too little of the file is there; ask again when it has grown.
    case undecided
    case unknown
  }

  /// Asks every format about the first bytes of a file; if none knows it, the names of its columns may.
  package static func identify(_ head: LogHead) -> Identity {
    var isUndecided = head.bytes.isEmpty
    for format in all {
      switch format.recognise(head) {
      case .yes(let what): return .known(format, what: what)
      case .perhaps: isUndecided = true
      case .no: break
      }
    }
    if isUndecided { return .undecided }
    guard !head.isBinary, let (format, line) = ColumnNames.find(in: head) else { return .unknown }
    return .known(format, what: "the names of its columns, rearranged, in line \(line)")
  }
}
