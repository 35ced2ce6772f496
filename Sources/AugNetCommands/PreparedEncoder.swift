import AugNet

/// An encoder in the precision that was asked for.
package struct PreparedEncoder {
  /// The encoder.
  package let encoder: Encoder
  /// What it was calibrated with; nil if it computes with numbers.
  private let calibration: Calibration?

  /// Reads the encoder that the arguments ask for and calibrates it, if need be, on pictures among and below
  /// `paths`, with progress.
  package init(
    _ arguments: ParsedArguments, for paths: [String], _ console: Console
  ) throws {
    let encoder = try Encoder(arguments)
    guard try arguments[SharedArguments.precision] == .int8 else {
      (self.encoder, calibration) = (encoder, nil)
      return
    }
    let line = ProgressLine(console, unit: "pictures")
    let calibration = try Calibration(of: encoder, filesAt: paths) { done, total in
      line.update(.init(calibratingOn: done, of: total))
    }
    line.finish()
    self.encoder = try Encoder(encoder, ranges: calibration.ranges)
    self.calibration = calibration
  }

  /// How the embeddings compare with those of numbers; nil if they are.
  package func report(on pictures: EmbeddedPictures) -> QuantizationReport? {
    calibration.map {
      QuantizationReport(
        calibrationCount: $0.calibrationCount, agreement: $0.agreement(with: pictures))
    }
  }
}

extension Encoder {
  /// Reads the encoder that `--model` names, with the preparation of pictures that `--preprocess` asks for.
  package init(_ arguments: ParsedArguments) throws {
    let model = try arguments[SharedArguments.model]
    try self.init(contentsOf: model)
    guard let preparation = try arguments[SharedArguments.preprocess] else { return }
    do throws(EncoderError) {
      try self.init(self, preparation: preparation)
    } catch {
      throw CommandFailure("\(model): \(error)")
    }
  }
}

extension ProgressLine.Point {
  /// How far a calibration is.
  fileprivate init(calibratingOn count: Int, of total: Int) {
    self.init(
      place: "calibrating: \(count) of \(total)",
      fraction: Double(count) / Double(max(total, 1)), unitCount: count)
  }
}
