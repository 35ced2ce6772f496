import AugNet
import JSON

/// What came of computing in 8-bit integers, as a part of results.
package struct QuantizationReport: Sendable {
  /// Pictures on which ranges were found.
  package let calibrationCount: Int
  /// How far neighbours are those of fp32; nil if there are too few pictures to tell.
  package let agreement: NeighborAgreement?

  /// One line.
  package var text: String {
    let start =
      "Computed in 8-bit integers, calibrated on \(NumberText.count(calibrationCount, "picture"))"
    guard let agreement else { return start + "." }
    return start + ": among \(agreement.pictureCount) pictures, "
      + "\(NumberText.percent(agreement.overlap)) of the \(agreement.neighborCount) nearest "
      + "neighbours are those of fp32."
  }

  /// The same for programs.
  package var json: JSONValue {
    [
      "precision": "int8", "calibrationPictures": JSONValue(calibrationCount),
      "comparedPictures": agreement.map { JSONValue($0.pictureCount) } ?? .null,
      "comparedNeighbours": agreement.map { JSONValue($0.neighborCount) } ?? .null,
      "neighbourOverlap": agreement.map { .number($0.overlap) } ?? .null,
    ]
  }
}
