/// A small terminal: keeps what a person would see, and what a program did to the terminal's modes.
///
/// Knows what ncurses sends to xterm and to the VT100; everything else is listed in `unknown`.
struct ScreenModel {
  private(set) var width: Int
  private(set) var height: Int
  private(set) var cells: [[Unicode.Scalar]]
  private(set) var column = 0
  private(set) var row = 0
  /// Private modes that are on (`25` is the visible cursor, `1049` the alternate screen).
  private(set) var modes: Set<Int> = [25, 7]
  private(set) var isKeypadApplication = false
  private(set) var title = ""
  /// The contents of all OSC 52 commands, still encoded.
  private(set) var copied: [String] = []
  /// Colours and attributes asked for, one entry an SGR sequence.
  private(set) var styles: [String] = []
  /// Sequences that no terminal should be sent.
  private(set) var unknown: [String] = []
  private(set) var bells = 0
  /// Questions whether the terminal is well (`CSI 5 n`).
  private(set) var questions = 0

  private var mainScreen: [[Unicode.Scalar]]?
  private var top = 0
  private var bottom: Int
  private var wrapsNext = false
  private var isGraphics = false
  private var graphicsSets = [false, false]
  private var shift = 0
  private var last: Unicode.Scalar = " "
  private var state = State.ground
  private var pending: [UInt8] = []
  private var saved = (column: 0, row: 0)

  private enum State { case ground, escape, control, command, commandEnd, designate(Int) }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    self.bottom = height - 1
    self.cells = Self.blank(width, height)
  }

  /// The rows as text, without trailing blanks.
  var text: String { (0..<height).map(line).joined(separator: "\n") }

  func line(_ index: Int) -> String {
    guard cells.indices.contains(index) else { return "" }
    var scalars = String.UnicodeScalarView()
    // NUL stands in the right half of a wide character.
    scalars.append(contentsOf: cells[index].filter { $0 != "\0" })
    var text = Substring(String(scalars))
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Follows a change of the window's size; the contents are left to the program.
  mutating func resize(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Self.blank(width, height)
    mainScreen = mainScreen.map { _ in Self.blank(width, height) }
    (top, bottom, column, row) = (0, height - 1, 0, 0)
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  private static func blank(_ width: Int, _ height: Int) -> [[Unicode.Scalar]] {
    Array(repeating: Array(repeating: " ", count: max(0, width)), count: max(0, height))
  }

  // MARK: Bytes

  private mutating func feed(_ byte: UInt8) {
    switch state {
    case .ground:
      if pending.isEmpty, byte < 0x20 || byte == 0x7F { control(byte) } else { character(byte) }
    case .escape: escape(byte)
    case .control:
      pending.append(byte)
      guard (0x40...0x7E).contains(byte) else { return }
      let sequence = String(decoding: pending, as: UTF8.self)
      pending = []
      state = .ground
      carryOut(sequence)
    case .command:
      if byte == 0x07 { endCommand() } else if byte == 0x1B { state = .commandEnd } else { pending.append(byte) }
    case .commandEnd: endCommand()
    case .designate(let set):
      graphicsSets[set] = byte == UInt8(ascii: "0")
      if !["0", "B"].contains(Unicode.Scalar(byte)) { unknown.append("ESC ( \(byte)") }
      state = .ground
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x00: break
    case 0x07: bells += 1
    case 0x08: move(column: column - 1, row: row)
    case 0x09: move(column: min(width - 1, (column / 8 + 1) * 8), row: row)
    case 0x0A: lineFeed()
    case 0x0D: move(column: 0, row: row)
    case 0x0E, 0x0F: shift = byte == 0x0E ? 1 : 0
    case 0x1B: state = .escape
    default: unknown.append("control \(byte)")
    }
  }

  private mutating func escape(_ byte: UInt8) {
    state = .ground
    switch Unicode.Scalar(byte) {
    case "[": state = .control
    case "]": state = .command
    case "(": state = .designate(0)
    case ")": state = .designate(1)
    case "=", ">": isKeypadApplication = byte == UInt8(ascii: "=")
    case "M": if row == top { scroll(by: -1) } else { move(column: column, row: row - 1) }
    case "D": lineFeed()
    case "7": saved = (column, row)
    case "8": move(column: saved.column, row: saved.row)
    default: unknown.append("ESC \(Unicode.Scalar(byte))")
    }
  }

  private mutating func endCommand() {
    let text = String(decoding: pending, as: UTF8.self)
    pending = []
    state = .ground
    if text.hasPrefix("2;") {
      title = String(text.dropFirst(2))
    } else if text.hasPrefix("52;c;") {
      copied.append(String(text.dropFirst(5)))
    } else if text != "104" {
      unknown.append("OSC \(text)")
    }
  }

  private mutating func character(_ byte: UInt8) {
    pending.append(byte)
    let length = pending[0] < 0x80 ? 1 : pending[0] < 0xE0 ? 2 : pending[0] < 0xF0 ? 3 : 4
    guard pending.count >= length else { return }
    let scalars = String(decoding: pending, as: UTF8.self).unicodeScalars
    pending = []
    for scalar in scalars { put(scalar) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if (0x80..<0xA0).contains(scalar.value) { unknown.append("C1 \(scalar.value)") }
    if wrapsNext {
      move(column: 0, row: row)
      lineFeed()
    }
    let isWide = [0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60].contains {
      $0.contains(scalar.value)
    }
    guard cells.indices.contains(row), column + (isWide ? 1 : 0) < width else {
      unknown.append("character outside the screen")
      return
    }
    let lines: [Unicode.Scalar: Unicode.Scalar] = ["q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘"]
    cells[row][column] = graphicsSets[shift] ? lines[scalar] ?? scalar : scalar
    if isWide { cells[row][column + 1] = "\0" }
    last = scalar
    column += isWide ? 2 : 1
    if column >= width {
      column = width - 1
      wrapsNext = true
    }
  }

  // MARK: Control sequences

  private mutating func carryOut(_ sequence: String) {
    guard let final = sequence.last else { return }
    let body = sequence.dropLast()
    let isPrivate = body.first == "?"
    let numbers = (isPrivate ? body.dropFirst() : body).split(separator: ";", omittingEmptySubsequences: false)
    let values = numbers.map { Int($0) ?? 0 }
    let count = max(1, values.first ?? 1)
    switch (final, isPrivate) {
    case ("H", false), ("f", false): move(column: max(1, values.count > 1 ? values[1] : 1) - 1, row: count - 1)
    case ("G", false), ("`", false): move(column: count - 1, row: row)
    case ("d", false): move(column: column, row: count - 1)
    case ("A", false): move(column: column, row: row - count)
    case ("B", false): move(column: column, row: row + count)
    case ("C", false): move(column: column + count, row: row)
    case ("D", false): move(column: column - count, row: row)
    case ("Z", false): move(column: (column - 1) / 8 * 8, row: row)
    case ("J", false): eraseScreen(values.first ?? 0)
    case ("K", false): eraseLine(values.first ?? 0)
    case ("X", false): erase(row, column..<min(width, column + count))
    case ("P", false): shiftCells(by: -count)
    case ("@", false): shiftCells(by: count)
    case ("L", false): scroll(by: -count, from: row)
    case ("M", false): scroll(by: count, from: row)
    case ("S", false): scroll(by: count)
    case ("T", false): scroll(by: -count)
    case ("b", false): for _ in 0..<min(count, width) { put(last) }
    case ("r", false):
      top = min(count, height) - 1
      bottom = values.count > 1 ? min(max(1, values[1]), height) - 1 : height - 1
      move(column: 0, row: 0)
    case ("n", false) where values == [5]: questions += 1
    case ("m", false): styles.append(String(body))
    case ("h", true), ("l", true): for mode in values { set(mode, final == "h") }
    // Insert mode, the stack of window titles, and the Linux console's cursor size leave no mark on the screen.
    case ("h", false), ("l", false), ("t", false), ("c", true): break
    default: unknown.append("CSI \(sequence)")
    }
  }

  private mutating func set(_ mode: Int, _ isOn: Bool) {
    if mode == 1049, isOn != modes.contains(1049) {
      if isOn {
        mainScreen = cells
        cells = Self.blank(width, height)
      } else if let main = mainScreen {
        cells = main
        mainScreen = nil
      }
    }
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
  }

  private mutating func move(column: Int, row: Int) {
    self.column = min(max(0, column), width - 1)
    self.row = min(max(0, row), height - 1)
    wrapsNext = false
  }

  private mutating func lineFeed() {
    if row == bottom { scroll(by: 1) } else { move(column: column, row: row + 1) }
  }

  private mutating func scroll(by count: Int, from first: Int? = nil) {
    let first = first ?? top
    guard first <= bottom, cells.indices.contains(first), cells.indices.contains(bottom) else { return }
    let blank = Array(repeating: Unicode.Scalar(" "), count: width)
    for _ in 0..<min(abs(count), bottom - first + 1) {
      if count > 0 {
        cells.remove(at: first)
        cells.insert(blank, at: bottom)
      } else {
        cells.remove(at: bottom)
        cells.insert(blank, at: first)
      }
    }
  }

  private mutating func shiftCells(by count: Int) {
    guard cells.indices.contains(row) else { return }
    var tail = Array(cells[row][column...])
    let blanks = Array(repeating: Unicode.Scalar(" "), count: min(abs(count), tail.count))
    tail = count > 0 ? blanks + tail.dropLast(blanks.count) : tail.dropFirst(blanks.count) + blanks
    cells[row].replaceSubrange(column..., with: tail)
  }

  private mutating func eraseScreen(_ part: Int) {
    eraseLine(part)
    for index in 0..<height where part == 2 || (part == 0 ? index > row : index < row) { erase(index, 0..<width) }
  }

  private mutating func eraseLine(_ part: Int) {
    erase(row, part == 0 ? column..<width : part == 1 ? 0..<(column + 1) : 0..<width)
  }

  private mutating func erase(_ index: Int, _ columns: Range<Int>) {
    guard cells.indices.contains(index) else { return }
    for column in columns where cells[index].indices.contains(column) { cells[index][column] = " " }
  }
}
