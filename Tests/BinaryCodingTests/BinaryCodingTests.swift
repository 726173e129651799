import BinaryCoding
import Testing

private enum Choice: Codable, Equatable {
  case nothing
  case number(Int)
  case named(text: String, Double?)
}

private enum Word: String, Codable { case first, second }

private struct Everything: Codable, Equatable {
  var flags = [true, false]
  var bytes: [UInt8] = [0, 127, 128, 255]
  var words: [UInt64] = [0, .max]
  var small: [Int16] = [.min, -1, 0, .max]
  var integers: [Int] = [.min, -1, 0, 1, 63, 64, .max]
  var unsigned: [UInt] = [0, 127, 128, .max]
  var halves: [Float] = [0, -0.0, .infinity, .leastNonzeroMagnitude]
  var doubles: [Double] = [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
  var maybe: [Double?] = [nil, 0, 1.5, nil]
  var absent: String?
  var present: String? = "Zelle 7 — µm"
  var number: Int32? = -5
  var nested: [Choice] = [.nothing, .number(-1), .named(text: "", nil), .named(text: "x", 2)]
  var choice: Choice? = .number(3)
  var words2: [Word] = [.first, .second]
  var table: [UInt64: Word] = [7: .second]
  var empty: [[Choice]] = [[], [.nothing]]
}

@Suite("Values as bytes")
struct BinaryCodingTests {
  @Test("come back as they were, one behind the other, to the last bit")
  func roundTrip() throws {
    let writer = BinaryWriter()
    let odd = Double(nan: 0x1234, signaling: false)
    try writer.write(Everything())
    try writer.write(odd)
    try writer.write(["", "two"])
    let reader = BinaryReader(writer.bytes)
    #expect(try reader.read(Everything.self) == Everything())
    #expect(try reader.read(Double.self).bitPattern == odd.bitPattern)
    #expect(!reader.isAtEnd)
    #expect(try reader.read([String].self) == ["", "two"])
    #expect(reader.isAtEnd)
  }

  @Test("cut short anywhere they are an error")
  func truncated() throws {
    let writer = BinaryWriter()
    try writer.write(Everything())
    for length in writer.bytes.indices {
      let reader = BinaryReader(Array(writer.bytes[..<length]))
      #expect(throws: (any Error).self) { try reader.read(Everything.self) }
    }
  }

  @Test("with any byte changed they are another value or an error, and no more memory than bytes")
  func damaged() throws {
    let writer = BinaryWriter()
    try writer.write(Everything())
    let bytes = writer.bytes
    for index in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var damaged = bytes
        damaged[index] = value
        let read = try? BinaryReader(damaged).read(Everything.self)
        #expect((read?.nested.count ?? 0) <= bytes.count)
      }
    }
  }
}
