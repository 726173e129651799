import Testing

@testable import SimulatedLab

@Suite("Simulated lab")
struct SimulatedLabTests {
  private static func lab(
    cells: Int = 24, seed: UInt64 = 1, cycles: Int = 6, history: SimulatedLab.History = .none
  ) -> SimulatedLab {
    SimulatedLab(cells: cells, seed: seed, cycles: cycles, startTime: 1_736_154_000, history: history)
  }

  /// Everything that a lab writes, by file.
  private static func files(_ lab: SimulatedLab, moments: [Double] = [.infinity]) -> [[UInt8]] {
    var lab = lab
    var files = Array(repeating: [UInt8](), count: lab.specifications.count)
    for moment in moments { lab.advance(to: moment) { files[$0] += $1 } }
    return files
  }

  @Test("The same seed gives the same bytes, another seed others")
  func determinism() {
    let first = Self.files(Self.lab())
    #expect(first == Self.files(Self.lab()))
    let other = Self.files(Self.lab(seed: 2))
    for (left, right) in zip(first, other) { #expect(left != right) }
    #expect(Self.lab().truth == Self.lab().truth)
  }

  @Test("Small steps of time write what one leap writes", arguments: 1...4)
  func steps(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var moments: [Double] = []
    var moment = -100.0
    while moment < 600_000 {
      moments.append(moment)
      moment += random.uniform(0...1) < 0.3 ? random.uniform(0...3) : random.uniform(10...40_000)
    }
    let lab = Self.lab(cells: 9, seed: seed)
    #expect(Self.files(lab, moments: moments + [.infinity]) == Self.files(lab))
  }

  @Test("Every emission ends with a whole line, and nothing comes before its time")
  func wholeLines() {
    var lab = Self.lab(cells: 9)
    for moment in stride(from: 0.0, to: 50_000, by: 977) {
      lab.advance(to: moment) { _, bytes in #expect(bytes.last == UInt8(ascii: "\n")) }
      #expect(lab.time == moment)
    }
    #expect(!lab.isFinished)
    lab.advance(to: .infinity) { _, _ in }
    #expect(lab.isFinished)
    lab.advance(to: .infinity) { _, _ in Issue.record("a finished lab wrote more") }
  }

  @Test("Two dozen cells show every kind, every fate and every format, in files of their own")
  func mix() {
    let specifications = Self.lab().specifications
    #expect(Set(specifications.map(\.kind)) == Set(CellKind.allCases))
    #expect(Set(specifications.map(\.fate)) == Set(CellFate.allCases))
    #expect(Set(specifications.map(\.format.name)) == Set(LogFormat.all.map(\.name)))
    #expect(Set(Self.lab(cells: 1000).specifications.map(\.path)).count == 1000)
  }

  @Test("A staggered lab has history on every channel, and a turn within two minutes at 20,000 times")
  func staggered() throws {
    var lab = Self.lab(cycles: 200, history: .staggered)
    var sizes = Array(repeating: 0, count: lab.specifications.count)
    lab.advance(to: 0) { sizes[$0] += $1.count }
    #expect(sizes.allSatisfy { $0 > 10_000 })
    #expect(!lab.isFinished)
    #expect(lab.earliestStart < lab.startTime - 500_000)

    // Where the turning cycles begin, by lab time.
    let turns = lab.specifications.indices.compactMap { index -> Double? in
      let truth = LabTruth(lab.specifications[index])
      return truth.turningCycle.map { truth.starts[$0 - 1] - (lab.startTime - lab.start(of: index)) }
    }
    #expect(turns.contains { $0 < 0 })
    #expect(turns.contains { (0...2_400_000).contains($0) })
  }

  @Test("truth.json names every file with its turn or event")
  func truth() {
    let lab = Self.lab(cycles: 60)
    let text = lab.truth
    for specification in lab.specifications {
      #expect(text.contains("\"file\":\"\(specification.path)\""))
    }
    #expect(text.contains("\"turning_cycle\":null"))
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test("Odd requests are met as far as they make sense", arguments: [(0, 6), (-3, 6), (2, 0), (1, -5)])
  func oddRequests(cells: Int, cycles: Int) {
    var lab = SimulatedLab(cells: cells, seed: 1, cycles: cycles, startTime: 0, history: .staggered)
    lab.advance(to: .infinity) { _, _ in }
    #expect(lab.isFinished)
    #expect(lab.specifications.count == max(cells, 0))
  }
}
