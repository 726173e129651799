import CellModel
import Cycling
import TestSupport
import Testing

@Suite("The trace of a whole life")
struct TracePyramidTests {
  @Test("columns that align with buckets are exactly the minima and maxima of the rows")
  func bruteForce() throws {
    var random = SeededGenerator(seed: 21)
    var pyramid = TracePyramid()
    var rows: [(time: Double, voltage: Double, current: Double)] = []
    for second in 0..<2000 {
      // Values that the stored steps hold exactly: 0.1 mV, and a current of few bits.
      let voltage = Double(Int.random(in: -4999...60000, using: &random)) / 10000
      let current = Double(Int.random(in: -127...127, using: &random)) / 1024
      rows.append((Double(second), voltage, current))
      pyramid.append(time: Double(second), voltage: voltage, current: current)
    }
    // 4 s buckets, and two levels up 64 s buckets.
    for (width, count) in [(4.0, 500), (64.0, 31)] {
      let columns = pyramid.columns(from: 0, to: width * Double(count), count: count)
      for (index, column) in columns.enumerated() {
        let column = try #require(column)
        let inside = rows.filter { $0.time >= width * Double(index) && $0.time < width * Double(index + 1) }
        #expect(abs(column.minVoltage - (inside.map(\.voltage).min() ?? .nan)) < 1e-9)
        #expect(abs(column.maxVoltage - (inside.map(\.voltage).max() ?? .nan)) < 1e-9)
        #expect(column.minCurrent == inside.map(\.current).min())
        #expect(column.maxCurrent == inside.map(\.current).max())
      }
    }
  }

  @Test("a spike of one row is seen at every zoom")
  func spike() {
    var pyramid = TracePyramid()
    let end = 400_000
    for second in stride(from: 0, to: end, by: 10) {
      pyramid.append(time: Double(second), voltage: second == 390_000 ? 4.9 : 3.7, current: second == 390_000 ? -2 : 1)
    }
    for window in [100.0, 1000, 10_000, 100_000, 400_000] {
      for count in [1, 7, 80, 160] {
        let left = max(0, 390_000 - window / 2)
        let columns = pyramid.columns(from: left, to: left + window, count: count).compactMap(\.self)
        #expect(columns.contains { abs($0.maxVoltage - 4.9) < 1e-4 }, "\(window) s in \(count) columns")
        #expect(columns.contains { $0.minCurrent == -2 }, "\(window) s in \(count) columns")
      }
    }
  }

  @Test("a gap stays a gap, and nothing is drawn before the first row or behind the last")
  func gaps() {
    var pyramid = TracePyramid()
    for second in 64..<128 { pyramid.append(time: Double(second), voltage: 1, current: 0) }
    for second in 384..<448 { pyramid.append(time: Double(second), voltage: 2, current: 0) }
    let columns = pyramid.columns(from: 0, to: 640, count: 10)
    let expected: [Double?] = [nil, 1, nil, nil, nil, nil, 2, nil, nil, nil]
    #expect(columns.map { $0?.maxVoltage } == expected)
  }

  @Test("what the ring has turned over is not drawn as if it were new")
  func overwritten() {
    var pyramid = TracePyramid(bucketCount: 8)
    for second in 0..<64 { pyramid.append(time: Double(second), voltage: 1, current: 1) }
    pyramid.append(time: 80, voltage: 2, current: 2)
    // Buckets 16 to 19 of the finest level were jumped over; before that it holds 13 to 15.
    let columns = pyramid.columns(from: 52, to: 84, count: 8)
    #expect(columns.map { $0?.maxVoltage } == [1, 1, 1, nil, nil, nil, nil, 2])
  }

  @Test("years of rows stay in bounded memory, and old ones are still there, only coarser")
  func bounded() throws {
    var pyramid = TracePyramid(bucketCount: 64)
    for minute in stride(from: 0, to: 2_000_000, by: 20) {
      pyramid.append(time: Double(minute) * 60, voltage: minute == 1_999_000 ? 4.2 : 3.5, current: 0)
    }
    let buckets = Mirror(reflecting: pyramid).children.compactMap { ($0.value as? [Any])?.count }
    #expect(buckets == [64 * TracePyramid.levelCount, TracePyramid.levelCount])
    let whole = pyramid.columns(from: pyramid.lastTime - 4_000_000, to: pyramid.lastTime + 1, count: 40)
    #expect(whole.allSatisfy { $0 != nil })
    #expect(whole.contains { ($0?.maxVoltage ?? 0) > 4.1 })
  }

  @Test("stretches without rows cost no memory: a slow log is drawn finely for longer")
  func sparse() {
    var pyramid = TracePyramid(bucketCount: 64)
    for minute in 0..<60 { pyramid.append(time: Double(minute) * 60, voltage: Double(minute) / 20, current: 1) }
    // Buckets of 4 s: each row has a column of its own, an hour back.
    let columns = pyramid.columns(from: 0, to: 3600, count: 900)
    #expect(columns.count(where: { $0 != nil }) == 60)
    #expect(columns[15]?.maxVoltage == columns[15]?.minVoltage)
  }

  @Test("rows in batches of any length, and rows one by one, give the same trace")
  func batches() {
    var random = SeededGenerator(seed: 5)
    var time = 3.0
    let rows = (0..<3000).map { row -> Sample in
      // Rows close together and far apart, now and then back in time or without one.
      time += Double(Int.random(in: 0..<4, using: &random)) * (row % 100 == 0 ? 5000 : 1.5)
      let shown = row % 97 == 0 ? .nan : row % 89 == 0 ? time - 100 : time
      return Sample(testTime: shown, voltage: Double(row % 400) / 100, current: row % 7 == 0 ? .nan : Double(row % 13))
    }
    for depth in [TraceDepth.full, .overview, .times] {
      var single = TracePyramid(depth)
      for row in rows { single.append(time: row.testTime, voltage: row.voltage, current: row.current) }
      var whole = TracePyramid(depth)
      whole.append(rows)
      #expect(single == whole)
      var cut = TracePyramid(depth)
      var start = 0
      while start < rows.count {
        let end = min(rows.count, start + Int.random(in: 1..<50, using: &random))
        cut.append(Array(rows[start..<end]))
        start = end
      }
      #expect(cut == whole)
      #expect(whole.firstTime == rows.first { !$0.testTime.isNaN }?.testTime)
      #expect(whole.lastTime == rows.map(\.testTime).filter { !$0.isNaN }.max())
      #expect(whole.columns(from: 0, to: 1e6, count: 20).contains { $0 != nil } == (depth != .times))
    }
  }

  @Test("voltage and current may be missing, each by itself")
  func missing() throws {
    var pyramid = TracePyramid()
    pyramid.append(time: 0, voltage: .nan, current: 1)
    pyramid.append(time: 64, voltage: 3, current: .nan)
    pyramid.append(time: 128, voltage: .nan, current: .nan)
    let columns = pyramid.columns(from: 0, to: 192, count: 3)
    #expect(try #require(columns[0]).minVoltage.isNaN && columns[0]?.maxCurrent == 1)
    #expect(try #require(columns[1]).minCurrent.isNaN && columns[1]?.maxVoltage == 3)
    #expect(columns[2] == nil)
  }

  @Test("values and requests beyond every range give no trap")
  func hostile() {
    var pyramid = TracePyramid()
    #expect(pyramid.columns(from: 0, to: 1, count: 3) == [nil, nil, nil])
    let values: [Double] = [0, .nan, .infinity, -Double.infinity, 1e300, -1e300, 1e11, -1e11, 5]
    for time in values {
      for value in values { pyramid.append(time: time, voltage: value, current: -value) }
    }
    for start in values {
      for end in values {
        for count in [-1, 0, 1, 5] {
          #expect(pyramid.columns(from: start, to: end, count: count).count == max(0, count))
        }
      }
    }
  }

  @Test("a row whose time goes back is kept at the newest place")
  func backwards() {
    var pyramid = TracePyramid()
    pyramid.append(time: 0, voltage: 1, current: 0)
    pyramid.append(time: 128, voltage: 1, current: 0)
    pyramid.append(time: 64, voltage: 4, current: 0)
    let columns = pyramid.columns(from: 0, to: 192, count: 3)
    #expect(columns.map { $0?.maxVoltage } == [1, nil, 4])
  }
}
