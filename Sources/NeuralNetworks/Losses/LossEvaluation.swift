import Tensors

/// A batch's loss, the gradient to train by, and what tells how the embeddings lie.
package struct LossEvaluation: Sendable {
  /// The loss.
  package let loss: Float

  /// The loss's gradient by the embeddings, [k · m, c].
  package let gradient: Tensor

  /// The mean distance of a view to the centre of its own picture.
  package let meanOwnDistance: Float

  /// The mean distance of a view to the nearest centre of another picture.
  package let meanNearestOtherDistance: Float

  /// The fraction of views that are nearer to their own centre than to any other.
  package let nearestOwnFraction: Float
}
