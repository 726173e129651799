import CellModel

/// The shapes of the newest rows, the one met last first.
struct RowShapes: Sendable {
  private var shapes: [RowShape] = []
  private var patience = RowShapes.costOfLearning

  private static let mostShapes = 8
  /// Rows that a shape must have served before the next is learned without regard to what it costs.
  private static let costOfLearning = 16
  private static let mostPatience = 512

  /// The shape of the row at `start`, if it is known.
  private mutating func find(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> RowShape? {
    for index in shapes.indices where shapes[index].fits(bytes, from: start, to: end) {
      if index > 0 { shapes.swapAt(0, index) }
      return shapes[0]
    }
    return nil
  }

  /// Notes that rows were read by their shape.
  private mutating func noteUse(_ rows: Int) { patience = min(Self.mostPatience, patience + rows) }

  /// Whether a row that had no known shape is to be learned: in a file without two rows alike that is not worth it.
  mutating func mayLearn() -> Bool {
    guard patience >= Self.costOfLearning else {
      patience += 1
      return false
    }
    patience -= Self.costOfLearning
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
    var index = start
    while index < end, let shape = find(bytes, from: index, to: end) {
      let fields = shape.fields.span
      let first = place.line
      rows: repeat {
        var sample = blank
        var absoluteTime = Double.nan
        var finest = place.finest
        for position in 0..<fields.count {
          guard fields[position].read(bytes, from: index, into: &sample, &absoluteTime, &finest, day) else {
            break rows
          }
        }
        place.finest = finest
        sample.row = Int32(truncatingIfNeeded: place.line)
        sample.byteOffset = place.base &+ index
        place.line &+= 1
        index &+= shape.length
        if history.complete(&sample, absoluteTime, dialect) {
          samples.append(sample)
        } else {
          place.staleRows &+= 1
        }
      } while shape.fits(bytes, from: index, to: end)
      guard place.line > first else { break }
      noteUse(place.line &- first)
    }
    return index
  }
}
