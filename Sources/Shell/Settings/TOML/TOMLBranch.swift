/// A table while its text is read.
final class TOMLBranch {
  /// What made a table decides what may still be added to it.
  enum Origin: Equatable {
    /// It was named on the way to another one, and may get a header of its own.
    case implicit
    case header
    /// By keys with dots, which may go on only under the same header.
    case dotted(section: Int)
    /// Between braces; nothing may be added.
    case inline
  }

  enum Member {
    case value(TOMLNode)
    case table(TOMLBranch)
    /// `[[tables]]`, the newest last.
    case list([TOMLBranch])
  }

  var origin: Origin
  var place: SourcePlace?
  var members: [String: Member] = [:]

  init(_ origin: Origin, at place: SourcePlace?) {
    self.origin = origin
    self.place = place
  }

  /// The table as it stands.
  var node: TOMLNode {
    TOMLNode(
      .table(
        members.mapValues { member in
          switch member {
          case .value(let node): node
          case .table(let branch): branch.node
          case .list(let branches): TOMLNode(branches.map(\.node))
          }
        }), at: place)
  }
}
