import Archives
import CellModel
import CyclerFormats
import Glibc
import Stages

/// What is fuzzed: a format's id, or one of the words below; from the environment, because libFuzzer owns the arguments.
private let target = unsafe getenv("CELLTOP_FUZZ").map { unsafe String(cString: $0) } ?? "any"

/// libFuzzer's entry point: one input is one file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(unsafe UnsafeBufferPointer(start: start, count: count))
  switch target {
  case "any": fuzzRecognised(bytes)
  case "described": fuzzDescribed(bytes)
  case "per-cycle": fuzzPerCycle(bytes)
  case "container": fuzzContainer(bytes)
  case "workbook": fuzzWorkbook(bytes)
  case "pages": fuzzPages(bytes)
  case "seeds": writeSeeds(bytes)
  default:
    guard let format = FormatRegistry.format(id: target) else { fatalError("no target “\(target)”") }
    LogLaws(bytes, format).check()
  }
  return 0
}

/// Reads a file as the format for which it is taken.
private func fuzzRecognised(_ bytes: [UInt8]) {
  for length in [bytes.count, bytes.count / 2, min(bytes.count, 64)] {
    let head = LogHead(Array(bytes.prefix(length)), isWholeFile: length.isMultiple(of: 2))
    if case .known(let format, let what) = FormatRegistry.identify(head) {
      require(!what.isEmpty, "\(format.id) does not say by what it knows the file")
      if length == bytes.count { LogLaws(bytes, format).check() }
    } else {
      _ = SideFile.recognise(unknown: head)
    }
  }
}

/// Reads a log by a description that stands before it: a line `quantity|name|unit` a column, then an empty line.
private func fuzzDescribed(_ bytes: [UInt8]) {
  let quantities: [Quantity] = [
    .testTime, .wallTime, .voltage, .current, .chargeCounter, .dischargeCounter, .sharedCounter, .signedCounter,
    .increment, .temperature, .vendorCycle, .vendorStep, .phaseWord,
  ]
  var columns: [DescribedColumn] = []
  var rest = bytes[...]
  while let end = rest.firstIndex(of: 0x0A), columns.count < 20 {
    let line = rest[..<end]
    rest = rest[(end + 1)...]
    guard let first = line.first else { break }
    let parts = String(decoding: line.dropFirst(), as: UTF8.self).split(
      separator: "|", omittingEmptySubsequences: false)
    columns.append(
      DescribedColumn(
        quantities[Int(first) % quantities.count], String(parts[0]), unit: parts.count > 1 ? String(parts[1]) : nil))
  }
  columns.removeAll { $0.flaw != nil }
  var dialect = TextDialect(columns: ColumnMap(columns.map { $0.entry(isReversed: bytes.count.isMultiple(of: 2)) }))
  dialect.phases = PhaseVocabulary([.init("chg", .charge, whole: true), .init("dchg", .discharge, whole: true)])
  dialect.phaseDecidesSign = bytes.count.isMultiple(of: 3)
  dialect.countersResetEachStep = bytes.count.isMultiple(of: 5)
  let format = DescribedFormat(id: "lab", title: "lab", notes: "", header: columns.map(\.name), dialect: dialect)
  _ = format.recognise(LogHead(Array(rest), isWholeFile: true))
  LogLaws(Array(rest), format).check()
}

private func fuzzPerCycle(_ bytes: [UInt8]) {
  let table = PerCycleTable(bytes, named: "fuzz")
  _ = CellsTable(bytes).contexts
  for series in table.series {
    var detector = TurningPointDetector(StageContext(configuration: .full))
    for point in series.points { _ = detector.observe(point) }
  }
}
