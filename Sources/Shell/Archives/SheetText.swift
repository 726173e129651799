/// Writes the rows of a sheet as the CSV text that a format reads.
struct SheetText {
  /// Put before each row where the sheet does not number its records, as the format expects it.
  private let numbering: String?
  /// Columns with clock times that spreadsheets keep as fractions of a day.
  private let clocks: Set<Int>
  private let width: Int
  private var number = 0

  init(header: [String], numbering: String?) {
    self.numbering = numbering
    width = header.count
    clocks = Set(header.indices.filter { Self.isClock(header[$0]) })
  }

  /// A time whose header states no unit: `Time`, `Total Time`, `总时间`.
  private static func isClock(_ title: String) -> Bool {
    let name = title.lowercased()
    let isTime = name.hasSuffix("time") && !name.contains("date") || name.hasSuffix("时间")
    return isTime && !instants.contains(name)
  }

  /// Columns with dates, in lower case.
  private static let instants = ["realtime", "absolute time", "systime", "systemtime", "绝对时间", "系统时间"]

  /// Appends the header.
  func header(_ row: SheetRow, into bytes: inout [UInt8]) { write(row, first: numbering, clocks: [], into: &bytes) }

  /// Appends a row; rows without any cell are left out.
  mutating func row(_ row: SheetRow, into bytes: inout [UInt8]) {
    guard row.width > 0 else { return }
    number += 1
    write(row, first: numbering == nil ? nil : String(number), clocks: clocks, into: &bytes)
  }

  private func write(_ row: SheetRow, first: String?, clocks: Set<Int>, into bytes: inout [UInt8]) {
    if let first {
      bytes += first.utf8
      bytes.append(0x2C)
    }
    for column in 0..<max(width, row.width) {
      if column > 0 { bytes.append(0x2C) }
      let cell = row[column]
      if clocks.contains(column), let days = Double(String(decoding: cell, as: UTF8.self)), days.magnitude < 1e5 {
        bytes += Self.seconds(days).utf8
      } else {
        Self.append(cell, to: &bytes)
      }
    }
    bytes.append(0x0A)
  }

  /// A fraction of a day in seconds, to the microsecond, below which a spreadsheet's number is noise.
  private static func seconds(_ days: Double) -> String {
    let micros = Int64((days * 86_400_000_000).rounded())
    let fraction = String(micros.magnitude % 1_000_000)
    return "\(micros < 0 ? "-" : "")\(micros.magnitude / 1_000_000)."
      + String(repeating: "0", count: 6 - fraction.count) + fraction
  }

  private static func append(_ cell: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    guard cell.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      bytes += cell
      return
    }
    bytes.append(0x22)
    for byte in cell {
      if byte == 0x22 { bytes.append(byte) }
      bytes.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
    }
    bytes.append(0x22)
  }
}
