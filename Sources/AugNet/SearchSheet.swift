import Figures
import ImageCodecs
import Retrieval

/// Queries and what was found for them as one picture, like the figures of the paper: in each row the query,
/// then its neighbours with their distances.
///
/// A neighbour whose file can no longer be read is left grey.
public func searchSheet(
  queries: [(path: String, image: Image)], neighbors: [[EmbeddingIndex.Neighbor]],
  title: String = ""
) -> Image {
  let rows = zip(queries, neighbors).map { query, found in
    [LabelledPicture(image: query.image, captionLines: ["query", fileName(query.path)])]
      + found.enumerated().map { rank, neighbor in
        let image =
          (try? Image(contentsOf: neighbor.path))
          ?? Image(width: 1, height: 1, colorModel: .gray, filledWith: 200)
        return LabelledPicture(
          image: image,
          captionLines: [
            "\(rank + 1): \(roundedText(neighbor.distance))", fileName(neighbor.path),
          ])
      }
  }
  return contactSheet(rows: rows, title: title)
}

private func fileName(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// Three digits after the point.
private func roundedText(_ number: Float) -> String {
  let thousandths = Int((number * 1000).rounded())
  let digits = String(thousandths % 1000)
  return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
}
