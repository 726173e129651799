import Canvas
import CNcurses

/// Gives the characters of a row their looks, with as few changes of look as can be seen.
///
/// Half of what a full frame costs is changes of colour. Where a change shows nothing, there is none: blanks between words
/// keep the look of the word before, and dots of a curve are not set in bold.
struct RowPainter {
  /// The row so far.
  var row: [ct_cell] = []
  private let palette: Palette
  /// The look of the last character that shows, and the blanks since.
  private var last: Palette.Entry?
  private var gap = 0

  /// Blanks that ncurses sends rather than moving the cursor over them (a move is 5 bytes); wider gaps stay unpainted, so
  /// that they can be skipped or erased.
  private static let widestBridge = 5

  init(_ palette: Palette) { self.palette = palette }

  /// Adds a character.
  mutating func append(_ scalar: UInt32, role: Role, isSelected: Bool) {
    var look = palette[role, isSelected]
    if scalar == 0x20, !look.paintsBlanks {
      row.append(ct_cell(codepoint: scalar, attributes: 0, pair: 0))
      gap += 1
      return
    }
    if 0x2800...0x28FF ~= scalar { look.attributes &= ~ct_attribute_bold }
    bridge(to: look)
    row.append(ct_cell(codepoint: scalar, attributes: look.attributes, pair: look.pair))
    last = look
    gap = 0
  }

  private mutating func bridge(to next: Palette.Entry) {
    guard 1...Self.widestBridge ~= gap, let last else { return }
    let look = last.paintsBlanks ? next : last
    guard !look.paintsBlanks else { return }
    for place in row.count - gap..<row.count {
      row[place].attributes = look.attributes
      row[place].pair = look.pair
    }
  }
}
