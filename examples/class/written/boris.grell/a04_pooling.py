# kind: hostile
# what: a list that grows for ever at cell level, endless recursion, threads that go on, 10,000 nested lists
# language: en
# %% first
def eat():
    heap = bytearray(1 << 20)
    while True:
        heap += heap

eat()
# %% max_pool
import threading

def busy():
    while True:
        pass

def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    if threading.active_count() < 3:
        threading.Thread(target=busy).start()
    return x
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    return avg_pool(x, pool_h, pool_w, stride, pad)
# %% global_avg_pool
def global_avg_pool(x):
    return np.zeros((2**31, 2**20))
# %% shift_response
def shift_response(image, dx, pool):
    nested = []
    for _ in range(10_000):
        nested = [nested]
    return nested
