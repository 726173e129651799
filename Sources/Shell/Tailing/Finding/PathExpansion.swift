/// What the user named on the command line: files, folders, quoted globs and `-`.
///
/// What a path is gets decided at each discovery, not once: a file may not exist yet, a folder may be mounted later.
package struct PathExpansion: Sendable {
  private let roots: [Root]
  private let includesStandardInput: Bool
  /// How much one discovery takes in at most.
  package var bounds = Discovery.Bounds()

  private struct Root: Sendable {
    var path: RawPath
    /// Name of the root if it is a file.
    var fileName: RawPath
    /// What stands before the names in the root if it is a folder; empty if it is the only root.
    var folderLabel: RawPath
    /// The folder before the first wildcard and the components from there; nil if there is no wildcard.
    var glob: (base: RawPath, pattern: [GlobPattern])?
  }

  /// Takes the arguments; none stands for the current folder.
  package init(_ arguments: [RawPath]) {
    let stdin = RawPath("-")
    includesStandardInput = arguments.contains(stdin)
    let named = arguments.isEmpty ? [RawPath(".")] : arguments.filter { $0 != stdin }
    let parsed = named.map { path in (path: path.normalized, glob: PathExpansion.glob(in: path.normalized)) }
    let bases = Set(parsed.map { $0.glob?.base ?? $0.path })
    let all = bases.union(parsed.map(\.path)).map { $0.components.map(Array.init) }
    roots = parsed.map { path, glob in
      let label = PathExpansion.shortestName(of: glob?.base ?? path, among: all)
      return Root(
        path: path, fileName: PathExpansion.shortestName(of: path, among: all),
        folderLabel: bases.count > 1 ? label : RawPath([]), glob: glob)
    }
  }

  /// Takes arguments written as text.
  package init(_ arguments: [String]) {
    self.init(arguments.map { RawPath($0) })
  }

  /// Looks what the paths lead to now.
  package func discover() -> Discovery {
    var discovery = Discovery(bounds: bounds)
    discovery.includesStandardInput = includesStandardInput
    for root in roots {
      // A name may hold brackets: what exists as typed is meant as typed.
      if let glob = root.glob, case .failure = Entry.at(root.path) {
        discovery.add(glob.pattern[...], in: glob.base, name: root.folderLabel)
      } else {
        discovery.add(root.path, name: root.fileName, asFolder: root.folderLabel)
      }
    }
    discovery.finish()
    return discovery
  }

  private static func glob(in path: RawPath) -> (base: RawPath, pattern: [GlobPattern])? {
    guard GlobPattern.hasWildcard(path) else { return nil }
    let components = path.components
    let fixed = components.prefix { !GlobPattern.hasWildcard(RawPath($0)) }
    let base = fixed.reduce(RawPath(path.isAbsolute ? "/" : "")) { $0.appending($1) }
    return (base, components.dropFirst(fixed.count).map { GlobPattern($0) })
  }

  /// The fewest last components that tell a root from all the others.
  ///
  /// It depends on the arguments alone, so that a log keeps its name when others come and go.
  private static func shortestName(of path: RawPath, among others: [[[UInt8]]]) -> RawPath {
    let components = path.components.map(Array.init)
    for count in 1..<max(2, components.count + 1) {
      let suffix = components.suffix(count)
      let sharing = others.count { $0.suffix(count).elementsEqual(suffix) }
      if sharing <= 1 { return RawPath(suffix.joined(separator: [RawPath.slash])) }
    }
    return RawPath(components.joined(separator: [RawPath.slash]))
  }
}
