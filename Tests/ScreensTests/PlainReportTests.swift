import CellModel
import Fleet
import Screens
import Testing

@Suite("Lines for screen readers")
struct PlainReportTests {
  @Test("nothing is said while a backlog is read, then what is wrong, worst first")
  func opening() {
    var report = PlainReport(utcOffset: 0)
    var loading = SampleFleet.state()
    loading.progress.filesDone = 1
    #expect(report.lines(for: loading) == [])
    let lines = report.lines(for: SampleFleet.state())
    #expect(lines.first?.hasPrefix("2026-11-23 14:32 ") == true && lines.first?.contains(" FAIL, ") == true)
    #expect(lines.dropFirst().first?.contains("FAIL LMB-0273, cycle 212: ") == true)
    #expect(lines.count == 1 + SampleFleet.state().cells.count { $0.condition.isProblem })
  }

  @Test("afterwards only what changes is said, once")
  func news() {
    var report = PlainReport(utcOffset: 3600)
    var fleet = SampleFleet.state()
    _ = report.lines(for: fleet)
    #expect(report.lines(for: fleet) == [])
    guard let index = fleet.cells.firstIndex(where: { $0.condition == .charging }) else {
      Issue.record("the sample has no charging cell")
      return
    }
    fleet.cells[index].condition = .fail
    fleet.cells[index].flags = [Flag(.hardShort, evidence: "0.001 V under\u{1B}[31m current")]
    fleet.events.append(
      FleetEvent(time: fleet.now, cell: fleet.cells[index].id, severity: .critical, text: "hard-short: 0.001 V"))
    let lines = report.lines(for: fleet)
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("2026-11-23 15:32 critical \(fleet.cells[index].name): hard-short"))
    #expect(lines[1].contains("FAIL \(fleet.cells[index].name)"))
    #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 })
    // Charge and rest alternate all day: nobody wants to hear of it.
    fleet.cells[index + 1].condition = .resting
    #expect(report.lines(for: fleet) == [])
  }
}
