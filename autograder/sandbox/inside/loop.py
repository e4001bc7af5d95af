"""The training loop of a grader around a network and an optimizer of a student's; promises nothing of what they do.

It is an argument of a talk, as numbers on the way, and a function where it arrives. Runs on both sides of the wire and
needs NumPy only.
"""

import numpy as np

N_LOSSES = 60  # about as many are noted; each costs a run of the network
AT_ONCE = 100  # images that are predicted together


class Loop:
    """Trains a network step by step: `optimizer.update(net.params, net.gradient(x, t))`.

    Args:
        batch: images a step.
        epochs: how often every image is shown.
        seed: of the order of the images, and of NumPy's random numbers when the network is made.

    >>> Loop(50, 2, 0)
    Loop(50, 2, 0)
    """

    def __init__(self, batch, epochs, seed):
        self.batch, self.epochs, self.seed = batch, epochs, seed

    def begin(self):
        """Let a network that is made now start from the same weights in every run, if it asks NumPy for them."""
        np.random.seed(self.seed)

    def __call__(self, net, optimizer, images, labels, new_images):
        """Train, and ask for the scores of new images.

        Args:
            images: uint8, shape (N, C, H, W); the network gets them as numbers from 0 to 1.
            labels: class numbers, shape (N,).
            new_images: as `images`; their labels are nowhere in this process.

        Returns:
            the scores of the new images, one batch of them after the other; and some losses, as the network told them.
        """
        rng = np.random.Generator(np.random.PCG64(self.seed))
        steps = -(-len(images) // self.batch) * self.epochs
        losses = []
        for step in range(steps):
            start = step * self.batch % (-(-len(images) // self.batch) * self.batch)
            if start == 0:
                order = rng.permutation(len(images))
            chosen = order[start : start + self.batch]
            x, t = images[chosen] / 255.0, labels[chosen]
            if step % max(1, steps // N_LOSSES) == 0:
                losses.append(float(net.loss(x, t)))
            optimizer.update(net.params, net.gradient(x, t))
        parts = range(0, len(new_images), AT_ONCE)
        return np.concatenate([net.predict(new_images[i : i + AT_ONCE] / 255.0) for i in parts]), losses

    def __repr__(self):
        return f"Loop({self.batch}, {self.epochs}, {self.seed})"

    def __eq__(self, other):
        return isinstance(other, Loop) and repr(self) == repr(other)

    def __hash__(self):
        return hash(repr(self))
