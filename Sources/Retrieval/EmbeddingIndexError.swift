import DurableFiles

/// Why an embedding cannot be put into an index or be searched for.
public enum EmbeddingIndexError: Error, Equatable, Sendable {
  /// The embeddings are not a matrix [n, c] with c at least 1, or not of the index's dimension.
  case shapeMismatch(dimensions: [Int], expectedDimension: Int?)
  /// Element `column` of embedding `row` is not a number, infinite, or so large that distances
  /// overflow.
  case unusableValue(row: Int, column: Int, value: Float)
  /// There is not one path for each embedding.
  case pathCount(Int, embeddings: Int)
  /// A path has a zero byte in it, as no path can.
  case zeroByteInPath(row: Int)
  /// The encoder's fingerprint is not 16 or 32 lower-case hexadecimal digits.
  case malformedFingerprint
  /// The limit of a layer's activations is negative or no finite number.
  case unusableLimit(layer: Int, value: Float)
  /// Fewer than one neighbour is asked for.
  case neighborCount(Int)
}

extension EmbeddingIndexError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .shapeMismatch(let dimensions, let expected?):
      "embeddings have the shape \(dimensions); expected [embeddings, \(expected)]"
    case .shapeMismatch(let dimensions, nil):
      "embeddings have the shape \(dimensions); expected [embeddings, dimensions]"
    case .unusableValue(let row, let column, let value):
      "element \(column) of embedding \(row) is \(value); expected a number of at most 2^40 in size"
    case .pathCount(let count, let embeddings):
      "\(count) paths for \(embeddings) embeddings; expected one path an embedding"
    case .zeroByteInPath(let row):
      "path \(row) has a zero byte in it"
    case .malformedFingerprint:
      "the encoder's fingerprint is not 16 or 32 lower-case hexadecimal digits"
    case .unusableLimit(let layer, let value):
      "the activations of layer \(layer) are limited to \(value); expected a finite number of at least 0"
    case .neighborCount(let count):
      "\(count) neighbours are asked for; expected at least 1"
    }
  }
}

/// What is wrong with the contents of an index file.
public enum EmbeddingIndexFormatError: Error, Equatable, Sendable {
  /// The file as a whole is damaged or no container.
  case container(ContainerError)
  /// The file does not have exactly the sections of an index.
  case sections([UInt32])
  /// A section has another element type or rank than it should.
  case sectionForm(id: UInt32)
  /// A section of text is not UTF-8.
  case invalidUTF8(section: UInt32)
  /// The last path has no end.
  case unterminatedPath
  /// The contents are not what can be in an index.
  case contents(EmbeddingIndexError)
}

extension EmbeddingIndexFormatError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .container(let error): error.description
    case .sections(let ids): "not an index: has the sections \(ids)"
    case .sectionForm(let id): "damaged: section \(id) has the wrong form"
    case .invalidUTF8(let section): "damaged: section \(section) is not valid UTF-8"
    case .unterminatedPath: "damaged: the last path has no end"
    case .contents(let error): "damaged: \(error)"
    }
  }
}

/// Why an index file could not be read or written, with its path.
public enum EmbeddingIndexFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system refused to read or to write.
  case file(FileError)
  /// The contents are not an index.
  case malformed(path: String, EmbeddingIndexFormatError)

  /// One line that begins with the path.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .malformed(let path, let error): "\(path): \(error)"
    }
  }
}
