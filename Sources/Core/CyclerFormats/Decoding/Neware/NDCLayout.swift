import CellModel

/// How one version of Neware's `.ndc` files keeps its rows.
///
/// Layouts as published by the reader fastnda, checked on files of versions 5, 11 to 17; version 2 is known from there
/// alone. Versions 2 and 5 keep whole rows; later ones keep voltage and current apart from times and counters.
enum NDCLayout: UInt8, Codable, Sendable {
  case v2 = 2
  case v5 = 5
  case v11 = 11
  case v14 = 14
  case v16 = 16
  case v17 = 17

  init?(version: UInt8) { self.init(rawValue: version) }

  var pageSize: Int { self == .v2 ? 512 : 4096 }
  /// Where the first row of a page stands; pages from version 5 on have a count and a mask of rows before.
  var firstRow: Int { self == .v2 ? 5 : 132 }
  /// Whether a row of data holds all that a sample wants.
  var hasWholeRows: Bool { self == .v2 || self == .v5 }
  /// Whether currents are in A and counters in Ah, not mA and mAs.
  private var isCoarse: Bool { self == .v14 || self == .v17 }

  /// Bytes a row of a kind of file; nil where the kind is not read.
  func rowSize(of kind: NDCFileKind, first: UInt8) -> Int? {
    switch kind {
    case .data: hasWholeRows ? (self == .v2 ? 94 : 87) : 8
    case .auxiliary:
      switch self {
      case .v2: 94
      case .v5: 87
      case .v14, .v17: 4
      case .v11, .v16: first == 0x65 ? 7 : first == 0x74 ? 88 : nil
      }
    case .runInfo:
      switch self {
      case .v2, .v5: nil
      case .v11: 47
      case .v14: 55
      case .v16, .v17: 100
      }
    case .steps: hasWholeRows ? nil : self == .v11 || self == .v14 ? 37 : 100
    case .log, .events: nil
    }
  }

  /// A whole row of version 2 or 5; nil in an empty place.
  func wholeRow(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDARow? {
    let start = start + (self == .v2 ? 8 : 1)
    let index = bytes.uint32(at: start)
    guard index > 0 else { return nil }
    var row = NDARow(index: index)
    row.cycle = bytes.uint32(at: start + 4) &+ 1
    row.step = UInt16(bytes.uint8(at: start + 8))
    row.type = bytes.uint8(at: start + 9)
    row.stepTime = Double(bytes.uint64(at: start + 15)) / 1e3
    row.voltage = Double(bytes.int32(at: start + 23)) / 1e4
    let unit = NDALayout.milliamperes(range: bytes.int32(at: start + 74))
    row.current = Double(bytes.int32(at: start + 27)) * unit * 1e-3
    row.resolution = unit / 3600
    row.charge = Double(bytes.int64(at: start + 35)).magnitude * row.resolution
    row.discharge = Double(bytes.int64(at: start + 43)).magnitude * row.resolution
    row.wallTime = NDALayout.date(bytes, at: start + 67)
    return row
  }

  /// Voltage, V, and current, A, of a row from version 11 on.
  func measurement(_ bytes: borrowing Span<UInt8>, at start: Int) -> (voltage: Double, current: Double) {
    let (voltage, current) = (bytes.float32(at: start), bytes.float32(at: start + 4))
    return isCoarse ? (voltage, current) : (voltage * 1e-4, current * 1e-3)
  }

  /// A row of times and counters.
  func runInfo(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDCRunInfo {
    let unit = isCoarse ? 1000 : 1 / 3600.0
    return NDCRunInfo(
      index: Int(bytes.uint32(at: start + 41)), stepMark: bytes.uint32(at: start + 37),
      stepTime: Double(bytes.uint32(at: start)) / 1e3, interval: Double(bytes.int32(at: start + 29)) / 1e3,
      wallTime: Double(bytes.uint32(at: start + 33)) + Double(bytes.uint16(at: start + 45)) / 1e3,
      charge: (bytes.float32(at: start + 5) * unit).magnitude,
      discharge: (bytes.float32(at: start + 9) * unit).magnitude)
  }

  /// A row of the steps.
  func step(_ bytes: borrowing Span<UInt8>, at start: Int) -> NDCStep {
    NDCStep(
      cycle: bytes.uint32(at: start) &+ 1, number: bytes.uint32(at: start + 4), type: bytes.uint8(at: start + 24))
  }

  /// The temperature of a row of an auxiliary file, °C, where its rows say that they hold one.
  func temperature(_ bytes: borrowing Span<UInt8>, at start: Int, size: Int) -> Float {
    let place =
      switch size {
      case 94: 41
      case 87: 34
      case 88: 35
      case 7: 5
      default: -1
      }
    guard place >= 0 else { return Float(bytes.float32(at: start)) }
    return Float(Int16(bitPattern: bytes.uint16(at: start + place))) / 10
  }

  /// The number of the row to which a row of an auxiliary file belongs, where it names one.
  func auxiliaryIndex(_ bytes: borrowing Span<UInt8>, at start: Int, size: Int) -> Int? {
    switch size {
    case 94: Int(bytes.uint32(at: start + 8))
    case 87, 88: Int(bytes.uint32(at: start + 1))
    default: nil
    }
  }
}

/// Times and counters of a row, which hold until the next such row.
struct NDCRunInfo: Equatable, Codable, Sendable {
  /// Number of the row of data.
  var index: Int
  /// Another value with every step.
  var stepMark: UInt32
  /// s since the step began.
  var stepTime: Double
  /// s from row to row from here on.
  var interval: Double
  /// s since 1970.
  var wallTime: Double
  /// mAh since the step began.
  var charge: Double
  /// mAh since the step began, positive.
  var discharge: Double
}

/// A step as it was run.
struct NDCStep: Equatable, Codable, Sendable {
  /// From 1.
  var cycle: UInt32
  /// In the schedule.
  var number: UInt32
  var type: UInt8
}
