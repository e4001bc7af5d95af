# kind: damaged
# what: the download stopped after 60 %: ungraded
# damage: cut_off 0.6
# %% basic_block
def basic_block(x, filters, stride=1):
    return layers.ReLU()(x)
