package import CellModel

/// What sets one text format apart from another, as data; the decoder is the same for all.
package struct TextDialect: Sendable {
  /// Which header names hold which quantity.
  package var columns: ColumnMap
  /// Which counters to read where a file has several, best first.
  package var counterPreference: [CounterKind] = [.separate, .shared, .signed, .increments]
  package var countersResetEachStep = false
  /// Step words and what they say, the first that fits wins.
  package var phases = PhaseVocabulary([])
  /// Whether a stated phase decides the current's sign (unsigned exports).
  package var phaseDecidesSign = false
  /// Lines that begin so end the table and start another preamble (a second test in the same file).
  package var blockStart: String?
  /// Whether rows whose time lies before the newest of their block are copies of older records.
  package var dropsStaleRows = false
  /// Whether the sign of the current is a choice of whoever wrote the file, so that other columns have to tell it.
  package var judgesDirection = false
  /// Day and month in dates like `05/03/2026` where the format is known to write one order; nil reads what the file shows.
  package var dateOrder: DateOrder.Known?
  /// Whether voltages above any cell's mean that the column is in mV although its header says nothing.
  package var mayStateMillivoltsAsVolts = false
  /// Whether the line below the header may name units: without a digit it is no row, and no bad one.
  package var hasUnitLine = false
  /// Whether a line that begins with a name in capitals and a tab ends the table (typed lines between tables).
  package var labelsEndTable = false
  /// Preamble labels worth keeping, as `label -> name of the fact`.
  package var preambleLabels: [(prefix: String, fact: String)] = []

  /// The preamble line whose date is test time 0, where the rows themselves have no date.
  package var startLabel: String?

  package init(columns: ColumnMap) { self.columns = columns }

  /// Whether a line is no row but the beginning of another preamble.
  func endsTable(_ line: String) -> Bool {
    if let blockStart, line.hasPrefix(blockStart) { return true }
    guard labelsEndTable else { return false }
    let name = line.utf8.prefix { 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x5F }
    guard let first = name.first, first > 0x39 else { return false }
    return line.utf8.dropFirst(name.count).first == 0x09
  }

  /// Whether a line directly below the header names units and nothing else.
  func isUnitLine(_ line: String) -> Bool {
    hasUnitLine && !line.utf8.contains { 0x30...0x39 ~= $0 }
  }

  /// What a preamble line says behind its label: the first field, without the empty cells a spreadsheet appends.
  static func value(_ text: Substring) -> String {
    var value = text.drop(while: \.isWhitespace).prefix { $0 != "\t" }
    while let last = value.last, last == "," || last.isWhitespace { value.removeLast() }
    return String(value)
  }
}

/// The words by which a format's step or state column names phases.
package struct PhaseVocabulary: Sendable {
  /// A word and what it means.
  package struct Word: Sendable {
    var text: String
    var phase: Phase
    /// Whether the field must equal the word; else containing it is enough.
    var isWhole: Bool

    package init(_ text: String, _ phase: Phase, whole: Bool = false) {
      self.text = text
      self.phase = phase
      self.isWhole = whole
    }
  }
  private let words: [Word]

  package init(_ words: [Word]) { self.words = words }

  /// What a field says; `.unstated` if the vocabulary does not know it.
  func phase(of field: String) -> Phase {
    // Columns of a fixed width are filled up with blanks.
    var field = field[...]
    while field.last?.isWhitespace == true { field.removeLast() }
    while field.first?.isWhitespace == true { field.removeFirst() }
    for word in words where word.isWhole ? field == word.text : field.contains(word.text) { return word.phase }
    return words.isEmpty ? .unstated : .other
  }
}

/// Remembers the phase of each spelling met, so that a row costs a hash and not a text comparison.
struct PhaseCache: Equatable, Codable, Sendable {
  private var known: [UInt64: Phase] = [:]
  private var lastHash: UInt64 = 0
  private var lastPhase = Phase.unstated

  @inline(__always)
  mutating func phase(
    of bytes: borrowing Span<UInt8>, from start: Int, to end: Int, in vocabulary: PhaseVocabulary
  ) -> Phase {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<end { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    if hash == lastHash { return lastPhase }
    lastHash = hash
    lastPhase = known[hash] ?? learn(hash, bytes, from: start, to: end, in: vocabulary)
    return lastPhase
  }

  private mutating func learn(
    _ hash: UInt64, _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, in vocabulary: PhaseVocabulary
  ) -> Phase {
    var field: [UInt8] = []
    for index in start..<min(end, start + 256) { field.append(bytes[index]) }
    let phase = vocabulary.phase(of: TextEncoding.decode(field))
    // Garbage must not grow the table without bound; what is not kept is only slower.
    if known.count < 256 { known[hash] = phase }
    return phase
  }
}
