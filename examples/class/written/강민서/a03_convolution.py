# kind: odd
# what: Korean identifiers, prints inside the functions, arrays in Fortran order
# saved by: vscode
# %% conv2d
def 패딩(그림, 두께):
    return np.pad(그림, ((0, 0), (0, 0), (두께, 두께), (두께, 두께)))


def conv2d(x, W, b=None, stride=1, pad=0):
    그림 = 패딩(x, pad)
    장수, 채널수, 높이, 너비 = 그림.shape
    필터수, _, 필터높이, 필터너비 = W.shape
    print("conv2d 호출:", 그림.shape, W.shape)
    if 필터높이 > 높이 or 필터너비 > 너비:
        raise ValueError("필터가 커요 😢")
    결과 = np.zeros((장수, 필터수, (높이 - 필터높이) // stride + 1, (너비 - 필터너비) // stride + 1), order="F")
    for 행 in range(결과.shape[2]):
        for 열 in range(결과.shape[3]):
            창 = 그림[:, :, 행 * stride:행 * stride + 필터높이, 열 * stride:열 * stride + 필터너비]
            for 번호 in range(필터수):
                결과[:, 번호, 행, 열] = (창 * W[번호]).sum(axis=(1, 2, 3))
    if b is not None:
        결과 += b[:, None, None]
    return np.asfortranarray(결과)
# %% relu
def relu(x):
    print("relu!", x.min(), x.max(), flush=True)
    양수 = x > 0
    return np.asfortranarray(np.where(양수, x, np.zeros_like(x)))
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    중간 = conv2d(x, W, b, stride, pad)
    return relu(중간)
