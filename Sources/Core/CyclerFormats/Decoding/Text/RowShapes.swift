import CellModel

/// The shapes of the newest rows, the one met last first.
struct RowShapes: Sendable {
  private var shapes: [RowShape] = []
  /// Rows that pass before another shape is learned, and those that have passed: dearer with each shape that is learned,
  /// cheaper with each row that is read by one.
  private var price = RowShapes.lowestPrice
  private var passed = RowShapes.lowestPrice
  /// Rows in sequence that had no known shape, and how many are not even compared before the next is.
  private var misses = 0
  private var wait = 0

  private static let mostShapes = 8
  private static let lowestPrice = 16
  private static let highestPrice = 4096
  private static let longestWait = 32
  /// Rows that must be able to follow in the same bytes.
  ///
  /// A log that is followed comes row by row, and a fleet's shapes would take nearly as much memory as its traces.
  private static let rowsToFollow = 8

  /// Whether a row of `length` bytes is to be learned with so many bytes behind it.
  static func isWorthLearning(_ length: Int, before rest: Int) -> Bool {
    RowShape.lengths ~= length && rest >= rowsToFollow * length
  }

  /// Whether the next row is to be compared with the known shapes; counts the rows that are not.
  @inline(__always)
  mutating func isReady() -> Bool {
    guard wait > 0 else { return true }
    wait &-= 1
    return false
  }

  /// The shape of the row at `start`, if it is known.
  private mutating func find(_ bytes: borrowing Span<UInt8>, from start: Int) -> RowShape? {
    for index in shapes.indices where shapes[index].mayFit(bytes, from: start) && shapes[index].fits(bytes, from: start)
    {
      if index > 0 { shapes.swapAt(0, index) }
      misses = 0
      return shapes[0]
    }
    misses += 1
    // In a file without two rows alike comparing is in vain.
    wait = min(misses / 8, Self.longestWait)
    return nil
  }

  /// Notes that rows were read by their shape.
  private mutating func noteUse(_ rows: Int) {
    price = max(Self.lowestPrice, price - rows)
    passed += rows
  }

  /// Whether a row that had no known shape is to be learned: in a file without two rows alike that is not worth it.
  mutating func mayLearn() -> Bool {
    passed += 1
    guard passed > price else { return false }
    passed = 0
    price = min(Self.highestPrice, 2 * price)
    wait = 0
    return true
  }

  /// Learns a shape, in place of one that was not met for long.
  mutating func learn(_ shape: RowShape) {
    if shapes.count == Self.mostShapes { shapes.removeLast() }
    shapes.insert(shape, at: 0)
  }

  /// What the rows read at one time are part of.
  struct Place {
    /// Offset in the file of the bytes' first.
    var base: Int
    /// Number of the line in which the next row stands.
    var line: Int
    var staleRows = 0
    /// Digits behind the mark in the finest number of the counters, -1 before any.
    var finest = -1
  }

  /// Reads rows of known shapes into `samples` until there is another; gives where that one begins.
  mutating func read(
    _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, place: inout Place, day: DayMemory,
    history: inout RowHistory, dialect: TextDialect, into samples: inout [Sample]
  ) -> Int {
    let blank = Sample()
    let bytes = bytes.extracting(0..<end)
    var index = start
    while index < end, let shape = find(bytes, from: index) {
      let first = place.line
      rows: repeat {
        // Filled where it will stay: copying what was just written would wait until all of it has been.
        samples.append(blank)
        let newest = samples.count &- 1
        var absoluteTime = Double.nan
        var finest = place.finest
        guard shape.read(bytes, from: index, into: &samples[newest], &absoluteTime, &finest, day) else {
          samples.removeLast()
          break rows
        }
        place.finest = finest
        samples[newest].row = Int32(truncatingIfNeeded: place.line)
        samples[newest].byteOffset = place.base &+ index
        place.line &+= 1
        index &+= shape.length
        if !history.complete(&samples[newest], absoluteTime, dialect) {
          samples.removeLast()
          place.staleRows &+= 1
        }
      } while shape.fits(bytes, from: index)
      guard place.line > first else { break }
      noteUse(place.line &- first)
    }
    return index
  }
}
