import DurableFiles
import Tensors

extension EmbeddingIndex {
  /// The kind of container that an index is.
  private static let kind: UInt32 = 1

  /// The sections of an index.
  private enum SectionID: UInt32, CaseIterable {
    /// Numbers [n, c].
    case embeddings = 1
    /// The paths in UTF-8, each followed by a zero byte.
    case paths = 2
    case encoderFingerprint = 3
    case modelPath = 4
    case preprocessing = 5
    /// Numbers [n]; only in the index of an encoder that computes in 8-bit integers.
    case activationLimits = 6
  }

  /// The bytes of the index's file; the same for the same index.
  public func encoded() -> [UInt8] {
    func text(_ id: SectionID, _ text: String) -> ContainerSection {
      ContainerSection(id: id.rawValue, bytes: Array(text.utf8))
    }
    var sections = [
      ContainerSection(
        id: SectionID.embeddings.rawValue, dimensions: [count, dimension],
        numbers: embeddings.scalars),
      ContainerSection(
        id: SectionID.paths.rawValue, bytes: paths.flatMap { Array($0.utf8) + [0] }),
      text(.encoderFingerprint, provenance.encoderFingerprint),
      text(.modelPath, provenance.modelPath),
      text(.preprocessing, provenance.preprocessing),
    ]
    if !provenance.activationLimits.isEmpty {
      sections.append(
        ContainerSection(
          id: SectionID.activationLimits.rawValue,
          dimensions: [provenance.activationLimits.count], numbers: provenance.activationLimits))
    }
    return encodedContainer(kind: Self.kind, sections: sections)
  }

  /// Reads the bytes of an index's file.
  ///
  /// Any changed or missing byte is found by checksums; and what has right checksums is checked all
  /// the same, so that no search in the index can fail.
  public init(decoding bytes: [UInt8]) throws(EmbeddingIndexFormatError) {
    let container: ContainerReader
    do {
      container = try ContainerReader(decoding: bytes, kind: Self.kind)
    } catch {
      throw .container(error)
    }
    let ids = container.sections.map(\.id)
    let known = SectionID.allCases.map(\.rawValue)
    guard ids == known || ids == known.dropLast() else { throw .sections(ids) }

    let section = container.sections[0]
    // Shapes are formed only of extents whose product was checked; [n, 0] would leave n free.
    guard section.elementType == .float32, section.dimensions.count == 2,
      section.dimensions[1] > 0
    else { throw .sectionForm(id: section.id) }
    let fingerprint = try Self.text(.encoderFingerprint, in: container)
    let modelPath = try Self.text(.modelPath, in: container)
    let preprocessing = try Self.text(.preprocessing, in: container)
    let paths = try Self.paths(in: container)
    let limits = try Self.activationLimits(in: container)
    do {
      try self.init(
        embeddings: Tensor(Shape(section.dimensions), container.numbers(of: section)),
        paths: paths,
        provenance: Provenance(
          encoderFingerprint: fingerprint, modelPath: modelPath, preprocessing: preprocessing,
          activationLimits: limits))
    } catch {
      throw .contents(error)
    }
  }

  /// Reads the index file at `path`; see ``init(decoding:)``.
  public init(contentsOf path: String) throws(EmbeddingIndexFileError) {
    let bytes: [UInt8]
    do { bytes = try readFile(atPath: path) } catch { throw .file(error) }
    do { try self.init(decoding: bytes) } catch { throw .malformed(path: path, error) }
  }

  /// Writes the index file at `path`, whole or not at all: an older one stays until the new one is
  /// on the disk.
  public func write(to path: String) throws(EmbeddingIndexFileError) {
    do { try replaceFile(atPath: path, with: encoded()) } catch { throw .file(error) }
  }

  private static func bytes(
    _ id: SectionID, in container: ContainerReader
  ) throws(EmbeddingIndexFormatError) -> ArraySlice<UInt8> {
    guard let section = container.section(id.rawValue), section.elementType == .uint8,
      section.dimensions.count == 1
    else { throw .sectionForm(id: id.rawValue) }
    return container.bytes(of: section)
  }

  private static func text(
    _ id: SectionID, in container: ContainerReader
  ) throws(EmbeddingIndexFormatError) -> String {
    guard let text = String(validating: try bytes(id, in: container), as: UTF8.self) else {
      throw .invalidUTF8(section: id.rawValue)
    }
    return text
  }

  private static func activationLimits(
    in container: ContainerReader
  ) throws(EmbeddingIndexFormatError) -> [Float] {
    let id = SectionID.activationLimits.rawValue
    guard let section = container.section(id) else { return [] }
    guard section.elementType == .float32, section.dimensions.count == 1,
      section.dimensions[0] > 0
    else { throw .sectionForm(id: id) }
    return container.numbers(of: section)
  }

  private static func paths(
    in container: ContainerReader
  ) throws(EmbeddingIndexFormatError) -> [String] {
    var rest = try bytes(.paths, in: container)
    var paths: [String] = []
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: 0) else { throw .unterminatedPath }
      guard let path = String(validating: rest[..<end], as: UTF8.self) else {
        throw .invalidUTF8(section: SectionID.paths.rawValue)
      }
      paths.append(path)
      rest = rest[(end + 1)...]
    }
    return paths
  }
}

extension EmbeddingIndex {
  /// The first bytes of every index file.
  package static var magic: [UInt8] { ContainerFormat.magic }
}
