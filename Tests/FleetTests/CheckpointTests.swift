import BinaryCoding
import CellModel
import CyclerFormats
import Fleet
import SimulatedLab
import TestSupport
import Testing

/// A channel with the clock at which its bytes came.
private struct Reading {
  var channel: Channel
  var batch = SampleBatch()

  static let now = SyntheticLog.start + 1e6

  init(_ format: any CyclerFormat, _ facts: CellFacts = CellFacts()) {
    channel = Channel(ChannelFold(id: CellID("a.log"), path: "/lab/a.log", format: format, facts: facts), name: "a")
  }

  mutating func take(_ bytes: ArraySlice<UInt8>) {
    let piece = Array(bytes)
    channel.decode(piece.span, through: &batch, changedAt: Self.now, now: Self.now)
  }

  mutating func goOn(_ format: any CyclerFormat, newFrom: Int = 0) {
    let link = StitchPlan.Link(name: "b.log", reason: "test time goes on", provenance: .inferred, newFrom: newFrom)
    channel.goOn(inFile: "/lab/b.log", format: format, as: link)
  }

  /// Puts the channel aside and takes it up again, as a restart does.
  mutating func restart(_ format: any CyclerFormat) throws {
    let writer = BinaryWriter()
    try writer.write { try channel.encode(to: $0) }
    let reader = BinaryReader(writer.bytes)
    channel = try reader.read { try Channel(resuming: $0, format: format) }
    #expect(reader.isAtEnd)
  }

  /// Everything that any screen or table can tell of the channel.
  func told(finished: Bool = true) -> String {
    var fleet = FleetFold()
    let position = fleet.add(channel)
    if finished { fleet.finish(position) }
    return String(describing: fleet.state(now: Self.now, focus: CellID("a.log")))
  }
}

@Suite("A channel put aside and taken up again")
struct CheckpointTests {
  /// A log with what a decoder remembers from row to row: a bad row, a blank line, a last line without its newline.
  private static func eventful(_ format: any CyclerFormat) -> [UInt8] {
    guard format.isText else { return format.sampleBytes }
    let sample = format.sampleBytes
    let last = sample.dropLast().lastIndex(of: 0x0A).map { Array(sample[($0 + 1)...]) } ?? []
    return sample + Array("\nno row at all\n".utf8) + last + last.dropLast()
  }

  @Test("tells what a fresh reading tells, wherever the bytes were cut", arguments: FormatRegistry.all.indices)
  func everyFormat(index: Int) throws {
    let format = FormatRegistry.all[index]
    let bytes = Self.eventful(format)
    var whole = Reading(format)
    whole.take(bytes[...])
    let expected = whole.told()
    for part in 0...6 {
      // Odd places: within a number, a header, a record.
      let cut = bytes.count * part / 6
      var resumed = Reading(format)
      resumed.take(bytes[..<cut])
      try resumed.restart(format)
      resumed.take(bytes[cut...])
      #expect(resumed.told() == expected, "\(format.id) put aside behind byte \(cut) of \(bytes.count)")
    }
  }

  @Test("goes on with cycles, stages and the trace of a whole life", arguments: LogFormat.all.indices)
  func simulated(index: Int) throws {
    let logFormat = LogFormat.all[index]
    var lab = SimulatedLab(
      cells: 3, seed: UInt64(index + 1), cycles: 40, startTime: SyntheticLog.start, formats: [logFormat])
    var files = Array(repeating: [UInt8](), count: 3)
    lab.advance(to: .infinity) { files[$0] += $1 }
    let bytes = files[index % 3]
    guard
      case .known(let format, _) = FormatRegistry.identify(LogHead(Array(bytes.prefix(1 << 16)), isWholeFile: false))
    else {
      Issue.record("no format claims the log")
      return
    }
    var whole = Reading(format)
    whole.take(bytes[...])
    var random = TestSupport.SeededGenerator(seed: UInt64(index))
    let cuts = (0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
    var resumed = Reading(format)
    var start = 0
    for cut in cuts {
      resumed.take(bytes[start..<cut])
      // What was published meanwhile changes nothing.
      _ = resumed.told(finished: false)
      try resumed.restart(format)
      start = cut
    }
    resumed.take(bytes[start...])
    #expect(resumed.told() == whole.told(), "put aside behind \(cuts)")
  }

  @Test(
    "goes on in the second file of a test, and before it, whether or not its first rows are left out",
    arguments: [0, 400])
  func stitched(newFrom: Int) throws {
    let first = SyntheticLog.bytes("R1 D1 C0.98 / D1 C0.97 / D0.5")
    let second = SyntheticLog.bytes("D0.5 C0.96 / D1 C0.95")
    for place in 0..<4 {
      func read(restarting: Bool) throws -> String {
        var reading = Reading(BDFCSV())
        if restarting, place == 0 { try reading.restart(BDFCSV()) }
        reading.take(first[...])
        if restarting, place == 1 { try reading.restart(BDFCSV()) }
        reading.goOn(BDFCSV(), newFrom: newFrom)
        reading.take(second[..<200])
        if restarting, place == 2 { try reading.restart(BDFCSV()) }
        reading.take(second[200...])
        if restarting, place == 3 { try reading.restart(BDFCSV()) }
        return reading.told()
      }
      #expect(try read(restarting: true) == read(restarting: false), "place \(place)")
    }
  }

  @Test("gives a last line without its newline back, so that it cannot count twice")
  func lastLine() throws {
    let bytes = SyntheticLog.bytes("R1 D1 C0.98 / D1 C0.97")
    let cut = bytes.count - 5
    var fold = SyntheticLog.channel(Array(bytes[..<cut]))
    let isTaken = fold.takeLastLine()
    #expect(isTaken)
    let writer = BinaryWriter()
    try writer.write { try fold.encode(to: $0) }
    var resumed = try BinaryReader(writer.bytes).read { try ChannelFold(resuming: $0, format: BDFCSV()) }
    #expect(resumed.bytesRead == cut)
    resumed.decode(Array(bytes[cut...]).span)
    let whole = SyntheticLog.channel(bytes)
    #expect(resumed.rows == whole.rows)
    #expect(String(describing: resumed.allCycles) == String(describing: whole.allCycles))
  }

  @Test("says nothing twice: a flag that is still up raises no second event")
  func flags() throws {
    var reading = Reading(BDFCSV(), SyntheticLog.facts(.half))
    reading.take(SyntheticLog.bytes("R1 D1 C0.5 / D1 C0.5 / D1")[...])
    var fleet = FleetFold()
    let position = fleet.add(reading.channel)
    fleet.set(.following, size: 1, of: position)
    #expect(fleet.state(now: Reading.now, focus: nil).events.contains { $0.text.hasPrefix("low-ce") })
    reading.channel = try #require(fleet.channel(of: position))
    try reading.restart(BDFCSV())
    var restarted = FleetFold()
    _ = restarted.add(reading.channel)
    let state = restarted.state(now: Reading.now, focus: nil)
    #expect(state.cells.first?.flags.contains { $0.code == .lowCE } == true)
    #expect(state.events.isEmpty)
  }

  @Test("takes another name, and no other fact that may have made a number")
  func facts() {
    var told = SyntheticLog.facts(.half)
    var reading = Reading(BDFCSV(), told)
    reading.take(SyntheticLog.bytes("R1 D1 C0.98 / D1")[...])
    told.name = "Li-7"
    told.tags = ["dme"]
    let isRenamed = reading.channel.goesOn(with: told)
    #expect(isRenamed)
    #expect(reading.channel.fold.facts.name == "Li-7")
    for change: (inout CellFacts) -> Void in [
      { $0.configuration = nil }, { $0.formationCycles = Marked(5, .given) }, { $0.stripCutoff = Marked(0.9, .given) },
      { $0.nominalCapacity = Marked(3, .given) }, { $0.lithium = Marked(.capacity(4), .given) },
      { $0.alert.turnEvidence = 9 }, { $0.anodeEfficiency = Marked(.given(0.99), .given) },
    ] {
      var other = told
      change(&other)
      let goesOn = reading.channel.goesOn(with: other)
      #expect(!goesOn)
    }
  }

  @Test("is no other format's, and damaged bytes are an error or another channel, never an end of the program")
  func damaged() throws {
    var reading = Reading(BDFCSV())
    reading.take(SyntheticLog.bytes("R1 D1 C0.98 / D1")[...])
    let writer = BinaryWriter()
    try writer.write { try reading.channel.encode(to: $0) }
    let bytes = writer.bytes
    #expect(throws: (any Error).self) {
      try BinaryReader(bytes).read { try Channel(resuming: $0, format: NewareCSV()) }
    }
    var random = TestSupport.SeededGenerator(seed: 3)
    for _ in 0..<40 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      _ = try? BinaryReader(damaged).read { try Channel(resuming: $0, format: BDFCSV()) }
    }
    #expect(throws: (any Error).self) {
      try BinaryReader(Array(bytes.dropLast())).read { try Channel(resuming: $0, format: BDFCSV()) }
    }
  }
}
