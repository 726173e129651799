import CellModel
import CyclerFormats
import Fleet
import Testing

@testable import celltop

@Suite("The name by which somebody asks for a cell")
struct CellNameTests {
  private static func channel(_ id: String, _ name: String?, _ replicate: String?) -> ChannelFold {
    var facts = CellFacts()
    (facts.name, facts.replicate) = (name, replicate)
    return ChannelFold(id: CellID(id), path: "/lab/" + id, format: BDFCSV(), facts: facts)
  }

  @Test("a cell is found by what the dashboard shows, and the headline says both its name and its log")
  func shownNames() throws {
    let channels = [
      Self.channel("box/ch1.csv", "A7", "1"), Self.channel("box/ch2.csv", "A7", "2"),
      Self.channel("rack1/c.csv", nil, nil), Self.channel("rack2/c.csv", nil, nil),
    ]
    func found(_ text: String) -> [String] { CellName(text).matches(in: channels).map(\.id.text) }
    #expect(found("A7-2") == ["box/ch2.csv"])
    #expect(found("rack2/c") == ["rack2/c.csv"])
    #expect(found("ch1") == ["box/ch1.csv"])
    // Named without what tells them apart: both are meant.
    #expect(found("A7") == ["box/ch1.csv", "box/ch2.csv"])
    let record = channels[0].record(twins: nil, newestRowAt: nil, now: 0)
    #expect(ExplanationReport.lines(channels[0], record, []).first == "A7: box/ch1.csv (bdf-csv)")
    #expect(ExplanationReport.lines(channels[2], record, []).first == "rack1/c.csv (bdf-csv)")
    #expect(ExplanationReport.object(channels[0], record, []).text.contains(#""name":"A7""#))
  }
}
