/// The candidate that was probably meant by `word`: the nearest in edits, if it is near enough.
///
/// Near enough is one edit for up to four characters and one more for every further three; of
/// equally near candidates the first one is taken.
package func nearestName(to word: String, among candidates: [String]) -> String? {
  let limit = 1 + max(0, word.count - 2) / 3
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(Array(word), Array(candidate))
    if distance <= limit, distance < candidate.count, distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b`.
package func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      current.append(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}
