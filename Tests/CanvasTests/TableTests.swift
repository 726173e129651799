import Canvas
import TestSupport
import Testing

@Suite("Table layout")
struct TableTests {
  private let columns = [
    TableColumn("NAME", minimum: 6, preferred: 12, priority: 0),
    TableColumn("A", minimum: 4, priority: 2),
    TableColumn("B", minimum: 4, alignment: .right, priority: 1),
    TableColumn("C", minimum: 8, preferred: 30, priority: 3),
  ]

  @Test("columns go in the order of their priorities")
  func dropping() {
    func shown(_ width: Int) -> [String] { Table(columns, width: width).placed.map(\.title) }
    #expect(shown(25) == ["NAME", "A", "B", "C"])
    #expect(shown(24) == ["NAME", "A", "B"])
    #expect(shown(15) == ["NAME", "B"])
    #expect(shown(10) == ["NAME"])
    #expect(shown(0) == ["NAME"])
  }

  @Test("spare width goes to the left column first, then to the right ones")
  func growth() {
    #expect(Table(columns, width: 33).placed.map(\.width) == [12, 4, 4, 10])
    #expect(Table(columns, width: 300).placed.map(\.width) == [12, 4, 4, 30])
  }

  @Test("columns never overlap and never leave the width they were given")
  func within() {
    for width in 6...80 {
      var end = -1
      for placed in Table(columns, width: width).placed {
        #expect(placed.start > end)
        end = placed.start + placed.width
      }
      #expect(end <= width)
    }
  }
}
