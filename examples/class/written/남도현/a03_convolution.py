# kind: damaged
# what: saved in CP949 by an old editor: ungraded, with the reason
# damage: cp949
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    # 아직 작성하는 중
    return None
