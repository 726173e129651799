import CellModel

/// The columns of a `.mpr` file's records: where a record keeps what a sample wants.
///
/// Ids and widths as published by the readers galvani and yadg. A column computed by EC-Lab has the id of the measured
/// one plus 256.
struct MPRColumns: Equatable, Codable, Sendable {
  /// A floating-point number in a record.
  struct Place: Equatable, Codable, Sendable {
    var offset: Int
    var isDouble: Bool
    /// To the sample's unit.
    var scale: Double

    @inline(__always)
    func value(in bytes: borrowing Span<UInt8>, at start: Int) -> Double {
      (isDouble ? bytes.float64(at: start &+ offset) : bytes.float32(at: start &+ offset)) * scale
    }
  }

  /// Bytes a record; 0 while an unknown column leaves it open.
  var size = 0
  /// Bytes of the columns before the first unknown one.
  private(set) var knownSize = 0
  private(set) var unknownID: Int?
  private(set) var flags: Int?
  private(set) var hasMode = false
  private(set) var time: Place?
  private(set) var voltage: Place?
  private(set) var current: Place?
  private(set) var isMeanCurrent = false
  /// dq or dQ, mAh.
  private(set) var increment: Place?
  private(set) var signedCounter: Place?
  private(set) var halfCycleCounter: Place?
  private(set) var temperature: Place?
  private(set) var cycle: Place?
  private(set) var halfCycle: Int?
  private(set) var sequence: Int?
  /// Whether the counter is left unread, because the records before these had another kind.
  var isWithoutCounter = false

  private static let millampereHoursPerCoulomb = 1 / 3.6

  /// Lays out the records of a data module with these columns, in order.
  init(ids: [Int]) {
    for id in ids {
      if [1, 2, 3, 21, 31, 65].contains(id) {
        // Six flags share one byte, which stands where the first of them is named.
        if flags == nil {
          flags = knownSize
          knownSize += 1
        }
        hasMode = hasMode || id == 1
        continue
      }
      guard let width = Self.width(of: id) else {
        unknownID = id
        return
      }
      place(id, width)
      knownSize += width
    }
    size = knownSize
  }

  private mutating func place(_ id: Int, _ width: Int) {
    func here(_ scale: Double = 1) -> Place { Place(offset: knownSize, isDouble: width == 8, scale: scale) }
    switch id {
    case 4: time = here()
    case 6: voltage = here()
    // <Ewe>, unless Ewe itself is stored; 174 is another quantity then.
    case 77, 174: voltage = voltage ?? here()
    case 8:
      current = here(1e-3)
      isMeanCurrent = false
    case 11, 76:
      guard current == nil else { break }
      current = here(1e-3)
      isMeanCurrent = true
    case 7, 23: increment = increment ?? here()
    case 179, 435: increment = increment ?? here(Self.millampereHoursPerCoulomb)
    case 13: signedCounter = here()
    case 178, 434: signedCounter = signedCounter ?? here(Self.millampereHoursPerCoulomb)
    case 211, 467: halfCycleCounter = here()
    case 206, 462: temperature = here()
    case 24: cycle = here()
    case 212, 468: halfCycle = knownSize
    case 131: sequence = knownSize
    default: break
    }
  }

  /// Bytes of a column; nil if the id is not known.
  private static func width(of id: Int) -> Int? {
    switch id {
    // Q charge, Q discharge, step time, efficiency and capacity, which exist only as computed columns.
    case 498...502: return 8
    case 512...: return nil
    default: break
    }
    switch id & 0xFF {
    case 4, 7, 11, 13, 23, 24, 74, 110, 112, 115, 116, 123...126, 182, 211: return 8
    case 212, 213: return 4
    case 39, 131: return 2
    case 253: return 1
    // 32-bit floats: potentials, currents, powers, impedances, harmonics, temperature.
    case 5, 6, 8, 9, 15...17, 19, 20, 26, 27, 32...38, 45, 46, 69, 70, 75...78, 96, 98...101, 105, 106, 135, 136, 163,
      166...169, 172...179, 185, 206, 215, 217...225, 230...249:
      return 4
    default: return nil
    }
  }

  /// Whether records of this size would have times that ascend, and by no more than a day.
  func hasAscendingTimes(_ bytes: borrowing Span<UInt8>, records: Int, size: Int) -> Bool {
    guard let time else { return false }
    var last = -Double.infinity
    for record in 0..<records {
      let value = time.value(in: bytes, at: record * size)
      // A number read at a wrong place is tiny, huge or none.
      guard value >= 0, value < 1e9, value == 0 || value > 1e-9, value > last, record == 0 || value - last < 86_400
      else {
        return false
      }
      last = value
    }
    return true
  }

  /// Says what the columns mean.
  func describe(_ traits: inout LogTraits) {
    traits.counterKind = counterKind
    let isDerived = current == nil && counterKind != .none
    traits.currentKind = isDerived || isMeanCurrent ? .intervalMean : .instantaneous
    if let counter {
      traits.capacityResolution = (counter.isDouble ? Double.ulpOfOne : Double(Float.ulpOfOne)) * counter.scale
    }
  }

  /// The kind of counter that the records hold: the one that restarts a half-cycle, else increments, else a running sum.
  var counterKind: CounterKind {
    if halfCycleCounter != nil { return .halfCycle }
    if increment != nil { return .increments }
    return signedCounter == nil ? .none : .signed
  }

  /// The column of that counter.
  var counter: Place? { isWithoutCounter ? nil : halfCycleCounter ?? increment ?? signedCounter }
}
