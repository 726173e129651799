import ArgumentParser
import Canvas
import CellModel
import Cycling
import Fleet
import Glibc
import Screens
import Settings
import Terminal

/// The live screen: keys and fleet states in, frames and commands out; owns the terminal on the main thread.
struct Dashboard {
  private let choices: Choices
  private let settings: CellSettings
  private let sources: SettingsSources
  private let ingestOptions: IngestOptions
  private let paths: [String]
  private let title: String
  /// Whether the logs are gone with the program.
  private let isScratch: Bool
  private let isPlain: Bool
  /// What is wrong in the files of settings, for the first screen.
  private let doubts: String?

  /// Prepares a dashboard over paths; `title` is what the screen says is being watched.
  init(_ paths: [String], _ options: DashboardOptions, title: String? = nil) {
    self.paths = paths
    isScratch = title != nil
    self.title = title ?? paths.joined(separator: " ")
    isPlain = options.plain
    // What is wrong in the lab's own formats is said before the screen is taken.
    _ = LabFormats.shelf
    sources = options.sources(for: paths)
    let look = sources.readChoices()
    choices = look.choices
    let cells = sources.readCells(limits: choices.configuration.alert)
    settings = cells.settings
    // On standard error for whoever looks there; the screen that hides that says it again.
    let problems = look.problems + cells.problems
    SettingsSources.complainOf(problems)
    doubts = SettingsProblem.brief(of: problems)
    var ingestOptions = options.reading.ingestOptions
    ingestOptions.pollInterval = choices.configuration.pollInterval ?? ingestOptions.pollInterval
    ingestOptions.trace = .full
    ingestOptions.follows = true
    if !options.noState, !isScratch, let folder = MemoryFile.folder() {
      ingestOptions.store = CheckpointStore(below: folder)
      ingestOptions.fleetName = MemoryFile(of: paths).scope.map { $0 + (ingestOptions.stitches ? "" : "-apart") }
    }
    self.ingestOptions = ingestOptions
  }

  /// Shows the dashboard, or prints one screen; `tidy` runs before the process ends, whatever ends it.
  ///
  /// Where there is no terminal, standard error says so and what can be done instead.
  func show(once: Bool, thenTidy tidy: () -> Void = {}) throws {
    defer { tidy() }
    if once {
      printOnce()
      return
    }
    if isPlain {
      let number = PlainView(
        paths: paths, settings: settings, options: ingestOptions, sources: sources
      ).run()
      tidy()
      endProcess(by: number)
    }
    let ending: Ending
    let mailbox = Mailbox()
    do throws(TerminalError) {
      ending = try run(mailbox)
    } catch {
      complain("celltop: \(error.description)")
      throw ExitCode(64)
    }
    // A lost connection sends HUP more than once: what is left behind is still to be tidied up.
    _ = signal(SIGHUP, SIG_IGN)
    // The terminal is given back already.
    mailbox.waitForRest(seconds: IngestThread.lastPatience + 0.5)
    switch ending {
    case .quit: return
    case .signal(let number):
      tidy()
      Terminal.endProcess(by: number)
    case .hangUp: throw ExitCode(1)
    }
  }

  /// Why the dashboard ended.
  enum Ending {
    case quit
    /// A signal asked for it, and the parent is to see which.
    case signal(Int32)
    /// The terminal went away.
    case hangUp
  }

  /// Runs until the person quits or the terminal is taken away; throws if there is no terminal to run on.
  func run(_ mailbox: Mailbox) throws(TerminalError) -> Ending {
    var options = Terminal.Options()
    options.mouse = choices.mouse
    let terminal = try Terminal(theme: choices.theme, options: options)
    defer { terminal.close() }
    IngestThread(paths, settings: settings, options: ingestOptions, sources: sources, mailbox: mailbox).start()
    defer { mailbox.end() }
    let reader = LogReader(mailbox)

    let theme = terminal.traits.fitted(choices.theme)
    var state = AppState(
      size: terminal.size, now: WallClock.now(), theme: theme, keyMap: choices.keyMap, watched: SafeText.clean(title))
    state.utcOffset = WallClock.utcOffset()
    state.themeNames = choices.themeNames
    state.hasMouse = choices.mouse
    // A scratch folder has another name every time.
    let memoryFile = MemoryFile(of: isScratch ? nil : paths)
    _ = update(&state, .recall(memoryFile.read()))
    if let notice = doubts ?? terminal.notice { _ = update(&state, .notice(notice)) }
    var pendingCommands: [Command] = []
    for message in mailbox.take() { pendingCommands += update(&state, message) }
    terminal.show(view(state))
    var look = choices
    var linkReport = LinkReport()
    while true {
      let pause = max(0.01, min(60, state.nextEdge - WallClock.now(), terminal.heldFor ?? 60))
      let events = terminal.waitForInput(timeout: .seconds(pause), alsoWatching: mailbox.descriptor)
      var commands = pendingCommands + update(&state, .tick(WallClock.now()))
      pendingCommands = []
      for event in events {
        switch event {
        case .key(let key): commands += update(&state, .key(key))
        case .resized(let size): commands += update(&state, .resize(size))
        case .resumed: commands.append(.redraw)
        case .acknowledged: break
        case .descriptorReady:
          take(mailbox.takeLook(), &look, &state, terminal)
          for message in mailbox.take() { commands += update(&state, message) }
        case .endRequested(let signal): return .signal(signal)
        case .hangUp: return .hangUp
        }
      }
      for command in commands {
        switch command {
        case .quit: return .quit
        case .suspend: terminal.suspend()
        case .focus(let cell): mailbox.want(cell)
        case .compare(let cells): mailbox.want(compared: cells)
        case .readCurves(let request): reader.read(request)
        case .readRows(let request): reader.read(request)
        case .remember(let memory):
          if let problem = memoryFile.write(memory) { _ = update(&state, .notice(problem)) }
        case .loadTheme(let name):
          if restyle(name, look, &state, terminal) { look.themeName = name }
        case .reload: mailbox.wantSettings()
        case .export(let name, let text): _ = update(&state, .notice(ExportFile.write(text, named: name)))
        case .bell: terminal.ringBell()
        case .setTitle(let text): terminal.setTitle(text)
        case .setMouse(let isOn): terminal.setMouse(isOn)
        case .copy(let text):
          let isSent = terminal.copy(text)
          let place = YankFile.write(text)
          _ = update(&state, .notice(Self.copied(state.notice ?? "copied", isSent: isSent, file: place)))
        case .redraw: terminal.redraw()
        }
      }
      if let link = linkReport.next(terminal.link, now: WallClock.now()) { commands += update(&state, .link(link)) }
      // A person's key is answered at once; data waits until a slow link has carried the last frame.
      let isAnswer = events.contains { $0.isFromPerson }
      if isAnswer || terminal.takesData { terminal.show(view(state)) }
    }
  }

  /// Says where a copy is to be found.
  ///
  /// Nobody can know whether a multiplexer hands it on.
  private static func copied(_ words: String, isSent: Bool, file: String?) -> String {
    guard let file else {
      return isSent ? words : "too long for the clipboard, or this terminal has none: X writes a file"
    }
    return words + (isSent ? "; also in " : ": not to the clipboard, too long or none here, but to ") + file
  }

  /// Ends the process by a signal, so that its parent sees which one it was.
  private func endProcess(by number: Int32) -> Never {
    _ = signal(number, SIG_DFL)
    var all = sigset_t()
    unsafe sigemptyset(&all)
    unsafe sigaddset(&all, number)
    raise(number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
    exit(128 + number)
  }

  /// Takes what was saved in `config.toml` or in a theme; a theme chosen since the start gives way only to another name.
  private func take(
    _ news: (choices: Choices?, areThemesNew: Bool), _ look: inout Choices, _ state: inout AppState,
    _ terminal: Terminal
  ) {
    if var new = news.choices {
      if new.configuration.theme == look.configuration.theme { new.themeName = look.themeName }
      if new.mouse != look.mouse {
        state.hasMouse = new.mouse
        terminal.setMouse(new.mouse)
      }
      look = new
    }
    guard news.choices != nil || news.areThemesNew else { return }
    state.themeNames = sources.catalogue.entries.map(\.name)
    _ = restyle(look.themeName, look, &state, terminal)
  }

  /// Shows what a theme's name means on this terminal, and what is wrong in its file; false if there is no such theme.
  private func restyle(_ name: String, _ look: Choices, _ state: inout AppState, _ terminal: Terminal) -> Bool {
    do throws(SettingsProblem) {
      let loaded = try sources.catalogue.load(name)
      var theme = loaded.theme
      if look.isASCII { (theme.symbols, theme.charts) = (.ascii, .ascii) }
      theme = terminal.traits.fitted(theme)
      terminal.use(theme)
      _ = update(&state, .restyle(theme, look.keyMap))
      if let first = loaded.warnings.first { _ = update(&state, .notice(first.brief)) }
      return true
    } catch {
      _ = update(&state, .notice(error.brief))
      return false
    }
  }

  /// Reads everything once and prints the first screen as text.
  func printOnce() {
    var options = ingestOptions
    options.follows = false
    var ingest = Ingest(paths, settings: settings, options: options)
    ingest.readAll()
    var state = AppState(
      size: Self.printedSize(), now: WallClock.now(), theme: choices.theme, keyMap: choices.keyMap,
      watched: SafeText.clean(title))
    state.utcOffset = WallClock.utcOffset()
    _ = update(&state, .fleet(ingest.state(focus: nil)))
    let output = LineWriter()
    output.write(view(state).text)
    output.flush()
  }

  /// The terminal's size if there is one, else `COLUMNS` by `LINES`, else 120 by 40.
  private static func printedSize() -> Size {
    var window = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
      return Size(width: Int(window.ws_col), height: Int(window.ws_row))
    }
    let columns = SettingsFile.environment("COLUMNS").flatMap { Int($0) } ?? 120
    let lines = SettingsFile.environment("LINES").flatMap { Int($0) } ?? 40
    return Size(width: min(500, max(1, columns)), height: min(500, max(1, lines)))
  }
}
