import JSON

/// The clusters of an index and how well they match given labels.
package struct ClusterResult: CommandResult {
  /// How clusters and labels agree.
  package struct Agreement: Sendable {
    /// The fraction of labelled pictures whose cluster is matched with their label, each cluster
    /// with one label.
    package let accuracy: Double
    /// Pictures that have a label.
    package let labelledCount: Int
    /// Different labels.
    package let labelCount: Int
    /// The label that each cluster is matched with; nil for a cluster without one.
    package let labelOfCluster: [String?]
  }

  /// The members' paths of each cluster.
  package let clusters: [[String]]
  /// The sum of squared distances of all members to their cluster's centre.
  package let inertia: Double
  /// How clusters and labels agree; nil when no labels are given.
  package let agreement: Agreement?

  package var text: String {
    var blocks = clusters.indices.map { index -> String in
      let label = agreement?.labelOfCluster[index].map { ", matched with \($0)" } ?? ""
      let size = NumberText.count(clusters[index].count, "picture")
      return (["cluster \(index + 1): \(size)\(label)"] + clusters[index].map { "  " + $0 })
        .joined(separator: "\n")
    }
    blocks.append("Inertia \(NumberText.figures(inertia))")
    if let agreement {
      blocks[blocks.count - 1] +=
        "; accuracy \(NumberText.percent(agreement.accuracy)) on "
        + "\(NumberText.count(agreement.labelledCount, "labelled picture")) "
        + "with \(NumberText.count(agreement.labelCount, "label"))"
    }
    return blocks.joined(separator: "\n\n")
  }

  package var json: JSONValue {
    let list = clusters.indices.map { index -> JSONValue in
      var cluster: JSONObject = ["members": .array(clusters[index].map { .string($0) })]
      if let agreement {
        cluster["label"] = agreement.labelOfCluster[index].map { .string($0) } ?? .null
      }
      return .object(cluster)
    }
    var object: JSONObject = ["clusters": .array(list), "inertia": .number(inertia)]
    if let agreement {
      object["accuracy"] = .number(agreement.accuracy)
      object["labelled"] = JSONValue(agreement.labelledCount)
    }
    return .object(object)
  }
}
