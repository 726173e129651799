import CellModel
import Testing

@testable import CyclerFormats

@Suite("The order of rows")
struct RowOrderTests {
  private static let header =
    "Data_Point,Test_Time(s),Date_Time,Cycle_Index,Current(A),Voltage(V),Charge_Capacity(mAh),Discharge_Capacity(mAh)\n"

  /// Rows of an Arbin export by their numbers, ten seconds apart.
  private static func log(_ numbers: [Int], dated: Bool = true) -> String {
    header
      + numbers.map { number in
        let date = dated ? "03/14/2026 \(9 + number / 360):\(number / 6 % 60):\(number % 6 * 10)" : ""
        return "\(number),\(number * 10),\(date),1,0.001,\(3 + Double(number % 97) / 100),\(Double(number) / 360),0\n"
      }.joined()
  }

  private static func read(_ numbers: [Int], dated: Bool = true) -> DecodedLog {
    let bytes = Array(log(numbers, dated: dated).utf8)
    let whole = DecodedLog(bytes, ArbinCSV())
    #expect(DecodedLog(bytes, ArbinCSV(), cuts: Array(stride(from: 0, to: bytes.count, by: 700))) == whole)
    #expect(whole.plainReport.rows == whole.rows.count)
    return whole
  }

  @Test("a stretch that comes again counts once, in a short log and in a long one", arguments: [300, 4000])
  func repeated(count: Int) {
    for dated in [true, false] {
      let log = Self.read(Array(0..<count) + Array((count - 200)..<(count + 50)), dated: dated)
      #expect(log.rows.map(\.testTime) == (0..<(count + 50)).map { Double($0) * 10 })
      #expect(
        log.plainReport.warnings == ["200 rows repeat earlier ones, first in line \(count + 2): each counts once"])
      #expect(!log.plainReport.traits.isOrderBroken)
    }
  }

  @Test("a log written into its own file a second time counts once")
  func doubled() {
    let log = Self.read(Array(0..<700) + Array(0..<700))
    #expect(log.rows.count == 700)
  }

  @Test("rows in the wrong place are all given and said, and the order is broken for CE")
  func misplaced() {
    var numbers = Array(0..<400)
    numbers.replaceSubrange(100..<140, with: Array(120..<140) + Array(100..<120))
    for dated in [true, false] {
      let log = Self.read(numbers, dated: dated)
      #expect(log.rows.count == 400)
      #expect(log.plainReport.traits.isOrderBroken)
      #expect(
        log.plainReport.warnings.contains {
          $0.hasPrefix("20 rows are not in the order of time, first in line 122: there is no CE")
        })
    }
  }

  @Test("rows like earlier ones that were written later are new")
  func alike() {
    var text = Self.log(Array(0..<600))
    for number in 0..<100 {
      let row = Self.log([number]).dropFirst(Self.header.count).replacing("03/14/2026", with: "04/14/2026")
      text += row
    }
    let log = DecodedLog(Array(text.utf8), ArbinCSV(), finish: false)
    #expect(log.rows.count == 700, "none of them waits")
    #expect(!log.plainReport.traits.isOrderBroken)
  }

  @Test("a test whose clock is set back to zero loses no row and keeps its CE")
  func restart() {
    var text = Self.log(Array(0..<300))
    for number in 0..<300 {
      text += "\(number),\(number * 10),03/15/2026 9:00:00,2,-0.001,3.5,\(300.0 / 360),\(Double(number) / 360)\n"
    }
    let log = DecodedLog(text, ArbinCSV())
    #expect(log.rows.count == 600)
    #expect(!log.plainReport.traits.isOrderBroken)
  }

  @Test(
    "two exports that overlap, one behind the other with its header, count once; a test that began later is another")
  func overlappingExports() {
    let overlap = DecodedLog(Self.log(Array(0..<500)) + Self.log(Array(400..<760)), ArbinCSV())
    #expect(overlap.rows.map(\.testTime) == (0..<760).map { Double($0) * 10 })
    #expect(overlap.plainReport.warnings == ["100 rows repeat earlier ones, first in line 503: each counts once"])
    let doubled = DecodedLog(Self.log(Array(0..<900)) + Self.log(Array(0..<900)), ArbinCSV())
    #expect(doubled.rows.count == 900)
    let later = Self.log(Array(0..<300)).replacing("03/14/2026", with: "03/15/2026")
    let second = DecodedLog(Self.log(Array(0..<300)) + later, ArbinCSV())
    #expect(second.rows.count == 600 && second.rows[300].startsTest && second.rows[300].testTime == 2990)
    #expect(second.plainReport.warnings.isEmpty)
  }

  @Test("what is kept of the rows read is bounded")
  func bounded() {
    var order = RowOrder()
    for number in 0..<20_000 {
      var samples = [Sample(testTime: Double(number), voltage: 3, current: 0.001)]
      order.settle(&samples, from: 0, isOwnClock: true)
      #expect(samples.count == 1)
    }
    var again = (0..<20_000).map { Sample(testTime: Double($0), voltage: 3, current: 0.001) }
    order.settle(&again, from: 0, isOwnClock: true)
    // The last row stands at the newest time and tells nothing by itself.
    #expect(again.isEmpty && order.repeatedRows >= 19_000)
  }

  @Test("times of steps are added up where a Neware export has no others, and that is said")
  func stepTimes() {
    let text = """
      DataPoint,Cycle Index,Step Index,Step Type,Time,Current(mA),Voltage(V),Capacity(mAh)
      1,1,1,CC DChg,00:00:00,-1,0.2,0
      2,1,1,CC DChg,01:00:00,-1,-0.1,1
      3,1,2,CC Chg,00:00:00,1,0.1,0
      4,1,2,CC Chg,00:59:00,1,1,0.98
      5,1,3,Rest,00:00:30,0,0.8,0

      """
    let log = DecodedLog(text, NewareCSV())
    #expect(log.rows.map(\.testTime) == [0, 3600, 3600, 7140, 7170])
    #expect(log.plainReport.warnings == ["no time of the test: the times of its steps are added up"])
  }
}

@Suite("Line ends and UTF-16")
struct LineEndTests {
  private static let lines = [
    "数据序号,循环号,工步号,工步类型,总时间,电流(mA),电压(V),容量(mAh)", "1,1,1,恒流放电,00:00:00,-1,0.2,0",
    "2,1,1,恒流放电,01:00:00,-1,-0.1,1", "3,1,2,恒流充电,01:00:10,1,0.1,0",
  ]

  private static func bytes(_ text: String, wide: Bool?, mark: Bool) -> [UInt8] {
    guard let isBigEndian = wide else { return Array(text.utf8) }
    return ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
      let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      return isBigEndian ? pair.reversed() : pair
    }
  }

  @Test(
    "are read in every encoding, with a mark or without, and each row has its place", arguments: ["\n", "\r\n", "\r"])
  func encodings(end: String) throws {
    let plain = DecodedLog(Self.lines.joined(separator: "\n") + "\n", NewareCSV())
    for wide in [nil, false, true] as [Bool?] {
      for mark in [false, true] {
        let bytes = Self.bytes(Self.lines.joined(separator: end) + end, wide: wide, mark: mark)
        guard case .known(let format, _) = FormatRegistry.identify(LogHead(bytes, isWholeFile: true)) else {
          Issue.record("\(end.debugDescription), wide \(String(describing: wide)), mark \(mark) is not recognised")
          continue
        }
        let log = DecodedLog(bytes, format)
        #expect(log.rows.map(\.testTime) == [0, 3600, 3610])
        #expect(log.rows.map(\.phase) == plain.rows.map(\.phase))
        #expect(log.rows.map(\.row) == [2, 3, 4])
        let starts = Self.lines.indices.dropFirst().map {
          Self.bytes(Self.lines[..<$0].map { $0 + end }.joined(), wide: wide, mark: mark).count
        }
        #expect(log.rows.map(\.byteOffset) == starts, "\(end.debugDescription) \(String(describing: wide)) \(mark)")
        for length in [1, 3] {
          let cut = DecodedLog(bytes, format, cuts: Array(stride(from: 0, to: bytes.count, by: length)))
          #expect(cut == log)
        }
      }
    }
  }

  @Test("of text with zeroes in it, or of a binary file, make no UTF-16")
  func strangers() {
    #expect(WideText(head: Array("DataPoint,Cycle".utf8)) == nil)
    #expect(WideText(head: Array("a\u{0}b\u{0}\u{0}\u{0}c,\u{0}".utf8)) == nil)
    #expect(WideText(head: [0, 1, 0, 0] + Array("Standard Jet DB".utf8)) == nil)
    #expect(WideText(head: []) == nil)
  }
}
