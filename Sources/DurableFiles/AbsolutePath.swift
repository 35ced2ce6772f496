#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `path` from the root on: itself if it begins there, else joined to the current folder.
///
/// Nothing is looked up, so the file need not exist. Without a readable current folder `path` comes back
/// as it is.
package func absolutePath(_ path: String) -> String {
  if path.hasPrefix("/") { return path }
  guard let folder = unsafe getcwd(nil, 0) else { return path }
  defer { unsafe free(folder) }
  guard let text = unsafe String(validatingCString: folder) else { return path }
  return text.hasSuffix("/") ? text + path : text + "/" + path
}
