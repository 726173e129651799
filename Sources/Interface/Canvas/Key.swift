/// One thing that the person at the terminal did.
package enum Key: Hashable, Sendable {
  /// A printable character.
  case character(Unicode.Scalar)
  /// A letter with Ctrl, lower case.
  case control(Unicode.Scalar)
  case up, down, left, right, pageUp, pageDown, home, end
  case enter, escape, tab, backTab, backspace, delete
  /// A function key, from 1.
  case function(Int)
  case click(column: Int, row: Int)
  case doubleClick(column: Int, row: Int)
  case wheelUp(column: Int, row: Int)
  case wheelDown(column: Int, row: Int)
}
