import CellModel
import TestSupport
import Testing

@testable import CyclerFormats

@Suite("Rows that are read by the shape of the rows before")
struct RowShapeTests {
  /// How a log of random rows writes its columns.
  enum Table: String, CaseIterable {
    case arbin, neware, biologic, semicolons

    var format: any CyclerFormat {
      switch self {
      case .arbin: ArbinCSV()
      case .neware: NewareCSV()
      case .biologic, .semicolons: BiologicMPT()
      }
    }

    var header: String {
      switch self {
      case .arbin:
        "Data_Point,Date_Time,Test_Time(s),Cycle_Index,Step_Index,Current(A),Voltage(V),Charge_Capacity(Ah),"
          + "Discharge_Capacity(Ah),dV/dt(V/s),Aux_Temperature_1(C)"
      case .neware:
        "DataPoint,Cycle Index,Step Index,Step Type,Time,Total Time,Current(A),Voltage(V),Chg. Cap.(Ah),DChg. Cap.(Ah),Date"
      case .biologic:
        "EC-Lab ASCII FILE\nNb header lines : 3\nmode\tox/red\ttime/s\tEwe/V\tI/mA\t(Q-Qo)/mA.h\thalf cycle\tcycle number"
      case .semicolons:
        "EC-Lab ASCII FILE\nNb header lines : 3\nmode;ox/red;time/s;Ewe/V;I/mA;(Q-Qo)/mA.h;half cycle;cycle number"
      }
    }

    /// The cells of a row: mostly written like the last, now and then as differently as cyclers do.
    func row(_ number: Int, _ random: inout SeededGenerator) -> String {
      let odd = random.next() % 24 == 0
      func decimal(_ decimals: Int, below limit: Double = 10, signed: Bool = true) -> String {
        guard odd, random.next() % 3 == 0 else {
          return Self.fixed(Double.random(in: 0..<limit, using: &random), decimals, signed && number / 64 % 2 == 1)
        }
        let whole = String(random.next() >> (random.next() % 64))
        return [
          "", "-", "nan", "--", "1", "0", "+1.5", " 2.25", "2.25 ", ".5", "5.", "-0.0", "x", whole, whole + ".25",
          "1e-7", "-3.25E+02", "1.2345678901234567", "900719925474099.3", "\"1.5\"",
        ][Int(random.next() % 20)]
      }
      func scientific() -> String {
        guard !odd else { return decimal(4) }
        let digits = String(
          (String(repeating: "0", count: 15) + String(random.next() % 1_000_000_000_000_000)).suffix(15))
        let sign = number / 64 % 2 == 1 ? "-" : ""
        let power = "0\(random.next() % 3)\(random.next() % 10)"
        return
          "\(sign)\(random.next() % 10).\(digits)E\(random.next() % 8 == 0 ? "+" : "-")\(power.suffix(number % 640 < 320 ? 3 : 2))"
      }
      func clock(_ seconds: Double) -> String {
        let whole = Int(seconds)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(whole / 3600)):\(two(whole / 60 % 60)):\(two(whole % 60))" + (odd ? "" : ".\(100 + number % 900)")
      }
      let time = Double(number) * 10.002
      let date = "2026-03-\(10 + number / 500 % 20) \(clock(time.truncatingRemainder(dividingBy: 86400)))"
      let word = ["CC Chg", "Rest", "CC DChg"][number / 64 % 3]
      switch self {
      case .arbin:
        return [
          "\(number)", date, Self.fixed(time, 4, false), "\(number / 128 + 1)", "\(number / 64 % 5)", decimal(9),
          decimal(9, signed: false), decimal(12, below: 100), decimal(12), decimal(6), decimal(5),
        ].joined(separator: ",")
      case .neware:
        return [
          "\(number)", "\(number / 128 + 1)", "\(number / 64)", word, clock(time), clock(time), decimal(4),
          decimal(4, signed: false), decimal(8, signed: false), decimal(8, signed: false), date,
        ].joined(separator: ",")
      case .biologic, .semicolons:
        let cells = [
          "1", "\(number % 2)", scientific(), scientific(), scientific(), scientific(), "\(number / 64)",
          odd ? "1" : "\(number / 128).000000000000000E+000",
        ]
        // Where the comma is no delimiter, it may be the mark.
        return self == .biologic
          ? cells.joined(separator: "\t") : cells.map { String($0.map { $0 == "." ? "," : $0 }) }.joined(separator: ";")
      }
    }

    static func fixed(_ value: Double, _ decimals: Int, _ isNegative: Bool) -> String {
      let power = (0..<decimals).reduce(1) { power, _ in power * 10 }
      let whole = Int(value * Double(power))
      let fraction = String(String(power + whole % power).dropFirst())
      return (isNegative ? "-" : "") + "\(whole / power).\(fraction)"
    }

    func log(rows: Int, _ random: inout SeededGenerator) -> [UInt8] {
      var text = header + "\n"
      for number in 1...rows { text += row(number, &random) + (number % 1000 < 500 ? "\n" : "\r\n") }
      return Array(text.utf8)
    }
  }

  @Test("are read to the last bit as the scanner reads any row", arguments: Table.allCases, [1, 2, 3] as [UInt64])
  func likeTheScanner(table: Table, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = table.log(rows: 3000, &random)
    let quick = DecodedLog(bytes, table.format)
    // A decoder without a row before it knows no shape: each row comes to one whose state was saved.
    let careful = Self.decodeCarefully(bytes, table.format)
    #expect(quick.rows.count > 2500)
    #expect(quick.samples == careful.samples)
    #expect(quick.report == careful.report)
    for (quick, careful) in zip(quick.samples, careful.samples) where quick != careful {
      Issue.record("\(quick) by its shape, \(careful) by the scanner")
      break
    }
  }

  private static func decodeCarefully(
    _ bytes: [UInt8], _ format: any CyclerFormat
  ) -> (samples: [SampleBits], report: String) {
    guard let dialect = dialects[format.id] else { return ([], "") }
    var decoder = TextDecoder(dialect)
    var batch = SampleBatch()
    var start = 0
    for index in bytes.indices where bytes[index] == 0x0A || index == bytes.count - 1 {
      decoder = TextDecoder(dialect, resuming: decoder.state)
      decoder.decode(bytes.span.extracting(start..<index + 1), into: &batch)
      start = index + 1
    }
    decoder.finish(into: &batch)
    return (batch.samples.map { SampleBits($0) }, String(describing: decoder.report))
  }

  @Test("are read alike however the bytes are cut", arguments: Table.allCases)
  func anyChunks(table: Table) {
    var random = SeededGenerator(seed: 11)
    let bytes = table.log(rows: 600, &random)
    let whole = DecodedLog(bytes, table.format)
    for size in [1, 7, 61, 200, 4096] {
      #expect(
        DecodedLog(bytes, table.format, cuts: Array(stride(from: size, to: bytes.count, by: size))) == whole,
        "in pieces of \(size) bytes")
    }
  }

  @Test("are read alike if the log rested before", arguments: Table.allCases)
  func rest(table: Table) {
    var random = SeededGenerator(seed: 12)
    let bytes = table.log(rows: 600, &random)
    var decoder = table.format.makeDecoder()
    var batch = SampleBatch()
    for start in stride(from: 0, to: bytes.count, by: 9000) {
      decoder.decode(bytes.span.extracting(start..<min(start + 9000, bytes.count)), into: &batch)
      decoder.rest()
    }
    decoder.finish(into: &batch)
    let whole = DecodedLog(bytes, table.format)
    #expect(batch.samples.map { SampleBits($0) } == whole.samples)
    #expect(String(describing: decoder.report) == whole.report)
  }

  @Test("are nearly all of a log whose columns have a fixed number of decimals")
  func recognised() throws {
    let layout = RowLayout(
      delimiter: 0x2C,
      columns: [
        .init(index: 1, quantity: .testTime, scale: 1), .init(index: 2, quantity: .voltage, scale: 1),
        .init(index: 4, quantity: .chargeCounter, scale: 1000),
      ], width: 5, titles: ["time", "voltage", "capacity"])
    var memory = FieldMemory(phases: PhaseCache(), day: DayMemory())
    func scan(_ text: String) -> ScannedRow {
      let bytes = Array(text.utf8)
      return RowScanner.scan(
        bytes.span, from: 0, to: bytes.count, columns: layout.columns.span, delimiter: 0x2C, blank: Sample(),
        memory: &memory, vocabulary: PhaseVocabulary([]))
    }
    let first = "1,10.5,3.7012,Rest,0.00120\n"
    let shape = try #require(RowShape(of: scan(first), Array(first.utf8), layout, memory.day))
    let others = [
      ("9,99.9,4.1000,Rest,9.99999\n", true), ("1,10.5,-3.701,Rest,0.00120\n", false),
      ("1,10.5,3.7012,rest,0.00120\n", false),
      ("1,10.5,3,7012,Rest,0.00120\n", false), ("1,10.5,3.70:2,Rest,0.00120\n", false),
      ("1,10.5,3.70/2,Rest,0.00120\n", false),
      ("1,10.5,3.7012,Rest,0.00120 \n", false), ("1,10.5,3.7012,Rest,0.0012\r\n", false),
      ("1,10.5,3.7012,Rest,0.00120", false),
    ]
    for (text, fits) in others {
      let bytes = Array(text.utf8)
      #expect(shape.fits(bytes.span, from: 0) == fits, "\(text)")
    }
  }
}
