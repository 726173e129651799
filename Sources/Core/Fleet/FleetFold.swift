package import CellModel
package import CyclerFormats
package import Cycling
import Metrics

/// The fold of every channel: bytes and what became of the files in, one value for the screens out.
package struct FleetFold: Sendable {
  /// A channel's place; holds as long as the fleet.
  package struct Position: Hashable, Sendable {
    fileprivate let index: Int
  }

  /// Events kept for the event log.
  static let eventLimit = 500

  private var channels: [Channel] = []
  /// Channels that became part of another one; their places stay, so that positions hold.
  private var closed: Set<Int> = []
  var events: [FleetEvent] = [] {
    didSet { hasNews = true }
  }
  /// Cells as an earlier run knew them, while their logs are read.
  var recalled: [CellSummary] = [] {
    didSet { hasNews = true }
  }
  /// Flags whose events an earlier run has told, of cells whose logs were not read to their ends since.
  var flagsToldBefore: [CellID: Set<FlagCode>] = [:]
  private var batch = SampleBatch()
  /// Whether cells came, went or were told a name since all were named.
  private var areNamesDue = false
  /// How much of each channel's trace is kept.
  package let trace: TraceDepth
  /// How far the first reading has come, as the reader tells.
  package var progress = LoadingProgress() {
    didSet { if progress != oldValue { hasNews = true } }
  }
  /// Whether anything but the time of day changed since the state was last asked for.
  private var hasNews = true

  package init(trace: TraceDepth = .full) { self.trace = trace }

  /// Adds a channel at the first byte of its log.
  package mutating func open(
    id: CellID, name: String, path: String, format: any CyclerFormat, facts: CellFacts, now: Double
  ) -> Position {
    makeRoom()
    channels.append(
      Channel(ChannelFold(id: id, path: path, format: format, facts: facts, trace: trace), name: name))
    return Position(index: channels.count - 1)
  }

  /// Takes the next bytes of a channel's log; `changedAt` is the file's own time stamp, wall-clock seconds.
  package mutating func decode(_ bytes: Span<UInt8>, of position: Position, changedAt: Double, now: Double) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].decode(bytes, through: &batch, changedAt: changedAt, now: now)
  }

  /// Channels are large: an array that doubles would hold as much again empty.
  private mutating func makeRoom() {
    (hasNews, areNamesDue) = (true, true)
    if channels.count == channels.capacity { channels.reserveCapacity(channels.count + channels.count / 8 + 8) }
  }

  /// Adds a channel that was read elsewhere.
  package mutating func add(_ channel: Channel) -> Position {
    makeRoom()
    channels.append(channel)
    return Position(index: channels.count - 1)
  }

  /// A channel as it stands, to be put aside.
  package func channel(of position: Position) -> Channel? {
    channels.indices.contains(position.index) ? channels[position.index] : nil
  }

  /// Goes on with a channel's test in another file, because of what the link says.
  package mutating func goOn(
    _ position: Position, inFile path: String, format: any CyclerFormat, as link: StitchPlan.Link
  ) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].goOn(inFile: path, format: format, as: link)
  }

  /// Gives a channel up: its files are now part of another one.
  package mutating func close(_ position: Position) {
    closed.insert(position.index)
    (hasNews, areNamesDue) = (true, true)
  }

  /// Takes what the user tells of a channel's cell now; true if its log must be read again for it.
  package mutating func adopt(_ facts: CellFacts, of position: Position) -> Bool {
    guard channels.indices.contains(position.index), channels[position.index].fold.facts != facts else { return false }
    areNamesDue = true
    return channels[position.index].adopt(facts)
  }

  /// Bytes of a channel's log that were decoded.
  package func bytesDecoded(of position: Position) -> Int? {
    channels.indices.contains(position.index) ? channels[position.index].fold.bytesRead : nil
  }

  /// The identifier of a channel.
  package func id(of position: Position) -> CellID? {
    channels.indices.contains(position.index) ? channels[position.index].fold.id : nil
  }

  /// Tells of a file that was left out, because it is a copy of one of a channel's.
  package mutating func leaveOut(_ sentence: String, of position: Position) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].leaveOut(sentence)
  }

  /// Whether a channel has any row.
  package func hasRows(_ position: Position) -> Bool {
    channels.indices.contains(position.index) && channels[position.index].lastRowAt != nil
  }

  /// Takes a last line without its newline, if it has every column; it is given back when more comes.
  package mutating func takeLastLine(of position: Position) {
    guard channels.indices.contains(position.index) else { return }
    if channels[position.index].fold.takeLastLine() { channels[position.index].touch() }
  }

  /// Takes a channel's log as ended: its last line needs no newline.
  package mutating func finish(_ position: Position) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].fold.finish()
    channels[position.index].touch()
  }

  /// Discards what was folded: the log is read again from its first byte.
  package mutating func restart(
    _ position: Position, format: any CyclerFormat, facts: CellFacts, reason: String, now: Double
  ) {
    guard channels.indices.contains(position.index) else { return }
    let old = channels[position.index]
    areNamesDue = true
    channels[position.index] = Channel(
      ChannelFold(id: old.fold.id, path: old.fold.path, format: format, facts: facts, trace: trace),
      name: old.plainName)
    note("read again from the beginning: \(reason)", of: old.fold.id, .notice, now: now)
  }

  /// Puts a new reading of a channel's whole log in the place of the old one; `changedAt` is the file's own time stamp.
  package mutating func replace(_ position: Position, by fresh: ChannelFold, changedAt: Double, now: Double) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].replace(by: fresh, changedAt: changedAt, now: now)
  }

  /// Tells how the reading of a channel's file stands.
  package mutating func set(_ status: SourceState.Status, size: Int, of position: Position) {
    guard channels.indices.contains(position.index) else { return }
    let old = channels[position.index].source
    guard old.status != status || old.size != size else { return }
    channels[position.index].source.status = status
    channels[position.index].source.size = size
    channels[position.index].touch()
  }

  /// Tells how much of a channel's file was read, bytes, where that is not what was decoded: a log that was unpacked.
  package mutating func setRead(_ bytes: Int, of position: Position) {
    guard channels.indices.contains(position.index) else { return }
    channels[position.index].source.bytesRead = bytes
    channels[position.index].touch()
  }

  /// Adds a line to the event log.
  package mutating func note(_ text: String, of cell: CellID?, _ severity: Severity, now: Double) {
    events.append(FleetEvent(time: now, cell: cell, severity: severity, text: text))
    if events.count > Self.eventLimit { events.removeFirst(events.count - Self.eventLimit) }
  }

  /// The folded log of a channel, ready to be looked through.
  package func fold(of position: Position) -> ChannelFold? {
    channels.indices.contains(position.index) ? channels[position.index].fold.unpacked : nil
  }

  /// When a channel's newest row reached us, wall-clock seconds; nil before the first.
  package func newestRow(of position: Position) -> Double? {
    channels.indices.contains(position.index) ? channels[position.index].lastRowAt : nil
  }

  /// Makes the summaries anew of channels whose rows, or whose silence, may have changed them; true if the state would now
  /// tell anything that it did not when it was last asked for.
  package mutating func review(now: Double) -> Bool {
    if areNamesDue { nameCells() }
    var changed: Set<String> = []
    for index in channels.indices where !closed.contains(index) {
      guard let before = channels[index].review(now: now) else { continue }
      hasNews = true
      noteChanges(from: before, to: channels[index].summary, now: now)
      if let group = channels[index].fold.facts.group { changed.insert(group) }
    }
    for group in changed { compareReplicates(of: group, now: now) }
    return hasNews
  }

  private mutating func nameCells() {
    areNamesDue = false
    let open = channels.indices.filter { !closed.contains($0) }
    let candidates = open.map { CellNames.Candidate(channels[$0].fold, plain: channels[$0].plainName) }
    for (index, name) in zip(open, CellNames.shown(candidates)) where channels[index].summary.name != name {
      channels[index].summary.name = name
      hasNews = true
    }
  }

  /// The whole fleet as one value; `focus` is the channel whose detail is wanted, `compared` those beside it.
  package mutating func state(now: Double, focus: CellID?, compared: [CellID] = []) -> FleetState {
    _ = review(now: now)
    hasNews = false
    var state = FleetState(now: now)
    // Positions are sorted and not summaries, which are large to move.
    state.cells = channels.indices.filter { !closed.contains($0) }.sorted { isWorse($0, than: $1) }.map {
      channels[$0].summary
    }
    if !recalled.isEmpty { state.cells = joined(state.cells) }
    state.events = events
    state.progress = progress
    state.detail = focus.flatMap { detail(of: $0, now: now) }
    state.compared = compared.compactMap { detail(of: $0, now: now) }
    return state
  }

  /// Tells a group's outliers, after one of its cells has changed.
  private mutating func compareReplicates(of group: String, now: Double) {
    let members = channels.indices.filter { !closed.contains($0) && channels[$0].fold.facts.group == group }
    let replicates = members.map { channels[$0].replicate }
    for (place, index) in members.enumerated() {
      let before = channels[index].summary
      let others = replicates.indices.filter { $0 != place }.compactMap { replicates[$0] }
      guard channels[index].compare(with: others, now: now) else { continue }
      noteChanges(from: before, to: channels[index].summary, now: now)
    }
  }

  private func detail(of id: CellID, now: Double) -> CellDetail? {
    let open = channels.indices.filter { !closed.contains($0) }
    guard let index = open.first(where: { channels[$0].fold.id == id }) else { return nil }
    let twins = TwinEvidence.of(channels[index].fold, among: open.lazy.map { channels[$0].fold })
    return channels[index].detail(twins: twins, now: now)
  }

  /// Worst condition first, then the newest onset, then the name.
  private func isWorse(_ left: Int, than right: Int) -> Bool {
    let (a, b) = (channels[left].summary.condition.listRank, channels[right].summary.condition.listRank)
    if a != b { return a < b }
    if channels[left].summary.condition.isProblem {
      let (since, other) = (channels[left].summary.conditionSince ?? 0, channels[right].summary.conditionSince ?? 0)
      if since != other { return since > other }
    }
    return channels[left].summary.id < channels[right].summary.id
  }

  private mutating func noteChanges(from old: CellSummary, to new: CellSummary, now: Double) {
    var known = Set(old.flags.map(\.code))
    let toldBefore = flagsToldBefore[new.id] ?? []
    let raised = Set(new.flags.map(\.code))
    for flag in new.flags where !known.contains(flag.code) && !toldBefore.contains(flag.code) {
      note("\(flag.code.rawValue): \(flag.evidence)", of: new.id, flag.severity, now: now)
    }
    // A part of a log cannot say that something is over.
    if new.source.status != .loading, flagsToldBefore.removeValue(forKey: new.id) != nil { known.formUnion(toldBefore) }
    for code in known.sorted(by: { $0.rank < $1.rank }) where !raised.contains(code) && code != .finished {
      // A suspicion that came true is no alarm that was taken back.
      if code == .turnSuspected, raised.contains(.stageTwo) { continue }
      note("\(code.rawValue) is over", of: new.id, .notice, now: now)
    }
  }
}

extension CellCondition {
  /// Charging, discharging and resting cells stand together: a row must not jump with every step.
  var listRank: Int {
    switch self {
    case .charging, .discharging, .resting, .other: CellCondition.charging.rawValue
    default: rawValue
    }
  }
}
