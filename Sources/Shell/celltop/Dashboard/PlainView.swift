import Fleet
import Glibc
import Screens
import Settings
import Tailing

/// The dashboard for people who listen to or feel their terminal: lines, appended as things change, until a signal ends it.
struct PlainView {
  let paths: [String]
  let settings: CellSettings
  let options: IngestOptions
  let sources: SettingsSources

  /// Prints until the program is asked to end; the number of the signal that did.
  func run() -> Int32 {
    // Taken in turn below and not by a handler, so that what must be tidied up can be; threads made later inherit this.
    var ending = sigset_t()
    unsafe sigemptyset(&ending)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { unsafe sigaddset(&ending, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &ending, nil)
    let mailbox = Mailbox()
    IngestThread(paths, settings: settings, options: options, sources: sources, mailbox: mailbox).start()
    defer { mailbox.end() }
    var report = PlainReport(utcOffset: WallClock.utcOffset())
    let output = LineWriter()
    while true {
      var news = pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&news, 1, 250)
      var none = timespec()
      let number = unsafe sigtimedwait(&ending, nil, &none)
      if number > 0 {
        mailbox.end()
        mailbox.waitForRest(seconds: IngestThread.lastPatience + 0.5)
        return number
      }
      for case .fleet(let fleet) in mailbox.take() {
        for line in report.lines(for: fleet) { output.write(line) }
      }
      output.flush()
    }
  }
}
