# kind: damaged
# what: the marks of a git merge conflict are left in: ungraded
# damage: merge_conflict
# %% softmax
def softmax(x):
    return np.exp(x) / np.exp(x).sum()
