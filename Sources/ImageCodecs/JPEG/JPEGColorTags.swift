import Kernels

/// What a JPEG file says about its colours.
struct JPEGColorTags {
  private var hasJFIF = false
  private var adobeTransform: UInt8?

  /// How components become colours.
  enum Conversion {
    case gray
    case rgb
    case yCbCr
    /// Four inks, inverted.
    case cmyk
    /// The complement of inverted cyan, magenta and yellow as YCbCr, and inverted black.
    case ycck
  }

  /// Takes notice of an application's segment.
  mutating func read(_ file: Span<UInt8>, _ contents: Range<Int>, marker: UInt8) {
    let start = contents.lowerBound
    if marker == JPEGMarker.jfif, contents.count >= 14,
      file.holds("JFIF\0", at: start, before: contents.upperBound)
    {
      hasJFIF = true
    } else if marker == JPEGMarker.adobe, contents.count >= 12,
      file.holds("Adobe", at: start, before: contents.upperBound)
    {
      adobeTransform = file[start + 11]
    }
  }

  /// Chooses by the identifiers of the components as libjpeg does; `nil` if there are too few or too
  /// many of them.
  func conversion(of identifiers: [UInt8]) -> Conversion? {
    switch identifiers.count {
    case 1: return .gray
    case 3:
      if hasJFIF { return .yCbCr }
      if let adobeTransform { return adobeTransform == 0 ? .rgb : .yCbCr }
      return identifiers == Array("RGB".utf8) ? .rgb : .yCbCr
    case 4: return (adobeTransform ?? 0) == 0 ? .cmyk : .ycck
    default: return nil
    }
  }

  /// Puts the planes together.
  func image(of frame: JPEGFrame, samples: Span<UInt8>) -> Image {
    // A frame has one, three or four components.
    let conversion = conversion(of: frame.components.map(\.identifier)) ?? .gray
    return Self.image(of: frame, conversion: conversion, samples: samples)
  }

  /// Puts planes together.
  static func image(
    of frame: JPEGFrame, conversion: Conversion, samples: Span<UInt8>
  ) -> Image {
    let channelCount = conversion == .gray ? 1 : 3
    let kernels = KernelSet.current
    var upsamplers = frame.components.map { JPEGUpsampler($0, of: frame) }
    var output = [UInt8](repeating: 0, count: frame.width * frame.height * channelCount)
    var pixels = output.mutableSpan
    for row in 0..<frame.height {
      for index in upsamplers.indices { upsamplers[index].prepare(row: row, of: samples) }
      let start = row * frame.width * channelCount
      let first = upsamplers[0].row
      if conversion == .gray {
        let source = first.span.extracting(0..<frame.width)
        var target = pixels._mutatingExtracting(start..<start + frame.width)
        precondition(source.count == target.count)
        for index in source.indices { target[index] = source[index] }
        continue
      }
      let second = upsamplers[1].row
      let third = upsamplers[2].row
      switch conversion {
      case .yCbCr, .ycck:
        kernels.pixels(
          frame.width, luma: first.span, blueness: second.span, redness: third.span, into: &pixels,
          at: start)
      default: JPEGColors.interleave(frame.width, first, second, third, into: &pixels, at: start)
      }
      if upsamplers.count == 4 {
        let black = upsamplers[3].row
        JPEGColors.applyInks(
          frame.width, isComplement: conversion == .ycck, black: black, to: &pixels, at: start)
      }
    }
    return Image(
      width: frame.width, height: frame.height, colorModel: channelCount == 1 ? .gray : .rgb,
      samples: output)
  }
}
