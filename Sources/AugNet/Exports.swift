// What a user of the library sees after `import AugNet`.
@_exported import Checkpoints
@_exported import Clustering
@_exported import Figures
@_exported import ImageAugmentation
@_exported import ImageCodecs
@_exported import Inference
@_exported import Kernels
@_exported import NeuralNetworks
@_exported import Retrieval
@_exported import SamplePictures
@_exported import Tensors
@_exported import Training
