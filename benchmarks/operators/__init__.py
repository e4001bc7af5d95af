"""The lessons' own operators beside TensorFlow, PyTorch and SciPy. See ../README.md."""
