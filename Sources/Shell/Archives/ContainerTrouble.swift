/// Why a container file, or a part of it, cannot be read: one clause, to stand behind the file's name.
package struct ContainerTrouble: Error, Equatable, CustomStringConvertible {
  package let description: String
  /// Whether the file is in order, and no log.
  package let isStranger: Bool

  /// Takes the clause.
  package init(_ description: String, isStranger: Bool = false) {
    self.description = description
    self.isStranger = isStranger
  }
}
