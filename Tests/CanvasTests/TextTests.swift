import Canvas
import Testing

@Suite("Text on a grid")
struct TextTests {
  @Test(
    "widths",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("电池", 4), ("한", 2), ("🔋", 2), ("◆▲‖", 3), ("⣿", 1), ("\u{200B}", 0),
      ("ｆ", 2), ("µ±", 2), ("", 0),
    ] as [(String, Int)])
  func widths(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test("a wide character that would be cut in half leaves a blank")
  func wideClipping() {
    var grid = Grid(width: 5, height: 1)
    grid.put("a电池x", column: 0, row: 0, columns: 4)
    #expect(grid.text == "a电")
    #expect(grid[2, 0].scalar == 0)
    #expect(grid[3, 0] == .blank)
  }

  @Test("overwriting half of a wide character leaves no half behind")
  func overwriting() {
    var grid = Grid(width: 4, height: 1)
    grid.put("电池", column: 0, row: 0)
    grid.put("x", column: 1, row: 0)
    #expect(grid.text == " x池")
    grid.put("y", column: 2, row: 0)
    #expect(grid.text == " xy")
  }

  @Test("alignment and ellipsis")
  func alignment() {
    var grid = Grid(width: 10, height: 4)
    grid.put("1.5", column: 0, row: 0, columns: 6, alignment: .right)
    grid.put("ab", column: 0, row: 1, columns: 6, alignment: .centre)
    grid.put("abcdefgh", column: 0, row: 2, columns: 6, ellipsis: "…")
    grid.put("abcdef", column: 0, row: 3, columns: 6, ellipsis: "…")
    #expect(grid.text == "   1.5\n  ab\nabcde…\nabcdef")
  }

  @Test("no text can put a control character on the grid")
  func control() {
    var grid = Grid(width: 40, height: 1)
    grid.put("a\u{1B}]0;x\u{7}b\u{9B}2J\u{7F}\n\r\t\u{202E}\u{2028}c", column: 0, row: 0)
    for cell in grid.cells {
      #expect(cell.scalar >= 0x20 && !(0x7F..<0xA0).contains(cell.scalar))
    }
    #expect(grid.text == "a·]0;x·b·2J····" + "·c")
  }

  @Test("drawing outside is ignored")
  func outside() {
    var grid = Grid(width: 3, height: 1)
    let blank = grid
    grid.put("abc", column: 5, row: 0)
    grid.put("abc", column: 0, row: 7)
    grid.put("abc", column: 0, row: -1, alignment: .right)
    grid.rule("-", column: -9, row: 0, columns: 5)
    grid.box(Area(column: 9, row: 9, width: 5, height: 5), symbols: .unicode)
    #expect(grid == blank)
    grid.put("abcdef", column: -2, row: 0)
    #expect(grid.text == "cde")
  }

  @Test("a box has corners, and none is drawn where there is no room")
  func box() {
    var grid = Grid(width: 4, height: 3)
    grid.box(grid.area, symbols: .unicode)
    #expect(grid.text == "┌──┐\n│  │\n└──┘")
    var small = Grid(width: 1, height: 1)
    small.box(small.area, symbols: .unicode)
    #expect(small.text == "")
  }

  @Test("reducing to ASCII keeps every column where it was")
  func ascii() {
    var grid = Grid(width: 12, height: 1)
    grid.put("a±b电µ→·⣿z", column: 0, row: 0)
    grid.reduceToASCII()
    #expect(grid.text(row: 0) == "a~b??u>.?z  ")
    #expect(grid.cells.allSatisfy { $0.scalar < 0x7F })
  }
}
