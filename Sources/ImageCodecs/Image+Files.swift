import DurableFiles

extension DecodedPicture {
  /// Reads a picture file, whose format its contents tell, not its name.
  ///
  /// - Throws: ``PictureFileError``, which names the file.
  public init(
    contentsOf path: String, options: DecodingOptions = .standard
  ) throws(PictureFileError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(atPath: path, limitInBytes: options.limits.maximumEncodedByteCount)
    } catch {
      throw .file(error)
    }
    do throws(ImageDecodingError) {
      try self.init(decoding: bytes, options: options)
    } catch {
      throw .decoding(path: path, error)
    }
  }
}

extension PictureHeader {
  /// Reads the beginning of a picture file, whose format its contents tell, not its name.
  ///
  /// - Throws: ``PictureFileError``, which names the file.
  public init(ofFileAt path: String) throws(PictureFileError) {
    let limit = DecodingLimits.standard.maximumEncodedByteCount
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try readFile(atPath: path, limitInBytes: limit)
    } catch {
      throw .file(error)
    }
    do throws(ImageDecodingError) {
      try self.init(of: bytes)
    } catch {
      throw .decoding(path: path, error)
    }
  }
}

extension Image {
  /// Reads a picture file, whose format its contents tell, not its name.
  ///
  /// - Throws: ``PictureFileError``, which names the file.
  public init(
    contentsOf path: String, options: DecodingOptions = .standard
  ) throws(PictureFileError) {
    self = try DecodedPicture(contentsOf: path, options: options).image
  }

  /// Writes a picture file in the format that the path's ending names: `png`, `jpg` or `jpeg` (quality 90), or `ppm`, `pgm` or
  /// `pnm`, without regard to letter case.
  ///
  /// The file appears complete or not at all, in the place of one that was there.
  ///
  /// - Throws: ``PictureFileError``, which names the file.
  public func write(to path: String) throws(PictureFileError) {
    let bytes: [UInt8]
    switch Self.fileExtension(of: path) {
    case "png": bytes = pngEncoded()
    case "ppm", "pgm", "pnm": bytes = ppmEncoded()
    case "jpg", "jpeg": bytes = jpegEncoded()
    default:
      throw isDirectory(atPath: path)
        ? .file(.isDirectory(path: path)) : .unknownFileExtension(path: path)
    }
    do throws(FileError) {
      try replaceFile(atPath: path, with: bytes)
    } catch {
      throw .file(error)
    }
  }

  /// Whether the path ends as those of pictures do that can be decoded.
  public static func hasDecodableFileExtension(_ path: String) -> Bool {
    let ending = fileExtension(of: path)
    return ImageFormat.allCases.contains { $0.fileExtensions.contains(ending) }
  }

  /// What follows the last dot of the file's name, in lower case; empty if there is none.
  static func fileExtension(of path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return "" }
    return String(path[dot...].dropFirst()).lowercased()
  }
}
