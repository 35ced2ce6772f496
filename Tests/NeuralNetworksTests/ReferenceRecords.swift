import Foundation
import TestSupport

/// What make_network_references.py wrote about one encoder.
struct EncoderReference: Sendable {
  let header: ReferenceRecord
  let sketches: [String: ReferenceRecord]
  let losses: [Double]

  /// The references of all encoders, by the order of the file.
  static func all() throws -> [EncoderReference] {
    var result: [EncoderReference] = []
    var header: ReferenceRecord?
    var sketches: [String: ReferenceRecord] = [:]
    for record in try ReferenceRecord.all(in: "encoders.jsonl") {
      if record.encoder != nil {
        header = record
        sketches = [:]
      } else if let tensor = record.tensor {
        sketches[tensor] = record
      } else if let losses = record.losses, let header {
        result.append(EncoderReference(header: header, sketches: sketches, losses: losses))
      }
    }
    return result
  }

  func sketch(_ tensor: String) throws -> Sketch {
    guard let record = sketches[tensor] else { throw MissingReference(name: tensor) }
    return try record.sketch()
  }
}

/// One line of a reference file.
struct ReferenceRecord: Decodable, Sendable {
  /// A name and a shape, which JSON holds as a list of two.
  struct StateEntry: Decodable, Sendable {
    let name: String
    let shape: [Int]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      name = try list.decode(String.self)
      shape = try list.decode([Int].self)
    }
  }

  let encoder: String?
  let side: Int?
  let cell: Int?
  let pictures: Int?
  let views: Int?
  let drawing: Int?
  let learningRate: Float?
  let state: [StateEntry]?

  let tensor: String?
  let norm: Double?
  let projections: [Double]?

  let losses: [Double]?

  let loss: String?
  let dimension: Int?
  let scale: Float?
  let offset: Float?
  let value: Double?

  func sketch() throws -> Sketch {
    guard let norm, let projections else { throw MissingReference(name: tensor ?? "sketch") }
    return Sketch(norm: norm, projections: projections)
  }

  static func all(in file: String) throws -> [ReferenceRecord] {
    let text = try String(contentsOfFile: referencePath("NeuralNetworks/" + file), encoding: .utf8)
    let decoder = JSONDecoder()
    return try text.split(separator: "\n").map {
      try decoder.decode(ReferenceRecord.self, from: Data($0.utf8))
    }
  }
}

struct MissingReference: Error {
  let name: String
}
