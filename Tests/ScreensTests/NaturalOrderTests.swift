import CellModel
import Fleet
import Screens
import Testing

@Suite("Order of names")
struct NaturalOrderTests {
  @Test("names are ordered as people count")
  func counting() {
    let names = [
      "CH10", "CH2", "ch1", "CH02b", "CH2a", "CH", "A-9-10", "A-10-9", "A-9-9", "CH18446744073709551616", "",
    ]
    let cells = names.map { CellSummary(id: CellID($0), name: $0, format: "x", path: "x") }
    let sorted = SortOrder.name.sorted(Array(cells.indices), of: cells, isReversed: false).map { names[$0] }
    #expect(
      sorted == [
        "", "A-9-9", "A-9-10", "A-10-9", "CH", "CH2", "CH2a", "CH02b", "CH10", "CH18446744073709551616", "ch1",
      ])
    let reversed = SortOrder.name.sorted(Array(cells.indices), of: cells, isReversed: true).map { names[$0] }
    #expect(reversed == sorted.reversed())
  }
}
