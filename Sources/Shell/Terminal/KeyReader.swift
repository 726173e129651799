import Canvas
import CNcurses

/// Turns what ncurses reads into keys.
///
/// Safe: the window lives as long as the process.
@safe struct KeyReader {
  private let source: UnsafeMutablePointer<WINDOW>?
  private var lastClick: (point: Point, time: ContinuousClock.Instant)?
  /// Answers of the terminal among the keys, since they were last asked for.
  private var answers = 0
  /// As on most desktops.
  private static let doubleClickTime = Duration.milliseconds(400)

  init() { unsafe self.source = ct_key_source() }

  /// Makes the terminal send keys; to be called again whenever the screen was left.
  func listen() {
    guard let source = unsafe source else { return }
    unsafe ct_ask_for_keys(source)
    ct_know_cursor_keys()
  }

  /// Whether the terminal has answered since this was last asked.
  mutating func takeAnswer() -> Bool {
    defer { answers = 0 }
    return answers > 0
  }

  /// Reads the keys that are waiting; empty if there are none.
  ///
  /// Bounded, so that a flood of input cannot keep the screen from being drawn.
  mutating func read() -> [Key] {
    guard let source = unsafe source else { return [] }
    var keys: [Key] = []
    for _ in 0..<4096 {
      var value: UInt32 = 0
      let kind = unsafe ct_read_key(source, &value)
      guard kind != ERR else { break }
      let code = Int32(truncatingIfNeeded: value)
      if kind != KEY_CODE_YES {
        if let key = Self.typed(value) { keys.append(key) }
      } else if code == Int32(ct_key_answer) {
        answers += 1
      } else if code == KEY_MOUSE {
        keys.append(contentsOf: mouse())
      } else if let key = Self.named(code) {
        keys.append(key)
      }
    }
    return keys
  }

  /// The key of a character as typed; nil for what is no character.
  static func typed(_ value: UInt32) -> Key? {
    switch value {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1B: .escape
    case 0x08, 0x7F: .backspace
    case 0x01...0x1A: Unicode.Scalar(value + 0x60).map(Key.control)
    case 0x00...0x1F, 0x80...0x9F: nil
    default: Unicode.Scalar(value).map(Key.character)
    }
  }

  private static func named(_ code: Int32) -> Key? {
    switch code {
    case KEY_UP: .up
    case KEY_DOWN: .down
    case KEY_LEFT: .left
    case KEY_RIGHT: .right
    case KEY_PPAGE: .pageUp
    case KEY_NPAGE: .pageDown
    case KEY_HOME, KEY_FIND: .home
    case KEY_END, KEY_SELECT: .end
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case KEY_BACKSPACE: .backspace
    case KEY_DC: .delete
    case KEY_F0 + 1...KEY_F0 + 63: .function(Int(code - KEY_F0))
    default: nil
    }
  }

  /// ncurses announces reports that arrive together only once, and hands out the newest first.
  private mutating func mouse() -> [Key] {
    var reports: [MEVENT] = []
    var report = MEVENT()
    while reports.count < 64, unsafe getmouse(&report) == OK { reports.append(report) }
    return reports.reversed().compactMap { key(of: $0) }
  }

  private mutating func key(of report: MEVENT) -> Key? {
    let point = Point(column: Int(report.x), row: Int(report.y))
    if report.bstate & ct_mouse_wheel_up != 0 { return .wheelUp(column: point.column, row: point.row) }
    if report.bstate & ct_mouse_wheel_down != 0 { return .wheelDown(column: point.column, row: point.row) }
    let isDouble = report.bstate & ct_mouse_double != 0
    guard isDouble || report.bstate & ct_mouse_press != 0 else { return nil }
    let now = ContinuousClock.now
    let follows = lastClick.map { $0.point == point && $0.time.duration(to: now) < Self.doubleClickTime } ?? false
    if isDouble || follows {
      lastClick = nil
      return .doubleClick(column: point.column, row: point.row)
    }
    lastClick = (point, now)
    return .click(column: point.column, row: point.row)
  }
}
