/// Ivium's .idf as IviumSoft saves it, after its published layout; no capacity counter, so the current is integrated.
package struct IviumIDF: CyclerFormat {
  package let id = "ivium-idf"
  package let title = "Ivium .idf"
  package let notes = "after its published layout, no real file was at hand; the current is integrated"
  package let growth = LogGrowth.export

  package init() {}

  package func recognise(_ head: LogHead) -> Recognition {
    let mark = Array("Version=".utf8)
    // Sixteen zero bytes, the length of what follows, then the first key.
    guard head.bytes.count >= 30 else {
      let isBeginning = !head.bytes.isEmpty && head.bytes.prefix(16).allSatisfy { $0 == 0 }
      return isBeginning && head.isWholeFile ? .perhaps : .no
    }
    guard head.bytes.prefix(16).allSatisfy({ $0 == 0 }), head.bytes[22..<30].elementsEqual(mark) else { return .no }
    return .yes(what: "zero bytes and “Version=”")
  }

  package func makeDecoder() -> any SampleDecoder { IviumDecoder() }

  package var sampleBytes: [UInt8] {
    let text = """
      Version=11\r
      starttime=02/03/2026 09:00:00\r
      Method=Transients\r
      Mconfig.Channels=1\r
      primary_data\r
      3\r
      5\r
       0.00000E+00  0.00000E+00  2.90110E+00\r
       1.00000E+01 -1.00000E-03 -1.21000E-01\r
       3.61000E+03 -1.00000E-03 -5.12000E-02\r
       3.61050E+03  1.00000E-03  4.98000E-02\r
       7.17450E+03  1.00000E-03  1.00000E+00\r

      """
    return [UInt8](repeating: 0, count: 16) + [0xFB, 0, 0, 0, 0x0D, 0] + Array(text.utf8)
  }
}
