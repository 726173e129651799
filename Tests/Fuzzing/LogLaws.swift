import CellModel
import CyclerFormats
import Fleet

/// Stops the fuzzer with an input that breaks a law.
func require(_ condition: Bool, _ law: @autoclosure () -> String) {
  if !condition { fatalError(law()) }
}

/// What must hold for any bytes that are read as a log of any format.
struct LogLaws {
  private let bytes: [UInt8]
  private let format: any CyclerFormat
  /// Ends of the pieces in which the bytes come; the bytes themselves say how they are cut.
  private let cuts: [Int]

  init(_ bytes: [UInt8], _ format: any CyclerFormat) {
    self.bytes = bytes
    self.format = format
    var state = bytes.suffix(8).reduce(0x9E37_79B9_7F4A_7C15 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let longest = [3, 40, 600, 5000][Int(state >> 60) & 3] * (1 + bytes.count / 4096)
    var cuts: [Int] = []
    var place = 0
    while place < bytes.count {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      place = min(bytes.count, place + 1 + Int(state >> 33) % longest)
      cuts.append(place)
    }
    self.cuts = cuts
  }

  func check() {
    let whole = Decoded(bytes, format, cuts: [bytes.count])
    let report = whole.report
    require(report.rows == whole.samples.count, "\(report.rows) rows reported, \(whole.samples.count) samples given")
    require(report.badRows >= 0 && (report.badRows > 0) == (report.firstBadRow != nil), "bad rows without the first")
    require(report.warnings.count <= 20 && report.preamble.count <= 40, "a report without bounds")
    for sample in whole.samples {
      require(bytes.indices.contains(sample.byteOffset), "a row at byte \(sample.byteOffset) of \(bytes.count)")
    }
    let pieces = Decoded(bytes, format, cuts: cuts)
    require(
      pieces.samples.count == whole.samples.count,
      "\(whole.samples.count) samples as a whole, \(pieces.samples.count) in pieces")
    for (index, (one, other)) in zip(whole.samples, pieces.samples).enumerated() {
      require(SampleBits(one) == SampleBits(other), "sample \(index): as a whole \(one), in pieces \(other)")
    }
    let (one, other) = (String(describing: report), String(describing: pieces.report))
    require(one == other, "report: as a whole \(one), in pieces \(other)")
    checkFold()
  }

  /// Folds the log, as a whole and as it grows.
  private func checkFold() {
    let (whole, grown) = (fold([bytes.count]), fold(cuts))
    require(whole.cycles.count == grown.cycles.count, "\(whole.cycles.count) cycles, \(grown.cycles.count) as it grows")
    for (one, other) in zip(whole.cycles, grown.cycles).prefix(4) {
      let (one, other) = (String(describing: one), String(describing: other))
      require(one == other, "cycle: \(one), as it grows \(other)")
    }
  }

  private func fold(_ cuts: [Int]) -> (cycles: [Cycle], rows: Int) {
    var fleet = FleetFold()
    let id = CellID("fuzz")
    let channel = fleet.open(id: id, name: "fuzz", path: "fuzz", format: format, facts: CellFacts(), now: 0)
    var from = 0
    for (index, cut) in cuts.enumerated() {
      fleet.decode(bytes.span.extracting(from..<cut), of: channel, changedAt: 1e9, now: 1e9)
      from = cut
      // What is written last may stand without a line's end for hours.
      if cuts.count > 1, index == cuts.count / 2 {
        fleet.takeLastLine(of: channel)
        _ = fleet.state(now: 1e9, focus: id)
      }
    }
    fleet.finish(channel)
    _ = fleet.state(now: 1e9 + 60, focus: id)
    guard let fold = fleet.fold(of: channel) else { return ([], 0) }
    return (fold.cycles, fold.rows)
  }
}

/// What a decoder makes of bytes that come in pieces.
private struct Decoded {
  var samples: [Sample]
  var report: DecodingReport

  init(_ bytes: [UInt8], _ format: any CyclerFormat, cuts: [Int]) {
    var decoder = format.makeDecoder()
    var batch = SampleBatch()
    var from = 0
    for cut in cuts {
      decoder.decode(bytes.span.extracting(from..<cut), into: &batch)
      from = cut
    }
    decoder.finish(into: &batch)
    samples = batch.samples
    report = decoder.report
  }
}
