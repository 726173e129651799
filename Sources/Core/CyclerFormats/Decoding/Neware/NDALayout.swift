import CellModel

/// How one generation of Neware's `.nda` keeps its records.
///
/// Layouts as published by the reader fastnda, checked on files of every generation but 23 and 26.
enum NDALayout: UInt8, Codable, Sendable {
  /// Version 8: 59 bytes, one capacity, whole seconds.
  case v8
  /// Versions 22 and 23: 86 bytes, seconds since 1970.
  case v22
  /// Versions 26 and 29: 86 bytes, calendar dates.
  case v29
  /// Version 130 of BTS 9.0: 88 bytes, floats, no cycle number.
  case bts90
  /// Version 130 of BTS 9.1: records as long as the test's channels need, floats, total time.
  case bts91

  /// Bytes a record; 0 where only the file itself tells.
  var size: Int {
    switch self {
    case .v8: 59
    case .v22, .v29: 86
    case .bts90: 88
    case .bts91: 0
    }
  }

  /// What stands in one record.
  enum Record: Equatable {
    case row(NDARow)
    /// °C.
    case temperature(Double)
    /// A note of the cycler's, or an auxiliary channel of another kind.
    case aside
    case unknown
  }

  /// Reads the record at `start`; `mark` is what a row of BTS 9.1 begins with.
  func read(_ bytes: borrowing Span<UInt8>, at start: Int, size: Int, mark: UInt16) -> Record {
    switch self {
    case .v8:
      switch bytes.uint8(at: start) {
      case 0: .row(rowOfV8(bytes, at: start))
      case 0xFF: .aside
      default: .unknown
      }
    case .v22, .v29:
      switch bytes.uint8(at: start) {
      case 0x55: .row(rowOfV22(bytes, at: start))
      case 0x65: .temperature(Double(Int16(bitPattern: bytes.uint16(at: start + 34))) / 10)
      case 0xAA: .aside
      default: .unknown
      }
    case .bts90:
      switch (bytes.uint32(at: start), bytes.uint8(at: start + 4)) {
      case (0x0700_5012, 0x55): .row(rowOfBTS90(bytes, at: start))
      case (0x0700_5012, _): .aside
      default: .unknown
      }
    case .bts91:
      bytes.uint16(at: start) == mark ? .row(rowOfBTS91(bytes, at: start, size: size)) : .unknown
    }
  }

  private func rowOfV8(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDARow {
    var row = NDARow(index: bytes.uint32(at: start + 1))
    row.cycle = bytes.uint32(at: start + 5)
    row.step = UInt16(bytes.uint8(at: start + 9))
    row.type = bytes.uint8(at: start + 10)
    row.stepTime = Double(bytes.uint32(at: start + 11))
    row.voltage = Double(bytes.int32(at: start + 15)) / 1e4
    row.current = Double(bytes.int32(at: start + 19)) / 1e6
    row.resolution = 1 / 3.6e6
    // One unsigned count a step, of whichever direction the current has.
    let count = Double(bytes.int64(at: start + 31)) / 3.6e6
    row.setCount(row.current < 0 ? -count.magnitude : count.magnitude)
    row.wallTime = NDARow.seconds(bytes.uint64(at: start + 47), perSecond: 1)
    return row
  }

  private func rowOfV22(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDARow {
    var row = NDARow(index: bytes.uint32(at: start + 2))
    row.cycle = bytes.uint32(at: start + 6) &+ 1
    row.step = bytes.uint16(at: start + 10)
    row.type = bytes.uint8(at: start + 12)
    row.jump = bytes.uint8(at: start + 13)
    row.stepTime = Double(bytes.uint64(at: start + 14)) / 1e3
    row.voltage = Double(bytes.int32(at: start + 22)) / 1e4
    let unit = Self.milliamperes(range: bytes.int32(at: start + 78))
    row.current = Double(bytes.int32(at: start + 26)) * unit * 1e-3
    row.resolution = unit / 3600
    row.charge = Double(bytes.int64(at: start + 38)).magnitude * row.resolution
    row.discharge = Double(bytes.int64(at: start + 46)).magnitude * row.resolution
    if self == .v22 {
      row.wallTime = NDARow.seconds(bytes.uint64(at: start + 70), perSecond: 1)
    } else {
      row.wallTime = Self.date(bytes, at: start + 70)
    }
    return row
  }

  private func rowOfBTS90(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDARow {
    var row = NDARow(index: bytes.uint32(at: start + 16))
    row.step = UInt16(bytes.uint8(at: start + 9))
    row.type = bytes.uint8(at: start + 10)
    row.stepTime = Double(bytes.uint64(at: start + 28)) / 1e6
    row.voltage = bytes.float32(at: start + 36)
    row.current = bytes.float32(at: start + 40) * 1e-3
    row.setCount(bytes.float32(at: start + 60) / 3600)
    row.wallTime = NDARow.seconds(bytes.uint64(at: start + 68), perSecond: 1e6)
    return row
  }

  private func rowOfBTS91(_ bytes: borrowing Span<UInt8>, at start: Int, size: Int) -> NDARow {
    var row = NDARow(index: bytes.uint32(at: start + 8))
    row.step = UInt16(bytes.uint8(at: start + 2))
    row.type = bytes.uint8(at: start + 3)
    row.totalTime = Double(bytes.uint32(at: start + 12)) + Double(bytes.uint32(at: start + 16)) * 1e-9
    row.current = bytes.float32(at: start + 20) * 1e-3
    row.voltage = bytes.float32(at: start + 24)
    row.setCount(bytes.float32(at: start + 28) / 3600)
    row.cycle = bytes.uint32(at: start + 36) &+ 1
    row.wallTime =
      NDARow.seconds(UInt64(bytes.uint32(at: start + 44)), perSecond: 1) + Double(bytes.uint32(at: start + 48)) * 1e-9
    if size >= 56 { row.temperature = bytes.float32(at: start + 52) }
    return row
  }

  /// What one unit of a current means on a range of the instrument, mA; a negative range is one of the finer instruments.
  static func milliamperes(range: Int32) -> Double {
    switch range {
    case ...(-100_000_000): 10
    case ...(-1000): 1e-2
    case ...(-100): 1e-3
    case ...(-10): 1e-4
    case ..<0: 1e-5
    case 0: 0
    case ..<10: 1e-4
    case ..<100: 1e-3
    case ..<1000: 1e-2
    default: 1e-1
    }
  }

  static func date(_ bytes: borrowing Span<UInt8>, at start: Int) -> Double {
    let (year, month, day) = (Int(bytes.uint16(at: start)), Int(bytes.uint8(at: start + 2)), bytes.uint8(at: start + 3))
    guard 1990...2200 ~= year, 1...12 ~= month, 1...31 ~= day else { return .nan }
    let days = ClockScanner.daysSince1970(year: year, month: month, day: Int(day))
    let (hour, minute) = (Int(bytes.uint8(at: start + 4)), Int(bytes.uint8(at: start + 5)))
    return Double(days * 86400 + hour * 3600 + minute * 60 + Int(bytes.uint8(at: start + 6)))
  }
}

/// A row of a `.nda` file in common units.
struct NDARow: Equatable {
  var index: UInt32
  /// As people count it, from 1; nil where the file stores none.
  var cycle: UInt32?
  var step: UInt16 = 0
  var type: UInt8 = 0
  /// Counts the steps as they were run, where the file does.
  var jump: UInt8 = 0
  /// s; NaN where the file stores the total time.
  var stepTime = Double.nan
  /// s.
  var totalTime = Double.nan
  /// s since 1970.
  var wallTime = Double.nan
  /// V.
  var voltage = Double.nan
  /// A.
  var current = Double.nan
  /// mAh since the step began.
  var charge = 0.0
  /// mAh since the step began, positive.
  var discharge = 0.0
  /// °C.
  var temperature = Double.nan
  /// Step of the counters, mAh.
  var resolution = Double(Float.ulpOfOne)

  init(index: UInt32) { self.index = index }

  /// Takes a signed count of the step, mAh, positive on charge.
  mutating func setCount(_ count: Double) {
    charge = count > 0 ? count : 0
    discharge = count < 0 ? -count : 0
  }

  static func seconds(_ count: UInt64, perSecond: Double) -> Double {
    let seconds = Double(count) / perSecond
    // 1990 to 2200.
    return seconds > 6e8 && seconds < 7.3e9 ? seconds : .nan
  }

  /// The cycler's step types by what they do to the cell.
  var phase: Phase { Self.phase(ofType: type) }

  /// What a step type does to the cell.
  static func phase(ofType type: UInt8) -> Phase {
    switch type {
    case 1, 3, 7, 9, 18, 27: .charge
    case 2, 8, 10, 19, 20, 26: .discharge
    case 4, 22: .rest
    case 5, 13, 21: .other
    // Pulses, simulations and ramps go both ways.
    default: .unstated
    }
  }
}
