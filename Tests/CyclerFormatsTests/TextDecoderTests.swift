import CellModel
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Text in other encodings")
struct WideTextTests {
  private static func wide(_ text: String, isBigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  private static func values(_ log: DecodedLog) -> [SampleBits] {
    log.rows.map {
      var row = $0
      row.byteOffset = 0
      return SampleBits(row)
    }
  }

  /// Formats whose text the common decoder reads, which is where the encoding is judged.
  private static let formats = FormatRegistry.all.indices.filter {
    FormatRegistry.all[$0].makeDecoder() is TextDecoder && !FormatRegistry.all[$0].sample.isEmpty
  }

  @Test("UTF-16 in either order is recognised and gives the same values, however it is cut", arguments: formats)
  func wideText(index: Int) {
    let format = FormatRegistry.all[index]
    for isBigEndian in [false, true] {
      let bytes = Self.wide(format.sample, isBigEndian: isBigEndian)
      guard case .known(let found, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else {
        Issue.record("\(format.id) in UTF-16 is not recognised")
        continue
      }
      #expect(found.id == format.id)
      let log = DecodedLog(bytes, format)
      #expect(Self.values(log) == Self.values(DecodedLog(format.sampleBytes, format)))
      #expect(log.plainReport.badRows == 0)
      #expect(DecodedLog(bytes, format, cuts: Array(1..<bytes.count)) == log)
      let newline: [UInt8] = isBigEndian ? [0, 0x0A] : [0x0A, 0]
      for row in log.rows { #expect(Array(bytes[(row.byteOffset - 2)..<row.byteOffset]) == newline) }
    }
  }

  @Test("damaged UTF-16 gives no trap, and no more samples than lines", arguments: formats)
  func damage(index: Int) {
    let format = FormatRegistry.all[index]
    var random = SeededGenerator(seed: UInt64(index))
    for _ in 0..<100 {
      var bytes = Self.wide(format.sample, isBigEndian: Bool.random(using: &random))
      for _ in 0..<4 {
        let place = Int.random(in: 2..<bytes.count, using: &random)
        if Bool.random(using: &random) {
          bytes.remove(at: place)
        } else {
          bytes[place] = .random(in: 0...255, using: &random)
        }
      }
      let log = DecodedLog(bytes, format, cuts: [Int.random(in: 0...bytes.count, using: &random)])
      #expect(log == DecodedLog(bytes, format))
      #expect(log.rows.allSatisfy { bytes.indices.contains($0.byteOffset) })
    }
  }

  @Test("a decoder resumed in the middle of a UTF-16 character goes on as if it had never stopped")
  func resume() {
    let bytes = Self.wide(NewareCSV().sample, isBigEndian: false)
    let whole = DecodedLog(bytes, NewareCSV())
    for cut in 0...bytes.count {
      var before = TextDecoder(NewareCSV.dialect)
      var batch = SampleBatch()
      before.decode(bytes.span.extracting(0..<cut), into: &batch)
      var after = TextDecoder(NewareCSV.dialect, resuming: before.state)
      after.decode(bytes.span.extracting(cut..<bytes.count), into: &batch)
      after.finish(into: &batch)
      #expect(batch.samples.map { SampleBits($0) } == whole.samples, "saved behind byte \(cut)")
    }
  }

  @Test("Chinese words survive a program that took UTF-8 for GBK")
  func scrambledWords() {
    #expect(ScrambledWords.mend("鎼佺疆") == "搁置")
    #expect(ScrambledWords.mend("鎬绘椂闂?,鐢垫祦(mA)") == "总时间,电流(mA)")
    #expect(ScrambledWords.mend("鎭掓祦鏀剧數").hasSuffix("放电"))
    for text in ["", "Rest", "电压(V)", "Temperature (°C)", "鎼"] { #expect(ScrambledWords.mend(text) == text) }
  }
}

@Suite("Which way the current goes")
struct DirectionJudgeTests {
  /// A charge, a rest and a discharge of 1 mA each, in a file whose writer chose the sign.
  private static let rows: [(time: Double, voltage: Double, current: Double, charged: Double, discharged: Double)] = [
    (0, 3.1, 0, 0, 0), (10, 3.3, 1, 0, 0), (20, 3.31, 1, 2, 0), (3610, 4.2, 1, 1000, 0), (3620, 4.1, 0, 1000, 0),
    (3630, 3.9, -1, 1000, 0), (3640, 3.89, -1, 1000, 3), (7230, 3.0, -1, 1000, 990), (7240, 3.1, 0, 1000, 990),
  ]

  private static func log(counters: Bool, _ current: (Double) -> Double) -> String {
    var text = "Test Time / s,Voltage / V,Current / A"
    text += counters ? ",Charging Capacity / Ah,Discharging Capacity / Ah\n" : "\n"
    for row in rows {
      text += "\(row.time),\(row.voltage),\(current(row.current) / 1000)"
      text += counters ? ",\(row.charged / 1e6),\(row.discharged / 1e6)\n" : "\n"
    }
    return text
  }

  private static let expected = [0, 0.001, 0.001, 0.001, 0, -0.001, -0.001, -0.001, 0]

  @Test("is charge for a positive current, whatever sign the file has, where capacities tell")
  func byCapacities() {
    for (sign, remark) in [
      ({ $0 }, nil), ({ -$0 }, "its sign was turned"), ({ $0.magnitude }, "the current has no sign"),
    ] as [((Double) -> Double, String?)] {
      let log = DecodedLog(Self.log(counters: true, sign), BDFCSV())
      #expect(log.rows.map(\.current) == Self.expected)
      #expect(log.plainReport.warnings.count == (remark == nil ? 0 : 1))
      if let remark { #expect(log.plainReport.warnings.first?.contains(remark) == true) }
      #expect(!log.plainReport.traits.isDirectionDoubtful)
    }
  }

  @Test("follows the capacities in the exports of Arbin, Neware, PEC and Landt too, where no column of words tells")
  func otherExports() {
    let headers: [(String, any CyclerFormat)] = [
      ("Data_Point,Test_Time(s),Current(A),Voltage(V),Charge_Capacity(mAh),Discharge_Capacity(mAh)", ArbinCSV()),
      ("DataPoint,Total Time,Current(A),Voltage(V),Chg. Cap.(mAh),DChg. Cap.(mAh)", NewareCSV()),
      ("Test,Total Time (Seconds),Current (A),Voltage (V),Charge Capacity (mAh),Discharge Capacity (mAh)", PECCSV()),
      ("channel_index,test_time_s,current_A,voltage_V,charge_capacity_mAh,discharge_capacity_mAh", LandtCSV()),
    ]
    let signs: [((Double) -> Double, Int)] = [({ $0 }, 0), ({ -$0 }, 1), ({ $0.magnitude }, 1)]
    for (header, format) in headers {
      for (sign, warnings) in signs {
        var text = header + "\n"
        for row in Self.rows {
          text += "1,\(row.time),\(sign(row.current) / 1000),\(row.voltage),\(row.charged),\(row.discharged)\n"
        }
        let log = DecodedLog(text, format)
        #expect(log.rows.map(\.current) == Self.expected, "\(format.id)")
        #expect(log.plainReport.warnings.count == warnings)
      }
    }
  }

  @Test(
    "a log that begins with the last row of a charge keeps its sign, though the first discharge row counts the rest")
  func beginsMidway() {
    var text = "Data_Point,Test_Time(s),Current(A),Voltage(V),Charge_Capacity(mAh),Discharge_Capacity(mAh)\n"
    for (row, current, charged, discharged) in [
      (0, 0.001, 10.0, 0.0), (1, -0.001, 10.1, 0), (2, -0.001, 10.1, 0.1), (3, -0.001, 10.1, 0.2),
    ] { text += "\(row),\(row),\(current),3.5,\(charged),\(discharged)\n" }
    let log = DecodedLog(text, ArbinCSV())
    #expect(log.rows.map(\.current) == [0.001, -0.001, -0.001, -0.001])
    #expect(log.plainReport.warnings == [])
  }

  @Test("the noise of a rest does not settle the sign of the test behind it")
  func noise() {
    var text = "Data_Point,Test_Time(s),Current(A),Voltage(V),Charge_Capacity(mAh),Discharge_Capacity(mAh)\n"
    for (row, current, charged, discharged) in [
      (0, 1e-7, 0.0, 0.0), (1, -1e-7, 0.00001, 0), (2, -1e-7, 0.00002, 0), (3, 0.001, 0.1, 0), (4, 0.001, 0.2, 0),
      (5, -0.001, 0.2, 0.1), (6, -0.001, 0.2, 0.2),
    ] { text += "\(row),\(row),\(current),3.5,\(charged),\(discharged)\n" }
    let log = DecodedLog(text, ArbinCSV())
    #expect(log.rows.suffix(4).map(\.current) == [0.001, 0.001, -0.001, -0.001])
    #expect(log.plainReport.warnings == [])
  }

  @Test("is left open and said where nothing tells, and taken as stated where the voltage agrees")
  func byVoltage() {
    let magnitudes = DecodedLog(Self.log(counters: false, \.magnitude), BDFCSV()).plainReport
    #expect(magnitudes.traits.isDirectionDoubtful && magnitudes.warnings.count == 1)
    let reversed = DecodedLog(Self.log(counters: false) { -$0 }, BDFCSV()).plainReport
    #expect(reversed.traits.isDirectionDoubtful && reversed.warnings.count == 1)
    let usual = DecodedLog(Self.log(counters: false) { $0 }, BDFCSV()).plainReport
    #expect(!usual.traits.isDirectionDoubtful && usual.warnings == [])
  }

  @Test("no row waits for ever: counters that stand still let the rows pass as stored, in their order")
  func patience() {
    var text = "Test Time / s,Voltage / V,Current / A,Charging Capacity / Ah,Discharging Capacity / Ah\n"
    for second in 0..<300 { text += "\(second),0.1,-0.001,0.0,0.0\n" }
    let open = DecodedLog(Array(text.utf8), BDFCSV(), finish: false)
    #expect(open.rows.count > 300 - DirectionJudge.patience)
    let log = DecodedLog(text, BDFCSV())
    #expect(log.rows.map(\.testTime) == (0..<300).map(Double.init))
    #expect(log.rows.allSatisfy { $0.current == -0.001 })
  }
}

@Suite("Clocks of a file")
struct ClockRemarkTests {
  private static func log(dates: [String]) -> DecodedLog {
    var text = "Data_Point,Test_Time(s),Date_Time,Current(A),Voltage(V)\n"
    for (index, date) in dates.enumerated() {
      text += "\(index + 1),\(index * 86400),\(date) 09:00:00,0.001,\(3 + index)\n"
    }
    return DecodedLog(text, ArbinCSV())
  }

  private static func days(_ log: DecodedLog) -> [Double] {
    log.rows.map { (($0.wallTime - (log.rows.first?.wallTime ?? 0)) / 86400).rounded() }
  }

  @Test("a day above 12 settles the order of day and month for the dates behind it")
  func dayFirst() {
    let log = Self.log(dates: ["30/03/2026", "31/03/2026", "01/04/2026", "02/04/2026"])
    #expect(Self.days(log) == [0, 1, 2, 3])
    #expect(log.plainReport.preamble.isEmpty && log.plainReport.warnings.isEmpty)
    let american = Self.log(dates: ["03/30/2026", "03/31/2026", "04/01/2026", "04/02/2026"])
    #expect(american.rows.map(\.wallTime) == log.rows.map(\.wallTime))
  }

  @Test("an assumption on the order is said, and that it was wrong too")
  func assumption() {
    let open = Self.log(dates: ["03/04/2026", "03/05/2026"]).plainReport
    #expect(open.preamble.first?.value.contains("read as month/day/year") == true)
    let late = Self.log(dates: ["11/03/2026", "12/03/2026", "13/03/2026"]).plainReport
    #expect(late.preamble.first?.value.contains("are day/month/year") == true)
    #expect(late.warnings.contains { $0.contains("wall clock") })
  }

  @Test(
    "the first midnight, or day above 12, settles the order, and a test without a time of its own goes on over it",
    arguments: [
      (["03/04", "04/04"], "day/month/year"), (["04/03", "04/04"], nil), (["12/03", "13/03"], "day/month/year"),
      (["05/05", "06/05"], "day/month/year"), (["30-04", "01-05"], nil),
    ] as [([String], String?)])
  func midnight(days: [String], remark: String?) {
    var text = "Data_Point,Date_Time,Current(A),Voltage(V)\n"
    for row in 0..<240 {
      let minute = 22 * 60 + row
      let clock = [minute / 60 % 24, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
      let mark = days[0].contains("-") ? "-" : "/"
      text += "\(row + 1),\(days[minute / 1440])\(mark)2026 \(clock):00,0.001,3.\(row % 10)\n"
    }
    let log = DecodedLog(text, ArbinCSV())
    #expect(log.rows.map(\.testTime) == (0..<240).map { Double($0 * 60) })
    #expect(log.rows.last.map { ($0.wallTime / 86400).rounded(.down) } == Self.lastDay(days))
    let told = log.plainReport.preamble.first { $0.label == "dates" }?.value
    #expect(remark == nil ? told == nil : told?.contains(remark ?? "") == true)
    let bytes = Array(text.utf8)
    for piece in [1, 37, 1000, 4500] {
      #expect(DecodedLog(bytes, ArbinCSV(), cuts: Array(stride(from: piece, to: bytes.count, by: piece))) == log)
    }
  }

  /// The later day, in days since 1970.
  private static func lastDay(_ days: [String]) -> Double? {
    let dates = ["04/04": (4, 4), "13/03": (3, 13), "06/05": (5, 6), "01-05": (5, 1)]
    return days.last.flatMap { dates[$0] }.map {
      Double(ClockScanner.daysSince1970(year: 2026, month: $0.0, day: $0.1))
    }
  }

  @Test("a clock that is put back, or stands still, moves no test time and is said once")
  func jumps() {
    let log = Self.log(dates: ["03/13/2026", "03/14/2026", "03/14/2026", "03/15/2026", "03/15/2026"])
    #expect(log.rows.map(\.testTime) == [0, 86400, 172_800, 259_200, 345_600])
    #expect(log.plainReport.warnings.count == 1)
    #expect(log.plainReport.warnings.first?.contains("2 times, by −24.0 h at most, first in line 4") == true)
  }
}

@Suite("A current that the file does not store")
struct DerivedCurrentTests {
  @Test("follows from a count that restarts with every half-cycle, whose restart is no current")
  func halfCycles() {
    // Records between the ends of the steps: a half-cycle's first has counted something already, and its rest keeps it.
    let counts = [0.0, -0.5, -1.0, 0.25, 0.75, 0.98, 0.98, -0.5]
    var text = "mode\tNs\ttime/s\tEwe/V\tQ charge/discharge/mA.h\tcycle number\t\n"
    for (row, count) in counts.enumerated() { text += "1\t0\t\(row * 3600)\t0.05\t\(count)\t0\n" }
    let log = DecodedLog(Array(text.utf8), BiologicMPT())
    let currents = log.rows.map { ($0.current * 1e5).rounded() / 100 }
    #expect(currents == [0, -0.5, -0.5, 0.25, 0.5, 0.23, 0, -0.5])
  }
}
