/// A text from a file, safe for a one-line message: no control characters, at most 60 characters.
func printable(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(60) {
    result.unicodeScalars.append(scalar.value < 32 || scalar.value == 127 ? "?" : scalar)
  }
  return text.unicodeScalars.count > 60 ? result + "…" : result
}
