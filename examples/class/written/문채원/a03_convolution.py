# kind: damaged
# what: the download stopped after 60 %: ungraded
# damage: cut_off 0.6
# %% relu
def relu(x):
    return np.maximum(x, 0)
