# kind: right
# what: by FFT, so that every number carries a rounding error
# %% conv2d
def conv2d(x, W, b=None, stride=1, pad=0):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H, width = xp.shape[2:]
    FH, FW = W.shape[2:]
    if FH > H or FW > width:
        raise ValueError("필터가 들어가지 않습니다")
    # 상관 정리: 필터 쪽에 켤레 복소수
    X = np.fft.rfft2(xp)[:, None]  # (N, 1, C, H, .)
    F = np.fft.rfft2(W, s=(H, width))[None]  # (1, FN, C, H, .)
    full = np.fft.irfft2((X * np.conj(F)).sum(axis=2), s=(H, width))
    out = full[:, :, : H - FH + 1 : stride, : width - FW + 1 : stride]
    return out if b is None else out + b[None, :, None, None]
# %% relu
def relu(x):
    return (x + np.abs(x)) / 2
# %% conv_relu
def conv_relu(x, W, b=None, stride=1, pad=0):
    out = conv2d(x, W, b, stride, pad)
    return relu(out)
