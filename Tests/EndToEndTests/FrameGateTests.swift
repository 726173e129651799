import Terminal
import Testing

@Suite("Frames on slow links")
struct FrameGateTests {
  /// A gate that has been open long enough to ask.
  private func gate() -> FrameGate { FrameGate(mayAsk: true, now: 0) }

  /// Sends a frame; whether a question goes with it.
  private func asks(_ gate: inout FrameGate, _ now: Double) -> Bool { gate.frameSent(now: now) }

  @Test("nothing is asked while the program starts, and a terminal that may not be asked never is")
  func quietStart() {
    var gate = gate()
    #expect(!asks(&gate, 0))
    #expect(!asks(&gate, 0.9))
    #expect(asks(&gate, 1))
    var silent = FrameGate(mayAsk: false, now: 0)
    #expect(!asks(&silent, 100))
    #expect(silent.isOpen(now: 100))
  }

  @Test("a quick link is asked now and then and never held up")
  func quickLink() {
    var gate = gate()
    var questions = 0
    for second in 1...60 {
      #expect(gate.isOpen(now: Double(second)))
      if asks(&gate, Double(second)) {
        questions += 1
        gate.answered(now: Double(second) + 0.01)
      }
    }
    #expect(questions == 6 && !gate.isSlow)
  }

  @Test("on a slow link a frame waits until the one before was shown")
  func slowLink() {
    var gate = gate()
    #expect(asks(&gate, 1))
    gate.answered(now: 3.5)
    #expect(gate.isSlow && gate.roundTrip == 2.5)
    #expect(gate.isOpen(now: 3.5))
    #expect(asks(&gate, 4), "every frame is asked for")
    #expect(!gate.isOpen(now: 4.5))
    #expect(gate.opensAt(now: 4.5) == 9)
    // A key is answered meanwhile: its frame asks nothing of its own.
    #expect(!asks(&gate, 4.6))
    gate.answered(now: 6)
    #expect(gate.isOpen(now: 6) && gate.opensAt(now: 6) == nil)
  }

  @Test("a link that becomes quick again is held up no longer")
  func recovery() {
    var gate = gate()
    _ = gate.frameSent(now: 1)
    gate.answered(now: 3)
    _ = gate.frameSent(now: 4)
    gate.answered(now: 4.02)
    #expect(!gate.isSlow)
    #expect(!asks(&gate, 5))
    #expect(gate.isOpen(now: 5))
  }

  @Test("a link that was quick and does not answer in time holds frames back")
  func sudden() {
    var gate = gate()
    _ = gate.frameSent(now: 1)
    gate.answered(now: 1.01)
    #expect(asks(&gate, 12))
    #expect(gate.isOpen(now: 12.05) && !gate.isOpen(now: 12.2))
    // The answer never comes: a frame goes each five seconds all the same.
    #expect(gate.isOpen(now: 17))
    #expect(asks(&gate, 17))
    #expect(gate.isSlow && !gate.isOpen(now: 18))
  }

  @Test("a terminal that does not know the question is not asked again and holds nothing up")
  func silentTerminal() {
    var gate = gate()
    #expect(asks(&gate, 1))
    #expect(gate.isOpen(now: 2), "before the first answer nothing is known")
    #expect(gate.isOpen(now: 6.5))
    #expect(!asks(&gate, 20))
    #expect(gate.roundTrip == nil)
  }

  @Test("an answer that nobody asked for means nothing")
  func stray() {
    var gate = gate()
    gate.answered(now: 5)
    #expect(gate.roundTrip == nil && gate == FrameGate(mayAsk: true, now: 0))
  }
}
