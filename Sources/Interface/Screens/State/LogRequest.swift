package import CellModel
package import Cycling

/// Cycles whose samples are to be read from the log again.
package struct CurveRequest: Equatable, Sendable {
  package var cell: CellID
  /// The log's path as the fleet knows it.
  package var path: String
  package var spans: [CycleSpan]
}

/// What became of a `CurveRequest`.
package struct CurveAnswer: Equatable, Sendable {
  package var request: CurveRequest
  /// The curves that were found.
  package var curves: [CycleCurve]
  /// Why the others were not; nil where all were.
  package var problem: String?

  package init(_ request: CurveRequest, curves: [CycleCurve], problem: String? = nil) {
    self.request = request
    self.curves = curves
    self.problem = problem
  }
}

/// A stretch of a log's own rows that is to be shown as it stands in the file.
package struct RowsRequest: Equatable, Sendable {
  /// Where to look.
  package enum Place: Equatable, Sendable {
    /// The row that begins at this byte or behind it.
    case offset(Int)
    /// The first row at this test time or later, s.
    case time(Double)
    /// The first row from this line or record on.
    case row(Int)
    case end
  }
  package var cell: CellID
  package var path: String
  package var place: Place
  /// Rows to be shown before the place and behind it.
  package var before: Int
  package var after: Int

  package init(cell: CellID, path: String, place: Place, before: Int, after: Int) {
    self.cell = cell
    self.path = path
    self.place = place
    self.before = before
    self.after = after
  }
}

/// One row of a log as it stands in the file.
package struct LogRow: Equatable, Sendable {
  /// Line (text, from 1) or record number (binary).
  package var number: Int
  package var byteOffset: Int
  /// The line itself, or a record's values in words; untrusted.
  package var text: String
  /// What celltop read there; nil for lines that gave no sample.
  package var sample: Sample?

  package init(number: Int, byteOffset: Int, text: String, sample: Sample?) {
    self.number = number
    self.byteOffset = byteOffset
    self.text = text
    self.sample = sample
  }
}

/// What became of a `RowsRequest`.
package struct RowsAnswer: Equatable, Sendable {
  package var request: RowsRequest
  package var rows: [LogRow]
  /// Index in `rows` of the row asked for.
  package var target: Int
  /// The line of column names; empty where there is none.
  package var header: String
  /// Whether rows are records of a binary file.
  package var isBinary: Bool
  package var problem: String?

  package init(
    _ request: RowsRequest, rows: [LogRow] = [], target: Int = 0, header: String = "", isBinary: Bool = false,
    problem: String? = nil
  ) {
    self.request = request
    self.rows = rows
    self.target = target
    self.header = header
    self.isBinary = isBinary
    self.problem = problem
  }
}
