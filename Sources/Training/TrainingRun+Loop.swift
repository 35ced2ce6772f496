/// How far a run has come.
public struct TrainingProgress: Sendable {
  /// The last step.
  public let step: TrainingRun.Step
  /// The mean loss over the last twenty steps.
  public let meanLoss: Float
  /// How much of the run is done, in 0 … 1.
  public let fraction: Double
  /// Seconds since the run began.
  public let seconds: Double
  /// Views trained on so far.
  public let viewCount: Int
}

extension TrainingRun {
  /// Steps to the end of the configured length.
  ///
  /// - Parameter progress: Called after each step; returns false to end the run early.
  /// - Returns: The loss of each step.
  public mutating func run(_ progress: (TrainingProgress) -> Bool = { _ in true }) throws -> [Float]
  {
    let start = ContinuousClock.now
    var losses: [Float] = []
    var fraction = 0.0
    while fraction < 1 {
      let step = try step()
      losses.append(step.loss)
      let seconds = start.duration(to: .now) / .seconds(1)
      fraction = doneFraction(steps: losses.count, seconds: seconds)
      let recent = losses.suffix(20)
      let goesOn = progress(
        TrainingProgress(
          step: step, meanLoss: recent.reduce(0, +) / Float(recent.count), fraction: fraction,
          seconds: seconds,
          viewCount: losses.count * picturesPerStep * configuration.viewsPerPicture))
      if !goesOn { break }
    }
    return losses
  }

  private func doneFraction(steps: Int, seconds: Double) -> Double {
    switch configuration.length {
    case .steps(let count): min(1, Double(steps) / Double(max(count, 1)))
    case .epochs(let count): min(1, Double(steps) / (Double(max(count, 1)) * Double(stepsPerEpoch)))
    case .seconds(let limit): limit > 0 ? min(1, seconds / limit) : 1
    }
  }
}
