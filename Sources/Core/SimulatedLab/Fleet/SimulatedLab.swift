/// A fleet of simulated cells on their channels, producing vendor logs as far as its own time has come.
///
/// The same arguments give the same bytes, in however many steps the time is advanced. Memory is one cycle a cell.
package struct SimulatedLab: Sendable {
  /// How far the cells have come when the lab's time begins.
  package enum History: Sendable {
    /// All cells begin within the first minutes.
    case none
    /// Cells are in the middle of their tests: some past their turn, some shortly before it.
    case staggered
  }

  /// Unix seconds at which the lab's time is 0.
  package let startTime: Double
  /// The cells, in the order of the file indices.
  package let specifications: [CellSpecification]
  private let seed: UInt64
  private var channels: [Channel] = []
  /// Lab time up to which every channel has been produced, s.
  package private(set) var time = -Double.infinity

  private struct Channel: Sendable {
    var cell: LabCell
    var writer: any LogWriter
    /// The row whose time has not come yet.
    var pending: LabRow?
    var isOpen = false
    var isFinished = false
  }

  private static let rowsPerBatch = 256
  private static let bytesPerEmission = 1 << 16

  /// Builds the fleet: `cells` channels whose tests end after `cycles` cycles or at their death.
  ///
  /// - Parameters:
  ///   - cells: number of channels; from 24 on every kind and every format appears.
  ///   - seed: decides everything drawn at random.
  ///   - cycles: planned cycles of each test, at least 6.
  ///   - startTime: Unix seconds at which the lab's time is 0.
  ///   - history: how far the cells have come at that moment.
  ///   - formats: the formats to write, in turn; all where empty.
  package init(
    cells: Int, seed: UInt64, cycles: Int, startTime: Double, history: History = .none, formats: [LogFormat] = []
  ) {
    self.seed = seed
    self.startTime = startTime
    specifications = CellRoster.specifications(cells: cells, seed: seed, cycles: cycles, formats: formats)
    var turns = 0
    for (index, specification) in specifications.enumerated() {
      var start = startTime + Double(index) * 7
      if history == .staggered {
        start = startTime - Self.headStart(of: specification, turns: &turns, index: index)
      }
      let title = Self.title(of: specification, channel: index % 8 + 1, start: start)
      channels.append(
        Channel(cell: LabCell(specification, start: start), writer: specification.format.makeWriter(title)))
    }
  }

  /// Builds a fleet of exactly these cells, whose tests all begin at `startTime`.
  package init(_ specifications: [CellSpecification], startTime: Double) {
    seed = specifications.first?.seed ?? 0
    self.startTime = startTime
    self.specifications = specifications
    for (index, specification) in specifications.enumerated() {
      let title = Self.title(of: specification, channel: index % 8 + 1, start: startTime)
      channels.append(
        Channel(cell: LabCell(specification, start: startTime), writer: specification.format.makeWriter(title)))
    }
  }

  /// Whether every test has ended and been written to its last row.
  package var isFinished: Bool { channels.allSatisfy { $0.isFinished } }

  /// Unix seconds at which a cell's test began, by its index into `specifications`.
  package func start(of index: Int) -> Double {
    channels.indices.contains(index) ? channels[index].cell.start : startTime
  }

  /// Unix seconds at which the earliest test began.
  package var earliestStart: Double { channels.reduce(startTime) { min($0, $1.cell.start) } }

  /// Produces every row up to a moment of the lab's time and hands whole lines over as bytes, file by file.
  ///
  /// - Parameters:
  ///   - seconds: lab time; earlier moments than before produce nothing, infinity runs every test to its end.
  ///   - emit: takes the index into `specifications` and the bytes to append to that file.
  package mutating func advance(to seconds: Double, emit: (Int, [UInt8]) throws -> Void) rethrows {
    time = max(time, seconds)
    let deadline = startTime + time
    var bytes: [UInt8] = []
    var rows: [LabRow] = []
    for index in channels.indices where !channels[index].isFinished {
      while let row = channels[index].pending ?? channels[index].cell.next() {
        guard row.wallTime <= deadline else {
          channels[index].pending = row
          break
        }
        channels[index].pending = nil
        rows.append(row)
        if rows.count >= Self.rowsPerBatch {
          Self.write(&rows, of: &channels[index], to: &bytes)
          if bytes.count >= Self.bytesPerEmission {
            try emit(index, bytes)
            bytes.removeAll(keepingCapacity: true)
          }
        }
      }
      if channels[index].pending == nil { channels[index].isFinished = true }
      Self.write(&rows, of: &channels[index], to: &bytes)
      if !bytes.isEmpty { try emit(index, bytes) }
      bytes.removeAll(keepingCapacity: true)
    }
  }

  private static func write(_ rows: inout [LabRow], of channel: inout Channel, to bytes: inout [UInt8]) {
    guard !rows.isEmpty else { return }
    if !channel.isOpen {
      bytes.append(contentsOf: channel.writer.header())
      channel.isOpen = true
    }
    channel.writer.append(rows, to: &bytes)
    rows.removeAll(keepingCapacity: true)
  }

  /// The text of `truth.json`: for each cell what it is, what becomes of it and what it truly passed.
  package var truth: String {
    let cells = specifications.map { LabTruth($0).json }
    return "{\"seed\":\(seed),\"cells\":[\n\(cells.joined(separator: ",\n"))\n]}\n"
  }

  /// Seconds of a cell's test that lie before the lab's time 0.
  ///
  /// Cells with an event stand some cycles before or after it, so that a live lab soon has something to show.
  private static func headStart(of specification: CellSpecification, turns: inout Int, index: Int) -> Double {
    let truth = LabTruth(specification)
    let leads = [14, -8, 30, 55, -20, 20, 90]
    var cycle = truth.starts.count * (2 + index * 5 % 7) / 12
    if let event = truth.turningCycle ?? truth.eventCycle {
      cycle = event - leads[turns % leads.count]
      turns += 1
    }
    cycle = min(max(cycle, 2), truth.starts.count - 4)
    guard cycle >= 0, truth.starts.indices.contains(cycle + 1) else { return 0 }
    let pauses = specification.interruptions.reduce(0) { $1.cycle <= cycle ? $0 + $1.duration : $0 }
    // Each somewhere else in its cycle: a fleet never moves in step.
    let phase = Double(index * 7 % 16) / 16
    return truth.starts[cycle] + (truth.starts[cycle + 1] - truth.starts[cycle]) * phase + pauses
  }

  private static func title(of specification: CellSpecification, channel: Int, start: Double) -> LogTitle {
    let file = specification.path.split(separator: "/").last.map(String.init) ?? specification.path
    let cell =
      file.hasSuffix(specification.format.suffix) ? String(file.dropLast(specification.format.suffix.count)) : file
    return LogTitle(
      file: file, cell: cell, comment: "\(cell), \(specification.electrolyte) electrolyte", channel: channel,
      start: start, area: specification.area, capacity: specification.capacity)
  }
}
