import JSON

/// The nearest pictures of each query.
package struct SearchResult: CommandResult {
  /// A picture of the index and how far it is from the query.
  package struct Neighbour: Sendable {
    /// The picture's path as the index holds it.
    package let path: String
    /// The Euclidean distance of the embeddings.
    package let distance: Double
  }

  /// One query's answer.
  package struct Answer: Sendable {
    /// The query's path.
    package let query: String
    /// The nearest pictures, nearest first.
    package let neighbours: [Neighbour]
  }

  /// The answers in the order of the queries.
  package let answers: [Answer]
  /// Queries that could not be read.
  package let skippedCount: Int
  /// The contact sheet; nil when none was asked for.
  package let sheetPath: String?

  package var text: String {
    var blocks = answers.map { answer -> String in
      var table = TextTable([("", .right), ("", .right), ("", .left)])
      for (rank, neighbour) in answer.neighbours.enumerated() {
        table.append([
          "\(rank + 1)", NumberText.fixed(neighbour.distance, digits: 4), neighbour.path,
        ])
      }
      return answer.query + "\n" + table.text
    }
    if let sheetPath { blocks.append("The contact sheet is in \(sheetPath).") }
    if let line = SkippedPictures.line(skippedCount) { blocks.append(line) }
    return blocks.joined(separator: "\n\n")
  }

  package var json: JSONValue {
    let answers = self.answers.map { answer -> JSONValue in
      let neighbours = answer.neighbours.map { neighbour -> JSONValue in
        [
          "path": .string(neighbour.path), "distance": .number(neighbour.distance),
        ]
      }
      return [
        "query": .string(answer.query), "neighbours": .array(neighbours),
      ]
    }
    return [
      "answers": .array(answers), "skipped": JSONValue(skippedCount),
      "sheet": sheetPath.map { .string($0) } ?? .null,
    ]
  }
}
