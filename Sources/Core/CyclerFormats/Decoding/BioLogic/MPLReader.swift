/// Reads from EC-Lab's protocol of a technique (`.mpl`) when the technique began.
package enum MPLReader {
  /// Seconds since 1970 by the instrument's clock; nil where the file does not say.
  ///
  /// The date is written month first; the file is CP1252, of which this line needs the ASCII part alone.
  package static func start(in bytes: [UInt8]) -> Double? {
    guard SideFile.recognise(bytes) == .biologicMPL else { return nil }
    let label = Array("Acquisition started on :".utf8)
    // A line that is still being written has no end, and perhaps no whole date.
    let whole = bytes.prefix((bytes.lastIndex(of: 0x0A) ?? -1) + 1)
    for line in whole.split(separator: 0x0A) where line.starts(with: label) {
      let date = line.dropFirst(label.count).filter { $0 != 0x0D } + [0x0A]
      let start = date.prefix { $0 == 0x20 || $0 == 0x09 }.count
      let seconds = ClockScanner.date(date.span, from: start, to: date.count, comma: true).seconds
      if seconds.isFinite { return seconds }
    }
    return nil
  }
}
