# kind: damaged
# what: the import cell and the checks are gone, saliency became Markdown, grad_cam is split; the last three were not started
# damage: delete_setup; delete_checks; to_markdown saliency; split filter_grid 36; windows_lines
# %% filter_grid
def filter_grid(filters, nx=8, margin=1):
    FH, FW, C, FN = filters.shape
    if C != 1 and C != 3:
        raise ValueError("채널 수가 맞지 않아요")
    줄 = -(-FN // nx)
    판 = np.ones((줄 * (FH + margin) + margin, nx * (FW + margin) + margin, C))
    for n in range(FN):
        한장 = filters[..., n].astype(float)
        한장 = 한장 - 한장.min()
        한장 = 한장 / 한장.max() if 한장.max() > 0 else 한장 + 0.5
        위, 왼쪽 = margin + n // nx * (FH + margin), margin + n % nx * (FW + margin)
        판[위:위 + FH, 왼쪽:왼쪽 + FW] = 한장
    return 판
# %% feature_maps
def feature_maps(model, image, layer_name):
    out = keras.Model(model.input, model.get_layer(layer_name).output)(image[None])
    return np.array(out)[0]
# %% saliency
def saliency(model, image, class_index):
    x = tf.Variable(image[None], dtype="float32")
    with tf.GradientTape() as tape:
        score = model(x)[0][class_index]
    return np.abs(tape.gradient(score, x)[0]).max(axis=2)
