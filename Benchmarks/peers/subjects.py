"""The subjects by their names on the command line."""

from backward import Backward
from convolution import NetworkConvolutions, SquareWindowConvolutions
from gemm import MatrixProducts
from inference import Inference
from int8 import ByteInference
from jpeg import JPEGDecoding
from png import PNGDecoding
from resize import Resizing
from search import Search
from training import TrainingSteps
from views import Views

SUBJECTS = {
    "gemm": MatrixProducts(),
    "conv": NetworkConvolutions(),
    "conv3x3": SquareWindowConvolutions(),
    "backward": Backward(),
    "inference": Inference(),
    "int8": ByteInference(),
    "train": TrainingSteps(),
    "search": Search(),
    "png": PNGDecoding(),
    "jpeg": JPEGDecoding(),
    "resize": Resizing(),
    "views": Views(),
}
