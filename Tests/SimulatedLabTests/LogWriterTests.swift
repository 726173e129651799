import Testing

@testable import SimulatedLab

@Suite("Log writers")
struct LogWriterTests {
  /// A charging row with digits that rounding and padding must get right.
  private static let row = LabRow(
    record: 42, testTime: 90_061.5, stepTime: 61.5, wallTime: 1_736_154_000 + 90_061.5, voltage: 0.04217,
    current: 1.131, temperature: 25.04, cycle: 2, step: 4, stepCount: 7, kind: .charge, isHolding: false, end: .voltage,
    sinceStep: Counters(charge: 0.019_321_23, discharge: 0, chargeEnergy: 8.147e-7, dischargeEnergy: 0),
    sinceCycle: Counters(charge: 0.019_321_23, discharge: 1.131, chargeEnergy: 8.147e-7, dischargeEnergy: 5e-5),
    sinceStart: Counters(charge: 1.109_321_23, discharge: 2.262, chargeEnergy: 4.68e-5, dischargeEnergy: 1e-4))

  private static let title = LogTitle(
    file: "LiCu-LHCE-01.csv", cell: "LiCu-LHCE-01", comment: "LiCu-LHCE-01, LHCE electrolyte", channel: 3,
    start: 1_736_154_000, area: 1.131, capacity: 1.131)

  private static func lines(_ format: String) throws -> (header: String, row: String) {
    let known = try #require(LogFormat.named(format))
    var writer = known.makeWriter(title)
    var bytes: [UInt8] = []
    writer.append([row], to: &bytes)
    // EC-Lab writes latin-1, so each byte is one scalar here.
    let text = { (bytes: [UInt8]) in String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }
    return (text(writer.header()), text(bytes))
  }

  @Test("Neware: units in the header, counters since the step, clock times")
  func neware() throws {
    let (header, row) = try Self.lines("neware-csv")
    #expect(header.hasPrefix("DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(mA),Voltage(V),"))
    #expect(header.hasSuffix(",T1(C),\n"))
    #expect(
      row == """
        42,2,4,CC Chg,00:01:01.500,25:01:01.500,1.1310,0.0422,0.00001932,0.00,0.00001932,0.00,0.00000000,0.00,\
        0.00000081,0.00,0.00000081,0.00,0.00000000,0.00,2025-01-07 10:01:01.500,0.000048,0.0000,0.0000,0,Close,25.0,

        """)
    #expect(header.split(separator: ",").count == row.split(separator: ",").count)
  }

  @Test("BioLogic: counted header, tabs, long exponents, CRLF")
  func biologic() throws {
    let (header, row) = try Self.lines("biologic-mpt")
    let lines = header.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.first == "EC-Lab ASCII FILE")
    #expect(lines[1] == "Nb header lines : \(lines.count)                          ")
    #expect(
      lines.last?.hasPrefix("mode\tox/red\terror\tcontrol changes\tNs changes\tcounter inc.\tNs\ttime/s\t") == true)
    #expect(header.contains("Acquisition started on : 01/06/2025 09:00:00.000\r\n"))
    #expect(row.hasPrefix("1\t1\t0\t0\t1\t0\t3\t9.006150000000000E+004\t"))
    #expect(row.contains("\t1.1310000E+000\t4.2170000E-002\t39\t"))
    #expect(row.hasSuffix("\t2.5040000E+001\r\n"))
    #expect(lines.last?.split(separator: "\t").count == row.split(separator: "\t").count)
  }

  @Test("Arbin with bare names: unix seconds, counters since the cycle, counts from 0, CRLF")
  func arbin() throws {
    let (header, row) = try Self.lines("arbin-csv")
    #expect(
      header == "Data_Point,Test_Time,DateTime,Step_Time,Step_Index,Cycle_Index,Current,Voltage,Charge_Capacity,"
        + "Discharge_Capacity,Charge_Energy,Discharge_Energy,dV/dt,Internal_Resistance,Temperature\r\n")
    #expect(
      row == "41,90061.5000,1736244061.5000,61.5000,4,1,0.001131,0.04217,1.932123E-05,0.001131,8.147E-07,5E-05,"
        + "4.6823559E-07,0.0,25.04\r\n")
  }

  @Test("Arbin MITS Pro: byte order mark, a tab before the date")
  func arbinPro() throws {
    let (header, row) = try Self.lines("arbin-csv-pro")
    #expect(header.hasPrefix("\u{EF}\u{BB}\u{BF}Data Point,Date Time,Test Time (s),Step Time (s),Cycle Index,"))
    #expect(row.hasPrefix("42,\t01/07/2025 10:01:01.500,90061.5000,61.5000,2,4,0,0,0,0.001131,0.04217,4.769427E-05,"))
    #expect(row.hasSuffix(",25.04,0\n"))
    let columns = header.split(separator: ",", omittingEmptySubsequences: false).count
    #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == columns)
  }

  @Test("Arbin of the older sheets: counters since the start")
  func arbinOld() throws {
    let (header, row) = try Self.lines("arbin-csv-old")
    #expect(header.hasPrefix("Data_Point,Test_Time(s),Date_Time,Step_Time(s),Step_Index,Cycle_Index,Current(A),"))
    #expect(
      row == "42,90061.500,01/07/2025 10:01:01,61.500,4,2,0.001131,0.04217,0.00110932123,0.002262,4.68E-05,0.0001,0\n")
  }

  @Test("Maccor: unsigned current, state letter, end status of the step's last record, CRLF")
  func maccor() throws {
    let (header, row) = try Self.lines("maccor-txt")
    let lines = header.split(separator: "\r\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("Today's Date 01/06/2025  Date of Test:\t01/06/2025\t Filename:\t"))
    #expect(
      lines[1] == "Rec#\tCyc#\tStep\tTest (Sec)\tStep (Sec)\tAmp-hr\tWatt-hr\tAmps\tVolts\tState\tES\tDPt Time")
    #expect(
      row == "42\t2\t4\t90061.5000\t61.5000\t0.0000193212\t0.0000008147\t0.0011310000\t0.04217000\tC\t133\t"
        + "01/07/2025 10:01:01\r\n")
  }

  @Test("Novonix: three blocks, hours, one signed counter since the start")
  func novonix() throws {
    let (header, row) = try Self.lines("novonix-csv")
    #expect(header.hasPrefix("[Summary]\nNovonix UHPC data file\n"))
    #expect(header.contains("\nStarted: 2025-01-06 09:00:00\n"))
    #expect(header.contains("\n[Data]\nDate and Time,Cycle Number,Step Type,Run Time (h),Step Time (h),Current (A),"))
    #expect(
      row == "2025-01-07 10:01:01,2,1,25.0170833,0.0170833,0.00113100,0.04217000,-0.00115268,25.040,25.640,"
        + "-0.00005320,0.00000000,0.00000000,4,1,0.00004769\n")
  }

  @Test("BDF: the same row under both spellings of the header")
  func batteryData() throws {
    let labels = try Self.lines("bdf-csv")
    let machine = try Self.lines("bdf-csv-machine")
    #expect(labels.header.hasPrefix("Test Time / s,Voltage / V,Current / A,Unix Time / s,Cycle Count / 1,"))
    #expect(machine.header.hasPrefix("test_time_second,voltage_volt,current_ampere,unix_time_second,cycle_count,"))
    #expect(labels.row == machine.row)
    #expect(
      labels.row
        == "90061.500,0.042170,0.001131000,1736244061.500,2,7,25.04,0.0011093212,0.0022620000\n")
  }

  @Test("Every format has a name of its own, and a row as many columns as the header", arguments: LogFormat.all.indices)
  func registry(index: Int) throws {
    let format = LogFormat.all[index]
    #expect(LogFormat.all.filter { $0.name == format.name }.count == 1)
    let (header, row) = try Self.lines(format.name)
    let names = try #require(header.split(whereSeparator: \.isNewline).last)
    let separator: Character = names.contains("\t") ? "\t" : ","
    // EC-Lab ends the row of names, and only that, with a tab.
    let columns = names.split(separator: separator, omittingEmptySubsequences: format.name == "biologic-mpt").count
    let values = row.split(whereSeparator: \.isNewline)[0].split(separator: separator, omittingEmptySubsequences: false)
    #expect(values.count == columns)
  }
}
