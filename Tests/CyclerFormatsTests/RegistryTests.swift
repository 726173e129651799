import CellModel
import Testing

@testable import CyclerFormats

@Suite("Every registered format")
struct RegistryTests {
  @Test("has a stable name of its own, and says in one line how its files grow")
  func names() {
    let all = FormatRegistry.all
    #expect(Set(all.map(\.id)).count == all.count)
    #expect(Set(all.map(\.title)).count == all.count)
    for format in all {
      #expect(format.id.utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }, "\(format.id)")
      #expect(!format.notes.isEmpty && !format.notes.contains("\n"))
      #expect(FormatRegistry.format(id: format.id)?.id == format.id)
    }
    #expect(FormatRegistry.format(id: "no-such-format") == nil)
  }

  @Test("claims its own sample and no other format's", arguments: formatIndices)
  func claims(index: Int) {
    let format = FormatRegistry.all[index]
    for other in FormatRegistry.all {
      let recognition = format.recognise(LogHead(other.sampleBytes, isWholeFile: true))
      if case .yes(let what) = recognition {
        #expect(other.id == format.id, "\(format.id) claims the sample of \(other.id): \(what)")
        #expect(!what.isEmpty)
      } else {
        #expect(other.id != format.id, "\(format.id) does not know its own sample")
        #expect(recognition == .no)
      }
    }
  }

  @Test("is never taken for another while its file is still short", arguments: formatIndices)
  func growingHead(index: Int) {
    let format = FormatRegistry.all[index]
    let bytes = format.sampleBytes
    for length in 0...bytes.count {
      if case .known(let found, _) = FormatRegistry.identify(LogHead(Array(bytes[..<length]), isWholeFile: true)) {
        #expect(found.id == format.id, "\(length) bytes")
      }
    }
  }

  @Test("decodes its sample without a bad row, into the test that all samples tell of", arguments: instantFormatIndices)
  func samples(index: Int) throws {
    let format = FormatRegistry.all[index]
    let log = DecodedLog(format.sampleBytes, format)
    #expect(log.plainReport.badRows == 0 && log.plainReport.staleRows == 0)
    #expect(log.plainReport.firstBadRow == nil && log.plainReport.warnings == [])
    // Gamry's and Ivium's potentiostats store no capacity.
    #expect((log.plainReport.traits.counterKind == .none) == ["gamry-dta", "ivium-idf"].contains(format.id))
    #expect(log.rows.count == 5 && log.plainReport.rows == 5)
    let first = try #require(log.rows.first)
    #expect(first.startsTest)
    #expect(log.rows.dropFirst().allSatisfy { !$0.startsTest })
    for (row, next) in zip(log.rows, log.rows.dropFirst()) {
      #expect(next.testTime >= row.testTime && next.row > row.row && next.byteOffset > row.byteOffset)
    }
    let currents = log.rows.map { ($0.current * 1e6).rounded() / 1e6 }
    let signs = format.id == "arbin-csv" ? [0, 0.001, 0.001, -0.001, -0.001] : [0, -0.001, -0.001, 0.001, 0.001]
    #expect(currents == signs)
  }

  @Test("finds each row where it says that it begins", arguments: textFormatIndices)
  func byteOffsets(index: Int) {
    let format = FormatRegistry.all[index]
    let bytes = format.sampleBytes
    let starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    for sample in DecodedLog(bytes, format).rows {
      #expect(starts[Int(sample.row) - 1] == sample.byteOffset)
    }
  }

  @Test(
    "is known by the names of its columns where somebody has moved, added and quoted some", arguments: textFormatIndices
  )
  func rearranged(index: Int) throws {
    let format = FormatRegistry.all[index]
    guard let table = format as? any TableFormat else { return }
    let columns = type(of: table).dialect.columns
    let lines = format.sample.split(separator: "\n").map(String.init)
    let header = try #require(lines.firstIndex { columns.resolve($0) != nil })
    let delimiter = String(Unicode.Scalar(try #require(columns.resolve(lines[header])).delimiter))
    let width = lines[header].split(separator: delimiter, omittingEmptySubsequences: false).count
    let moved = lines[header...].enumerated().map { number, line in
      let cells = line.split(separator: delimiter, omittingEmptySubsequences: false)
      let reversed = (0..<width).reversed().map { "\"\($0 < cells.count ? cells[$0] : "")\"" }
      return ([number == 0 ? "Remark" : "by hand"] + reversed).joined(separator: delimiter)
    }
    let bytes = Array((["A copy for the report"] + lines[..<header] + moved).joined(separator: "\n").utf8) + [0x0A]
    guard case .known(let found, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else {
      Issue.record("\(format.id) is not recognised")
      return
    }
    #expect(found.id == format.id)
    func values(_ log: DecodedLog) -> [String] {
      log.rows.map {
        "\($0.testTime) \($0.wallTime) \($0.voltage) \($0.current) \($0.counter) \($0.dischargeCounter) \($0.vendorCycle)"
          + " \($0.vendorStep) \($0.phase) \($0.temperature)"
      }
    }
    #expect(values(DecodedLog(bytes, found)) == values(DecodedLog(format.sampleBytes, format)))
  }

  @Test("leaves alone a vendor's tables that hold no rows over time")
  func tablesWithoutTime() {
    let opening = "EXPLAIN\nTAG\tPWR800\nCYCLES\tIQUANT\t50\tCycles (#)\n"
    let tables = [
      "Gamry's half-cycles": opening + "CAPACITYCURVE\tTABLE\n\tPt\tTime\tType\tCycle\tCharge\tVstart\tVend\n"
        + "\t#\ts\t#\t#\tC\tV\tV\n\t1\t3493\t0\t1\t4362.1\t0.79\t1.21\n",
      "Gamry's impedance": opening + "ZCURVE\tTABLE\n\tPt\tTime\tFreq\tZreal\tZimag\tIdc\tVdc\n"
        + "\t#\ts\tHz\tohm\tohm\tA\tV\n\t0\t2\t100019.5\t0.02\t0.01\t1E-005\t3.3\n",
      "Battery Archive's cycles": "Cycle_Index,Start_Time,End_Time,Test_Time (s),Min_Current (A),Max_Current (A)\n"
        + "1.0,30.0,7200.0,7200.0,-0.5,0.5\n",
      "batdata's cycles": "Cycle_Index,Cycle_Label,Time_s,Time_d,Datenum_d,Q_chg,Q_dis,CE,V_min,V_max,I_min,I_max\n"
        + "1,,0,0,737792.44,0.0217,0.0219,0.99,3,4.1,-0.001,0.001\n",
      "Neware's cycles": "Cycle Index,Chg. Cap.(Ah),DChg. Cap.(Ah),Chg.-DChg. Eff(%)\n1,0.02,0.33,1465.46\n"
        + "2,0.3,0.3,100\n",
      "Neware's steps in Chinese": "循环号,工步号,工步序号,工步类型,工步时间,起始绝对时间,结束绝对时间,容量(mAh),起始电压(V)\n"
        + "1,1,1,搁置,00:00:20,2026-03-02 09:00:00,2026-03-02 09:00:20,0,2.9\n",
      "Neware's steps": "Cycle Index,Step Index,Step Number,Step Type,Step Time,Capacity(Ah)\n1,1,1,Rest,00:00:20,0\n",
      "Maccor's impedance": "Today's Date 03/03/2026\nRec#\tFreq\tZreal\tZimag\n1\t1000\t0.02\t0.01\n",
    ]
    for (what, text) in tables {
      for length in 0...text.utf8.count {
        let head = LogHead(Array(text.utf8.prefix(length)), isWholeFile: true)
        guard case .known(let format, _) = FormatRegistry.identify(head) else { continue }
        Issue.record("\(format.id) claims \(what) at \(length) bytes")
        break
      }
    }
  }

  @Test("leaves alone what is no cycler log")
  func strangers() {
    let strangers = [
      "", "\n", "hello\n", "a,b,c\n1,2,3\n", "{\"rows\": []}\n", "<?xml version=\"1.0\"?>\n", "time,price\n1,2\n",
      "Date,Open,High,Low,Close\n2026-01-01,1,2,3,4\n", "PK\u{3}\u{4}\n", "\u{0}\u{1}\u{0}\u{0}Standard Jet DB\n",
    ]
    for text in strangers {
      if case .known(let format, let what) = FormatRegistry.identify(LogHead(Array(text.utf8), isWholeFile: true)) {
        Issue.record("\(format.id) claims \(text): \(what)")
      }
    }
  }

  @Test("a log stays a log when a power cut has left NUL bytes behind its header", arguments: textFormatIndices)
  func powerCut(index: Int) throws {
    let format = FormatRegistry.all[index]
    let bytes = Array(format.sample.utf8) + [UInt8](repeating: 0, count: 4096)
    guard case .known(let found, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else {
      Issue.record("\(format.id) is not recognised")
      return
    }
    #expect(found.id == format.id)
  }
}
