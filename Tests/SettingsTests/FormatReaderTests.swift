import CellModel
import CyclerFormats
import Settings
import Testing

@Suite("Formats that a lab describes itself")
struct FormatReaderTests {
  /// Headers of cyclers that no format knows, from published readers, with rows of ours.
  private static let strangers = [
    """
    System Time,Relative Time(Sec),Voltage(V),Current(A),Cycle ID,Step State,Charge Capacity(Ah),Discharge Capacity(Ah)
    2025-01-01 00:00:00,0,3.4,0.1,1,Charge,0,0
    2025-01-01 00:06:00,360,3.5,-0.2,1,Discharge,0.01,0
    """,
    """
    DataSequence,StepTime(H:M:S),TotTime(H:M:S),Voltage(V),Current(A),Capacity(Ah),CurCycle,Char. Cap.(Ah),Dischar. Cap.(Ah)
    1,00:00:00,00:00:00,3.4,0.1,0.0,1,0,0
    2,00:06:00,00:06:00,3.5,-0.2,0.01,1,0.01,0
    """,
    "Absolute Time,Testtime,Steptime,Channel Voltage,Channel Current\n2026-01-01 00:00:00,0,0,3.4,0.1\n"
      + "2026-01-01 00:06:00,360,360,3.5,-0.2",
    "Time,s;Test step;KAPA_CC,Ah;E,J;I,A;Q,As;U,V\n0;Rest;0,0;0;0,1;0;3,4\n360;Discharge;0,01;3,5;-0,2;36;3,5",
    "Time (s)\tWE(1).Current (A)\tWE(1).Potential (V)\tWE(1).Charge (C)\n0\t0.1\t3.4\t0\n360\t-0.2\t3.5\t36",
    "TestRegime Name,Formation\nTotal Time (Seconds),Voltage (mV),Current (mA),Charge Capacity (mAh),"
      + "Discharge Capacity (mAh)\n0,3400,100,0,0\n360,3500,-200,10,0",
  ]

  @Test("a log of no known format comes with the beginning of a description, which reads it", arguments: strangers)
  func draft(text: String) throws {
    let head = LogHead(Array((text + "\n").utf8), isWholeFile: true)
    guard case .unknown = FormatRegistry.identify(head) else {
      Issue.record("is known by now")
      return
    }
    let draft = UnknownLog(head).description.joined(separator: "\n")
    let (format, problems) = FormatReader.read(draft, file: "my.toml", taken: [])
    #expect(problems.isEmpty)
    var decoder = try #require(format).makeDecoder()
    var batch = SampleBatch()
    decoder.decode(head.bytes.span, into: &batch)
    #expect(batch.samples.map(\.testTime) == [0, 360])
    #expect(batch.samples.map(\.voltage) == [3.4, 3.5])
    #expect(batch.samples.map(\.current) == [0.1, -0.2])
    #expect(decoder.traits.counterKind == (text.contains("isc") && text.contains(/[Cc]har.*Cap/) ? .separate : .none))
  }

  @Test("what is no log is refused with what was looked for, and whose it is where that is known")
  func refusals() {
    func refusal(_ text: String) -> String { UnknownLog(LogHead(Array(text.utf8), isWholeFile: true)).refusal }
    #expect(refusal(Self.strangers[1]).contains("line 1 names “TotTime(H:M:S)”"))
    #expect(refusal(Self.strangers[1]).contains("as PNE (Wonik) does"))
    #expect(refusal(Self.strangers[5]).contains("line 2") && refusal(Self.strangers[5]).contains("Test, Cell, Rack"))
    #expect(refusal("Frequency(Hz),R(ohm),X(ohm)\n1000,0.02,1\n").contains("none of its first lines names a time"))
    #expect(refusal("\u{1}\u{2}\u{0}\u{3}").contains("no text"))
    #expect(UnknownLog(LogHead(Array("hello".utf8), isWholeFile: true)).description.isEmpty)
  }

  private static let description = """
    id = "lab-bridge"
    title = "Our bridge"
    delimiter = "semicolon"
    current = "discharge-positive"
    counters_reset = "step"

    [columns]
    test_time = "t [min]"
    voltage = "U/mV"
    current = { name = "I", unit = "mA" }
    charge_capacity = { name = "Qc", unit = "Ah" }
    discharge_capacity = { name = "Qd", unit = "Ah" }
    phase = "mode"
    cycle = "loop"

    [phases]
    charge = ["CHG"]
    discharge = ["DCH"]
    rest = ["OCV"]
    """

  private static let log = """
    written by the bridge
    loop;mode;t [min];U/mV;I;Qc;Qd;remark
    1;OCV;0;2901,1;0;0;0;
    1;DCH;0,5;-121;1,5;0;0;first
    1;DCH;60,5;-51,2;1,5;0;0,0015;
    1;CHG;61;49,8;-1,5;0;0;
    1;CHG;120,4;1000;-1,5;0,001485;0;

    """

  private func format(_ text: String = description) throws -> DescribedFormat {
    let read = FormatReader.read(text, file: "lab.toml")
    #expect(read.problems.map(\.description) == [])
    return try #require(read.format)
  }

  private func samples(_ format: DescribedFormat, _ text: String, cuts: [Int] = []) -> (
    rows: [Sample], report: DecodingReport
  ) {
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    let bytes = Array(text.utf8)
    var from = 0
    for cut in cuts + [bytes.count] {
      decoder.decode(bytes.span.extracting(from..<cut), into: &batch)
      from = cut
    }
    decoder.finish(into: &batch)
    return (batch.samples, decoder.report)
  }

  @Test("columns, units, delimiter, decimal comma, sign and phases are as described")
  func reads() throws {
    let (rows, report) = samples(try format(), Self.log)
    #expect(report.badRows == 0 && report.traits.counterKind == .separate && report.traits.countersResetEachStep)
    #expect(rows.map(\.testTime) == [0, 30, 3630, 3660, 7224])
    #expect(rows.map { ($0.voltage * 1e4).rounded() / 1e4 } == [2.9011, -0.121, -0.0512, 0.0498, 1])
    #expect(rows.map { ($0.current * 1e6).rounded() / 1e6 } == [0, -0.0015, -0.0015, 0.0015, 0.0015])
    #expect(rows.last?.counter == 1.485 && rows[2].dischargeCounter == 1.5)
    #expect(rows.map(\.phase) == [.rest, .discharge, .discharge, .charge, .charge])
    #expect(rows.allSatisfy { $0.vendorCycle == 1 })
    #expect(report.traits.capacityResolution == 1e-3)
  }

  @Test("any cutting of the bytes gives the same samples")
  func cuts() throws {
    let format = try format()
    let whole = samples(format, Self.log)
    for cut in 1..<Self.log.utf8.count {
      let parts = samples(format, Self.log, cuts: [cut])
      #expect(parts.rows.map(\.voltage) == whole.rows.map(\.voltage) && parts.report == whole.report)
    }
  }

  @Test("a file is known by the header cells, and by none of them missing")
  func recognition() throws {
    let format = try format()
    #expect(format.recognise(LogHead(Array(Self.log.utf8), isWholeFile: true)) != .no)
    let other = Self.log.replacing("loop;mode", with: "turn;mode")
    #expect(format.recognise(LogHead(Array(other.utf8), isWholeFile: true)) == .no)
  }

  @Test("unsigned currents take their sign from the phase")
  func unsigned() throws {
    let text = Self.description.replacing("discharge-positive", with: "unsigned")
    let (rows, _) = samples(try format(text), Self.log)
    #expect(rows.map { $0.current < 0 } == [false, true, true, false, false])
  }

  @Test(
    "what is wrong is named with its line and the nearest word",
    arguments: [
      (
        "id = \"lab-bridge\"", "id = \"Lab Bridge\"",
        "lab.toml:1:1: expected an id of small letters, digits and hyphens"
      ),
      ("voltage = \"U/mV\"", "voltaeg = \"U/mV\"", "lab.toml:9:1: unknown column “voltaeg” (did you mean “voltage”?)"),
      ("unit = \"mA\"", "unit = \"mV\"", "lab.toml:10:1: “mV” does not measure current"),
      ("unit = \"mA\"", "unit = \"furlong\"", "lab.toml:10:1: “furlong” is no unit that celltop knows"),
      (
        "{ name = \"Qc\", unit = \"Ah\" }", "\"Qc\"",
        "lab.toml:11:1: the header “Qc” names no unit of capacity: add unit = \"…\""
      ),
      (
        "discharge_capacity = { name = \"Qd\", unit = \"Ah\" }\n", "",
        "lab.toml:7:2: charge_capacity and discharge_capacity belong together"
      ),
      (
        "delimiter = \"semicolon\"", "delimiter = \"semicolons\"",
        "lab.toml:3:1: unknown value “semicolons” (did you mean “semicolon”?)"
      ),
    ])
  func mistakes(good: String, bad: String, message: String) {
    let read = FormatReader.read(Self.description.replacing(good, with: bad), file: "lab.toml")
    #expect(read.format == nil)
    #expect(read.problems.map(\.description).contains(message), "\(read.problems.map(\.description))")
  }

  @Test("a description without columns, or with the id of another format, is refused")
  func refused() {
    let empty = FormatReader.read("id = \"x\"\n", file: "lab.toml")
    #expect(empty.format == nil && empty.problems.count == 2)
    let taken = FormatReader.read(Self.description, file: "lab.toml", taken: ["lab-bridge"])
    #expect(taken.problems.map(\.message) == ["there is a format “lab-bridge” already"])
  }
}
