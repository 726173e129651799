package import Canvas
private import CNcurses

/// Makes a row of a grid safe to send: every character prints, and takes as many columns as the grid gives it.
///
/// The last line of defence against text from logs and file names: what has no width on a terminal (control characters,
/// direction overrides, joiners, combining marks) is shown as `·`.
package enum PrintableRow {
  /// The scalar to send for the cell at `column`, or nil for the right half of a wide character.
  package static func scalar(at column: Int, of row: ArraySlice<Cell>, unicode: Bool) -> UInt32? {
    let index = row.startIndex + column
    guard column >= 0, index < row.endIndex else { return 0x20 }
    let value = row[index].scalar
    if value >= 0x20, value < 0x7F { return value }
    if value == 0 {
      guard unicode, index > row.startIndex, width(of: row[index - 1].scalar) == 2 else { return 0x20 }
      return nil
    }
    guard unicode else { return asciiStandIn }
    let room = index + 1 < row.endIndex && row[index + 1].scalar == 0 ? 2 : 1
    let width = width(of: value)
    return width >= 1 && width <= room ? value : unicodeStandIn
  }

  private static let asciiStandIn: UInt32 = 0x3F
  private static let unicodeStandIn: UInt32 = 0xB7

  /// Columns that a scalar takes; 0 or less if it does not print.
  private static func width(of value: UInt32) -> Int {
    guard Unicode.Scalar(value) != nil, let character = wchar_t(exactly: value) else { return -1 }
    return Int(wcwidth(character))
  }
}
