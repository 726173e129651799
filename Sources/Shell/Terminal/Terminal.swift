package import Canvas
import CNcurses
import CTerminalGuard
import CellModel
import Glibc

/// The one owner of the terminal and of ncurses: shows grids, reads keys, and always gives the screen back.
///
/// Belongs to the thread that made it. Only one can be open at a time.
package final class Terminal {
  /// How to open the screen.
  package struct Options: Equatable, Sendable {
    /// Report clicks and the wheel; off by default, because it takes text selection away from the terminal.
    package var mouse = false
    /// Use colours; `NO_COLOR` in the environment overrules it.
    package var colour = true

    package init() {}
  }

  /// The window's size in characters, at most 1024 × 512; changes only with an event `.resized`.
  package internal(set) var size = Size(width: 80, height: 24)
  package let traits: TerminalTraits
  /// Something that the person should be told once about how the screen was opened.
  package let notice: String?
  package private(set) var isMouseOn: Bool

  /// Where keys come from.
  let input: Int32
  /// Where the numbers of arriving signals can be read.
  let signals: Int32
  var keyReader: KeyReader
  var gate: FrameGate
  private let meter = OutputMeter()
  private var palette: Palette
  private var shown: Grid?
  private var row: [ct_cell] = []
  private(set) var isOpen = true
  private var hasTitle = false
  /// Whether this is one of xterm's descendants; others might print its window commands.
  private let takesHostCommands: Bool
  /// Whether it holds back what it shows until a frame is complete (mode 2026).
  private let showsWholeFrames: Bool

  /// Opens the screen with standard output's terminal.
  package init(theme: Theme, options: Options = Options()) throws(TerminalError) {
    let wanted = Self.environment("TERM")
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    // Standard input may be a log (`celltop -`): keys then come from the controlling terminal.
    let input = isatty(STDIN_FILENO) == 1 ? STDIN_FILENO : unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard input >= 0 else { throw .notATerminal }
    guard wanted != "dumb" else { throw .cannotPlaceCursor(terminal: wanted) }
    let locale = SessionLocale.adopt()
    let signals = terminal_guard_begin(input, STDOUT_FILENO)
    guard signals >= 0 else { throw .refused(errno) }
    guard let name = TerminalTraits.candidates(for: wanted).first(where: { unsafe ct_open($0, input) }) else {
      terminal_guard_end()
      throw .noDescription(terminal: SafeText.clean(wanted, limit: 40))
    }
    guard unsafe ct_capability("cup") != nil else {
      endwin()
      terminal_guard_end()
      throw .cannotPlaceCursor(terminal: name)
    }
    self.input = input
    self.signals = signals
    self.takesHostCommands = unsafe ct_flag("XT") || name.hasPrefix("tmux") || name.hasPrefix("screen")
    self.showsWholeFrames = TerminalTraits.showsWholeFrames(name)
    self.gate = FrameGate(mayAsk: takesHostCommands, now: SteadyClock.now())
    let reset = ResetSequence.bytes(hasTitle: false)
    unsafe terminal_guard_prepare(reset, reset.count)

    cbreak()
    noecho()
    nonl()
    ct_disarm_flow_control(input)
    set_escdelay(25)
    curs_set(0)
    ct_leave_initial_state()
    var colours = 0
    if options.colour, Self.environment("NO_COLOR").isEmpty, has_colors() {
      start_color()
      use_default_colors()
      // A terminal of direct colour has none of the palette but its first eight.
      colours = ct_colours() > 256 ? 8 : Int(ct_colours())
    }
    self.traits = TerminalTraits(name: name, locale: locale, colours: colours)
    let unknown = SafeText.clean(wanted, limit: 40)
    self.notice =
      name == wanted || name == TerminalTraits.palette(beside: wanted)
      ? nil : "no terminfo entry for “\(unknown)”: using that of \(name)"
    self.palette = Palette(colours: colours)
    self.palette.adopt(theme)
    self.keyReader = KeyReader()
    self.isMouseOn = options.mouse
    ct_set_mouse(options.mouse)
    keyReader.listen()
    ct_expect_answers()
    measure()
  }

  deinit { close() }

  /// Gives the terminal and the signals back; more than once does no harm.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    endwin()
    if hasTitle { send(HostCommand.restoreTitle) }
    terminal_guard_end()
  }

  /// Ends the process by a signal that asked it to end, so that its parent sees which one it was.
  package static func endProcess(by signal: Int32) -> Never { terminal_guard_die(signal) }

  /// Uses another theme from the next frame on.
  package func use(_ theme: Theme) {
    palette.adopt(theme)
    shown = nil
  }

  /// Shows a grid: what differs from the last one is sent, in one write.
  package func show(_ grid: Grid) {
    guard isOpen else { return }
    var changedRows = 0
    for index in 0..<size.height where !isShown(row: index, of: grid) {
      draw(row: index, of: grid)
      changedRows += 1
    }
    if let cursor = grid.cursor, cursor.column < size.width, cursor.row < size.height {
      ct_place_cursor(Int32(clamping: max(0, cursor.row)), Int32(clamping: max(0, cursor.column)))
    } else {
      ct_ignore_cursor()
    }
    meter.count {
      let mustBeWhole = showsWholeFrames && changedRows > 1
      if mustBeWhole { send(HostCommand.beginFrame) }
      ct_show()
      if mustBeWhole { send(HostCommand.endFrame) }
      if changedRows > 0, gate.frameSent(now: SteadyClock.now()) { send(HostCommand.askForAnswer) }
    }
    shown = grid
  }

  /// Whether a frame that no key has asked for may be shown, or waits for the terminal to have shown the last one.
  package var takesData: Bool { gate.isOpen(now: SteadyClock.now()) }

  /// Seconds until held frames go whatever the terminal answers; nil if none are held.
  package var heldFor: Double? {
    let now = SteadyClock.now()
    return gate.opensAt(now: now).map { max(0, $0 - now) }
  }

  /// How the link to the terminal is.
  package var link: TerminalLink {
    TerminalLink(roundTrip: gate.roundTrip, isSlow: gate.isSlow, frames: meter.frames, bytes: meter.bytes)
  }

  /// Forgets what the terminal shows, so that the next frame is sent in full (something else wrote on the screen).
  package func redraw() {
    shown = nil
    ct_forget_screen()
  }

  /// Turns mouse reports on or off.
  package func setMouse(_ isOn: Bool) {
    isMouseOn = isOn
    ct_set_mouse(isOn)
  }

  /// Sounds the bell, or flashes where the terminal is set to.
  package func ringBell() { beep() }

  /// Sets the window's title, given back on closing; does nothing where terminals have none.
  package func setTitle(_ text: String) {
    guard isOpen, takesHostCommands else { return }
    if !hasTitle {
      hasTitle = true
      send(HostCommand.saveTitle)
      let reset = ResetSequence.bytes(hasTitle: true)
      unsafe terminal_guard_prepare(reset, reset.count)
    }
    send(HostCommand.title(text))
  }

  /// Puts text on the clipboard of the computer at which the person sits; false if it cannot.
  package func copy(_ text: String) -> Bool {
    guard isOpen, takesHostCommands, let command = HostCommand.copy(text) else { return false }
    send(command)
    return true
  }

  /// Stops the program as the shell's job control expects; returns when it goes on.
  package func suspend() {
    guard isOpen else { return }
    endwin()
    terminal_guard_stop()
    resume()
  }

  /// Takes the terminal again after the program was stopped.
  func resume() {
    endwin()
    redraw()
    measure()
    ct_show()
    keyReader.listen()
  }

  /// Reads the window's size from the system; tells whether it changed.
  ///
  /// ncurses itself would believe `LINES` and `COLUMNS` in the environment, which are stale after a resize.
  @discardableResult
  func measure() -> Bool {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if unsafe ct_window_size(STDOUT_FILENO, &columns, &rows) != 0 || columns < 1 || rows < 1 {
      (columns, rows) = (ct_columns(), ct_lines())
    }
    let now = Size(width: min(Int(columns), Int(ct_widest_row)), height: min(Int(rows), 512))
    if Int(ct_columns()) != now.width || Int(ct_lines()) != now.height {
      resizeterm(Int32(now.height), Int32(now.width))
    }
    guard now != size else { return false }
    size = now
    // Terminals rewrap their lines on a resize: nothing on the screen is known any more.
    redraw()
    return true
  }

  private func isShown(row index: Int, of grid: Grid) -> Bool {
    guard let shown, shown.width == grid.width, shown.height == grid.height else { return false }
    guard index < grid.height else { return true }
    let range = index * grid.width..<(index + 1) * grid.width
    return shown.cells[range] == grid.cells[range]
  }

  private func draw(row index: Int, of grid: Grid) {
    let start = min(index, grid.height) * grid.width
    let cells = grid.cells[start..<(index < grid.height ? start + grid.width : start)]
    var painter = RowPainter(palette)
    swap(&painter.row, &row)
    painter.row.removeAll(keepingCapacity: true)
    for column in 0..<size.width {
      guard let scalar = PrintableRow.scalar(at: column, of: cells, unicode: traits.supportsUnicode) else { continue }
      let cell = column < cells.count ? cells[cells.startIndex + column] : .blank
      painter.append(scalar, role: cell.role, isSelected: cell.isSelected)
    }
    swap(&painter.row, &row)
    unsafe ct_put_row(Int32(index), row, Int32(row.count))
  }

  /// Writes past ncurses, between frames.
  private func send(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return }
      done += max(0, count)
    }
  }

  static func environment(_ name: String) -> String {
    guard let value = unsafe getenv(name) else { return "" }
    return unsafe String(cString: value)
  }
}
