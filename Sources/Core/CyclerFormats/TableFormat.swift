/// A format of delimited text, which a dialect describes and the one decoder of all text reads.
package protocol TableFormat: CyclerFormat {
  /// What sets the format's text apart from that of others.
  static var dialect: TextDialect { get }
}

extension TableFormat {
  package func makeDecoder() -> any SampleDecoder { TextDecoder(Self.dialect) }
}

/// Tells a format by the names of its columns alone, wherever they stand: for tables that somebody has rearranged.
///
/// Who opens a log in a spreadsheet or a script and saves it again moves, adds and quotes columns, writes names in
/// another case and lines above the header. What a vendor's header is known by (its first cell, its first line) may be
/// gone then; its names are still there.
struct ColumnNames: Sendable {
  private let format: any CyclerFormat
  private let columns: ColumnMap
  /// The names of the columns that are read of the format's own sample.
  private let names: Set<String>

  private init?(_ format: some TableFormat) {
    let dialect = type(of: format).dialect
    let header = format.sample.split(separator: "\n").lazy.compactMap { dialect.columns.resolve(String($0)) }.first
    guard let header else { return nil }
    self.format = format
    columns = dialect.columns
    names = Set(header.columns.map { HeaderCell($0.title[...]).name })
  }

  private static let all: [ColumnNames] = FormatRegistry.all.compactMap { format in
    (format as? any TableFormat).flatMap { ColumnNames($0) }
  }

  /// The format of which a header holds every name, with the most names if there are several, and the header's line.
  static func find(in head: LogHead) -> (format: any CyclerFormat, line: Int)? {
    // The last line may not be whole yet.
    for (index, line) in head.lines.dropLast().enumerated() where mayBeHeader(line) {
      let cells = Set(line.split { $0 == "," || $0 == ";" || $0 == "\t" }.map { HeaderCell($0).name })
      let fitting = all.filter { $0.names.isSubset(of: cells) && $0.columns.resolve(line) != nil }
      guard let most = fitting.map(\.names.count).max() else { continue }
      return fitting.first { $0.names.count == most }.map { ($0.format, index + 1) }
    }
    return nil
  }

  /// Whether a line has as many cells as the shortest header, most of them words.
  private static func mayBeHeader(_ line: String) -> Bool {
    var (cells, words) = (1, 0)
    var isFirst = true
    for byte in line.utf8 {
      if byte == 0x2C || byte == 0x3B || byte == 0x09 {
        cells += 1
        isFirst = true
      } else if isFirst, byte != 0x20, byte != 0x22 {
        words += byte > 0x40 ? 1 : 0
        isFirst = false
      }
    }
    return cells >= 4 && words * 4 >= cells * 3
  }
}
