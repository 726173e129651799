import CellModel
import Testing

@testable import CyclerFormats

@Suite("Files beside a log")
struct SideFileTests {
  private static func protocolText(_ date: String, end: String = "\n") -> [UInt8] {
    let lines = ["EC-Lab LOG FILE", "", "Modulo Bat", "User : ", "Acquisition started on : \(date)", "Electrode : cm"]
    // CP1252: a raised 2, which no UTF-8 holds.
    return Array(lines.joined(separator: end).utf8) + [0xB2] + Array(end.utf8)
  }

  @Test("an .mpl tells when its technique began, month first")
  func start() {
    // 2025-10-31 16:46:48.486.
    #expect(MPLReader.start(in: Self.protocolText("10/31/2025 16:46:48.486")) == 1_761_929_208.486)
    #expect(MPLReader.start(in: Self.protocolText("03/04/2026 09:00:00.000", end: "\r\n")) == 1_772_614_800)
    #expect(MPLReader.start(in: Self.protocolText("soon")) == nil)
    #expect(MPLReader.start(in: Array("Acquisition started on : 10/31/2025 16:46:48.486\n".utf8)) == nil)
  }

  @Test("cut short anywhere tell nothing, or the time they told")
  func cut() {
    let text = Self.protocolText("10/31/2025 16:46:48.486")
    let full = MPLReader.start(in: text)
    for length in 0..<text.count {
      let start = MPLReader.start(in: Array(text.prefix(length)))
      #expect(start == nil || abs((start ?? 0) - (full ?? 0)) < 86400)
    }
  }

  @Test("give the rows of the .mpr beside them a wall clock, which the end of the test does not move")
  func wallClock() {
    var format = BiologicMPR()
    format.startedAt = 1_772_442_000.25
    let log = DecodedLog(format.sampleBytes, format)
    #expect(log.rows.map(\.wallTime) == log.rows.map { 1_772_442_000.25 + $0.testTime })
    #expect(log.plainReport.preamble.filter { $0.label == "started" }.count == 1)
  }

  @Test("are told by their first bytes, and no log is taken for one")
  func recognition() {
    #expect(SideFile.recognise(Self.protocolText("x")) == .biologicMPL)
    let test = NewareTest.plating()
    #expect(SideFile.recognise(test.file(.runInfo, test.infos)) == .newareRunInfo)
    #expect(SideFile.recognise(test.file(.steps, test.steps)) == .newareSteps)
    #expect(SideFile.recognise(test.file(.data, test.data)) == nil)
    for format in FormatRegistry.all { #expect(SideFile.recognise(format.sampleBytes) == nil) }
    for file in SideFile.allCases { #expect(!file.id.isEmpty && !file.title.isEmpty && !file.meaning.isEmpty) }
    #expect(SideFile.recognise([]) == nil && SideFile.recognise([7]) == nil)
  }
}

@Suite("Tables beside logs")
struct SideTableTests {
  private func told(_ text: String) -> SideFile? {
    SideFile.recognise(unknown: LogHead(Array(text.utf8), isWholeFile: true))
  }

  @Test("are named, with what to use instead")
  func known() {
    #expect(told("cell,cycle,q_in,q_out_mAh\na,1,1,1\n") == .perCycleTable)
    #expect(told("cell,config,q_nominal_mAh\na,li_cu,1\n") == .cellsTable)
    #expect(told("MACCOR, INC.    AC Impedance Test\r\n") == .maccorImpedance)
    #expect(told(",test_id,device_id,schedule_file_name\n0,1,2,x.sdu\n") == .arbinMetadata)
    #expect(told("Cycle Index,Chg. Cap.(Ah),DChg. Cap.(Ah),Chg.-DChg. Eff(%)\n1,0.02,0.33,1465.46\n") == .cycleSummary)
    #expect(told("循环号,起始绝对时间,充电容量(mAh),放电容量(mAh)\n") == .cycleSummary)
  }

  @Test("a log of no known format is no table of cycles, though every row names a cycle and a capacity")
  func logs() {
    let own = LogHead(
      Array("t/s;cycle;Time (s);Current (mA);Voltage (V);q_chg_mAh;q_out_mAh\n".utf8), isWholeFile: true)
    #expect(SideFile.holdsRecords(own))
    #expect(told("Time (s),Cycle Index,Current (A),Voltage (V),Charge Capacity (Ah)\n") == nil)
    #expect(told("System Time,Relative Time(Sec),Voltage(V),Current(A),Cycle ID,Step ID,Charge Capacity(Ah)\n") == nil)
    #expect(told("Record_number,current_A,voltage_V,capacity_Ah,Relative_Time_h_min_s.ms_,Number_of_Cycle\n") == nil)
  }

  @Test("columns that were copied out of an Arbin export are a log, with any separator and without the first one")
  func copiedColumns() {
    let header =
      "Date_Time,Test_Time(s),Step_Index,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(Ah),Discharge_Capacity(Ah)"
    for separator in [",", ";", "\t"] {
      for text in [header, "Data_Point," + header, header + ",Data_Point"] {
        let line = text.replacing(",", with: separator) + "\n"
        guard case .known(let format, _) = FormatRegistry.identify(LogHead(Array(line.utf8), isWholeFile: true)) else {
          Issue.record("\(line) is not recognised")
          continue
        }
        #expect(format.id == "arbin-csv")
      }
    }
  }

  @Test(
    "an export that was saved again with semicolons is the same format",
    arguments: [LandtCSV(), PECCSV(), BatteryArchiveCSV()] as [any CyclerFormat])
  func semicolons(format: any CyclerFormat) {
    let bytes = Array(format.sample.replacing(",", with: ";").utf8)
    guard case .known(let found, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else {
      Issue.record("\(format.id) is not recognised")
      return
    }
    #expect(found.id == format.id)
    #expect(DecodedLog(bytes, found).rows.map(\.voltage) == DecodedLog(format.sample, format).rows.map(\.voltage))
  }

  @Test("a stranger is none")
  func strangers() {
    #expect(told("hello\n") == nil && told("") == nil && told("time,price\n1,2\n") == nil)
  }
}
