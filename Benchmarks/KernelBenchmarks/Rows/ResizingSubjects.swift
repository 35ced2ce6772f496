import AugNet

extension Subject {
  /// Pictures in another size, by each interpolation: reductions to what encoders take, and enlargements.
  static let resizings: [Subject] = [
    (640, 480, 224, 224), (1024, 768, 466, 350), (1024, 768, 256, 192), (96, 96, 224, 224),
    (320, 240, 640, 480),
  ].flatMap { width, height, newWidth, newHeight in
    Interpolation.allCases.flatMap { interpolation in
      // Colours with an opacity take another path in the kernels, and so does grey.
      (width == 640 ? [Image.ColorModel.gray, .rgb, .rgba] : [.rgb]).map { model in
        let channels = model.channelCount
        let samples = (0..<height * width * channels).map {
          UInt8(truncatingIfNeeded: $0 &* 0x9E37_79B1 >> 13)
        }
        let image = Image(width: width, height: height, colorModel: model, samples: samples)
        return Subject(
          name: "resize",
          problem: "\(interpolation) \(width)x\(height) to \(newWidth)x\(newHeight)x\(channels)",
          work: Work(
            bytesRead: image.samples.count, bytesWritten: newWidth * newHeight * channels, items: 1),
          unit: .images, level: KernelSet.current.level, isSingleThreaded: true
        ) { _ in
          { _ = image.resized(toWidth: newWidth, height: newHeight, by: interpolation) }
        }
      }
    }
  }
}
