/// Why a container file, or a part of it, cannot be read: one clause, to stand behind the file's name.
package struct ContainerTrouble: Error, Equatable, CustomStringConvertible {
  package let description: String

  /// Takes the clause.
  package init(_ description: String) { self.description = description }
}
