# kind: damaged
# what: the notebook of another assignment: ungraded
# notebook: a03_convolution
# %% relu
def relu(x):
    return np.maximum(x, 0)
