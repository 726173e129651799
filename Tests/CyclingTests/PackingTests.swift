import BinaryCoding
import CellModel
import TestSupport
import Testing

@testable import Cycling

@Suite("What a channel at rest keeps packed")
struct PackingTests {
  private static func rows(_ count: Int, seed: UInt64, step: Double) -> [Sample] {
    var random = SeededGenerator(seed: seed)
    var time = 1000 * Double(seed)
    return (0..<count).map { row in
      time += Double(Int.random(in: 0..<4, using: &random)) * (row % 500 == 0 ? 50_000 : step)
      let isCharge = row / 300 % 2 == 0
      let voltage = 3.5 + Double(Int.random(in: -9...9, using: &random)) / 1000 + Double(row % 300) / 400
      var sample = Sample(testTime: time, voltage: voltage, current: isCharge ? 0.0013 : -0.0013)
      if row % 97 == 0 { sample.voltage = .nan }
      if row % 89 == 0 { sample.current = .nan }
      if row % 83 == 0 { sample.testTime -= 500 }
      return sample
    }
  }

  @Test("a trace that rests now and then is the one that never did", arguments: [1.0, 7, 900])
  func trace(step: Double) throws {
    for depth in [TraceDepth.full, .overview, .times] {
      let rows = Self.rows(9000, seed: 3, step: step)
      var awake = TracePyramid(depth)
      var resting = ChannelTrace(depth)
      var random = SeededGenerator(seed: 8)
      var start = 0
      while start < rows.count {
        let end = min(rows.count, start + Int.random(in: 1...(Bool.random(using: &random) ? 5 : 700), using: &random))
        awake.append(Array(rows[start..<end]))
        resting.append(Array(rows[start..<end]))
        start = end
        if Bool.random(using: &random) { resting.rest() }
        if start % 9 == 0 {
          let writer = BinaryWriter()
          try writer.write(resting)
          resting = try BinaryReader(writer.bytes).read()
        }
        #expect((resting.firstTime, resting.lastTime) == (awake.firstTime, awake.lastTime))
        guard resting.pyramid == awake else {
          Issue.record("differs behind row \(end), depth \(depth)")
          return
        }
      }
    }
  }

  @Test("a packed trace takes less than a third, and broken bytes are no trace")
  func traceSize() throws {
    var trace = ChannelTrace(.full)
    trace.append(Self.rows(200_000, seed: 1, step: 5))
    trace.rest()
    let packed = trace.pyramid.packedBuckets
    #expect(packed.count < 512 * TracePyramid.levelCount * 12 / 3, "\(packed.count) bytes")
    func isTrace(_ bytes: [UInt8]) -> Bool {
      var other = TracePyramid(.full)
      return other.unpack(bytes)
    }
    #expect(isTrace(packed))
    for cut in [0, 1, packed.count / 2, packed.count - 1] { #expect(!isTrace(Array(packed[..<cut]))) }
    #expect(!isTrace(Array(repeating: 0xFF, count: packed.count)))
    #expect(!isTrace(packed + [0]))
  }

  /// Cycles as files tell them, and values that no file should.
  private static func cycles(_ count: Int) -> [Cycle] {
    var random = SeededGenerator(seed: 17)
    let odd: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, 1e300, -1e-300, Double.leastNonzeroMagnitude, 1e15, 123_456_789_012_345,
    ]
    var time = 0.0
    return (1...count).map { number in
      var cycle = Cycle(number: Int32(number), firstHalf: number % 50 == 0 ? .charge : .discharge)
      cycle.vendorCycle = number % 40 == 0 ? Sample.absent : Int32(number)
      cycle.isComplete = number % 7 != 0
      cycle.usedIntegral = number % 11 == 0
      cycle.byteOffset = number * 40_000 + Int.random(in: 0..<2000, using: &random)
      cycle.startTime = time
      time += Double(Int.random(in: 1_000_000...9_000_000, using: &random)) / 1000
      cycle.endTime = time
      cycle.charge = Double(Int.random(in: 20_000...23_000, using: &random)) / 10_000 + 1e-13
      cycle.discharge = 2.2 + Double.random(in: 0..<0.01, using: &random)
      cycle.meanChargeVoltage = 0.02 + Float.random(in: 0..<0.001, using: &random)
      cycle.maxVoltage = Float(Double(Int.random(in: 41_990...42_010, using: &random)) / 10_000)
      cycle.secondHalfEndVoltage = 1.0003
      cycle.voltageNoise = Float.random(in: 0..<3, using: &random)
      cycle.temperature = number % 3 == 0 ? 25.1 : .nan
      if number % 13 == 0 {
        let value = odd[number / 13 % odd.count]
        (cycle.charge, cycle.startTime, cycle.endTime) = (value, -value, value)
        cycle.minVoltage = Float(value)
        cycle.counterDeviation = Float(value)
        cycle.byteOffset = number % 2 == 0 ? .max : .min
      }
      return cycle
    }
  }

  /// Every bit of a cycle.
  private static func bits(_ cycles: some Sequence<Cycle>) -> [[UInt64]] {
    cycles.map { cycle in
      Mirror(reflecting: cycle).children.map { child in
        switch child.value {
        case let value as Double: value.bitPattern
        case let value as Float: UInt64(value.bitPattern)
        case let value as Int32: UInt64(bitPattern: Int64(value))
        case let value as Int: UInt64(bitPattern: Int64(value))
        case let value as Bool: value ? 1 : 0
        case let value as HalfCycleDirection: value == .charge ? 1 : 0
        default: 77
        }
      }
    }
  }

  @Test("cycles that were packed are the same to the last bit, whatever they hold")
  func cycles() throws {
    let cycles = Self.cycles(400)
    var history = CycleHistory()
    for (place, cycle) in cycles.enumerated() {
      history.append(cycle)
      if place % 3 == 0 { history.rest() }
      #expect(history.count == place + 1)
      #expect(history.last?.number == cycle.number)
      #expect(history.newestComplete?.number == cycles[...place].last { $0.isComplete }?.number)
    }
    #expect(Self.bits(history.all) == Self.bits(cycles))
    for place in [0, 5, 395, 399, 400] { #expect(Self.bits(history.from(place)) == Self.bits(cycles[place...])) }
    let writer = BinaryWriter()
    try writer.write(history)
    var read: CycleHistory = try BinaryReader(writer.bytes).read()
    #expect(Self.bits(read.all) == Self.bits(cycles))
    read.append(cycles[0])
    read.rest()
    read.wake()
    #expect(Self.bits(read.all) == Self.bits(cycles + [cycles[0]]))
    // Broken bytes end in an error and not in other cycles.
    for cut in stride(from: 0, to: writer.bytes.count, by: 97) {
      #expect(throws: (any Error).self) {
        _ = try BinaryReader(Array(writer.bytes[..<cut])).read(CycleHistory.self)
      }
    }
  }
}
