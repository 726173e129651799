/// The digits in up to eight bytes whose place in a row is known, perhaps with a decimal mark among them.
///
/// They are known to be digits: whoever asks has compared the row with its shape.
struct PlacedDigits: Sendable {
  /// Where the eight bytes begin that hold them, from the row's beginning.
  private(set) var offset = 0
  /// Bits by which they are moved so that the last digit comes last.
  private var shift: UInt64 = 0
  /// The values of the digits behind the mark, and of those before it, which move up by its byte.
  private(set) var behind: UInt64 = 0
  private(set) var before: UInt64 = 0

  /// No digits: 0 wherever it is read.
  init() {}

  /// The digits in the bytes from `start` to `end`, eight at most, of a row of eight bytes at least.
  ///
  /// `mark` is the place of the decimal mark; one behind the bytes still moves them.
  init(from start: Int, to end: Int, mark: Int?) {
    offset = max(0, end - 8)
    shift = UInt64(8 * max(0, offset + 8 - end))
    for place in start..<end where place != mark {
      // Counted from the last byte, the lowest digit in the highest.
      let byte = 7 - (end - 1 - place)
      if let mark, place < mark {
        if byte < 7 { before |= 0x0F << UInt64(8 * (byte + 1)) }
      } else {
        behind |= 0x0F << UInt64(8 * byte)
      }
    }
  }

  /// The eight bytes, the last digit in the highest; nil if they are not there.
  @inline(__always)
  func word(_ bytes: borrowing Span<UInt8>, from rowStart: Int) -> UInt64? {
    guard let word = EightBytes.load(bytes, from: rowStart &+ offset, to: bytes.count) else { return nil }
    return word &<< shift
  }

  /// The number they make; nil if they are not there.
  @inline(__always)
  func number(_ bytes: borrowing Span<UInt8>, from rowStart: Int) -> UInt64? {
    guard let word = word(bytes, from: rowStart) else { return nil }
    return EightBytes.sum(word & behind | word << 8 & before)
  }
}

/// A number of up to sixteen bytes whose place in a row is known.
struct PlacedNumber: Sendable {
  private var tail = PlacedDigits()
  private var head = PlacedDigits()
  private var isLong = false
  /// Moves the head's last digit over a mark in the tail.
  private var carried: UInt64 = 0

  /// Bytes of the longest number that is read so.
  static let longest = 16

  init() {}

  /// The digits from `start` to `end` with a mark at `mark`, if there is one.
  init(from start: Int, to end: Int, mark: Int?) {
    let cut = max(start, end - 8)
    tail = PlacedDigits(from: cut, to: end, mark: mark)
    guard cut > start else { return }
    isLong = true
    head = PlacedDigits(from: start, to: cut, mark: mark)
    if let mark, mark >= cut { carried = 0x0F }
  }

  /// The digits as one number, without the mark; nil if they are not there.
  @inline(__always)
  func mantissa(_ bytes: borrowing Span<UInt8>, from rowStart: Int) -> UInt64? {
    guard let last = tail.word(bytes, from: rowStart) else { return nil }
    let low = last & tail.behind | last << 8 & tail.before
    guard isLong else { return EightBytes.sum(low) }
    guard let first = head.word(bytes, from: rowStart) else { return nil }
    let high = first & head.behind | first << 8 & head.before
    return EightBytes.sum(high) &* 100_000_000 &+ EightBytes.sum(low | first >> 56 & carried)
  }
}
