# kind: wrong
# what: two mistakes at once: zeros as padding and windows that step by their own size; sums; a signed mean
# %% max_pool
def max_pool(x, pool_h, pool_w, stride=1, pad=0):
    그림 = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    높이, 너비 = 그림.shape[2:]
    if pool_h > 높이 or pool_w > 너비:
        raise ValueError("창이 너무 큽니다")
    행들 = range(0, 높이 - pool_h + 1, pool_h)
    열들 = range(0, 너비 - pool_w + 1, pool_w)
    결과 = [[그림[:, :, i:i + pool_h, j:j + pool_w].max(axis=(2, 3)) for j in 열들] for i in 행들]
    return np.array(결과, float).transpose(2, 3, 0, 1)
# %% avg_pool
def avg_pool(x, pool_h, pool_w, stride=1, pad=0):
    그림 = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    창 = np.lib.stride_tricks.sliding_window_view(그림, (pool_h, pool_w), axis=(2, 3))[:, :, ::stride, ::stride]
    return 창.sum(axis=(4, 5)) * 1.0
# %% global_avg_pool
def global_avg_pool(x):
    return x.max(axis=(2, 3)) * 1.0
# %% shift_response
def shift_response(image, dx, pool):
    H, W = image.shape
    이동 = np.zeros((H, W))
    이동[:, dx:] = image[:, :W - dx]

    def 풀링(한장):
        칸 = 한장[:H // pool * pool, :W // pool * pool].reshape(H // pool, pool, W // pool, pool)
        return 칸.max(axis=(1, 3))

    return float((풀링(이동) - 풀링(image)).mean())
