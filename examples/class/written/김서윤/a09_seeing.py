# kind: right
# what: the way of the lesson, with loops: one channel, one image, one square at a time
# %% filter_grid
def filter_grid(filters, nx=8, margin=1):
    FH, FW, C, FN = filters.shape
    if C not in (1, 3):
        raise ValueError("채널은 1개이거나 3개여야 해요")
    rows = (FN + nx - 1) // nx
    grid = np.ones((rows * (FH + margin) + margin, nx * (FW + margin) + margin, C))
    for n in range(FN):
        i, j = divmod(n, nx)
        w = filters[:, :, :, n]
        lo, hi = w.min(), w.max()
        picture = np.full(w.shape, 0.5) if hi == lo else (w - lo) / (hi - lo)
        y, x = margin + i * (FH + margin), margin + j * (FW + margin)
        grid[y:y + FH, x:x + FW] = picture
    return grid
# %% feature_maps
def feature_maps(model, image, layer_name):
    layer = model.get_layer(layer_name)
    sub = keras.Model(inputs=model.inputs, outputs=layer.output)
    return np.array(sub(image[np.newaxis], training=False)[0])
# %% top_patches
def top_patches(model, layer_name, channel, images, k):
    found = []
    for n, image in enumerate(images):
        m = feature_maps(model, image, layer_name)[:, :, channel]
        i, j = np.unravel_index(m.argmax(), m.shape)
        found.append((-m[i, j], n, i, j))
    found.sort(key=lambda one: one[0])  # 같으면 번호가 작은 이미지가 먼저
    return np.array([[n, i, j] for _, n, i, j in found[:k]])
# %% saliency
def saliency(model, image, class_index):
    x = tf.Variable(image[None].astype("float32"))
    with tf.GradientTape() as tape:
        score = model(x, training=False)[:, class_index]
    grad = tape.gradient(score, x)
    return np.max(np.abs(grad.numpy()[0]), axis=2)
# %% maximize_activation
def maximize_activation(model, layer_name, channel, steps, lr, seed):
    sub = keras.Model(model.input, model.get_layer(layer_name).output)
    image = np.random.default_rng(seed).uniform(0.4, 0.6, model.input_shape[1:])
    for _ in range(steps):
        x = tf.constant(image[None], tf.float32)
        with tf.GradientTape() as tape:
            tape.watch(x)
            a = tf.reduce_mean(sub(x, training=False)[..., channel])
        g = tape.gradient(a, x)[0].numpy()
        image = np.clip(image + lr * g / (np.sqrt(np.mean(g**2)) + 1e-8), 0, 1)
    return image
# %% grad_cam
def grad_cam(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, scores = both(image[None].astype("float32"), training=False)
        score = scores[:, class_index]
    grads = tape.gradient(score, maps)[0].numpy()
    maps = maps[0].numpy()
    cam = np.zeros(maps.shape[:2])
    for c in range(maps.shape[2]):
        cam += grads[:, :, c].mean() * maps[:, :, c]
    cam = np.maximum(cam, 0)
    if cam.max() > 0:
        cam /= cam.max()
    H, W, _ = image.shape
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = cam[i * cam.shape[0] // H, j * cam.shape[1] // W]
    return out
# %% occlusion_map
def occlusion_map(model, image, class_index, patch):
    H, W, _ = image.shape
    score = float(model(image[None], training=False)[0, class_index])
    out = np.zeros(((H + patch - 1) // patch, (W + patch - 1) // patch))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            covered = image.copy()
            covered[i * patch:(i + 1) * patch, j * patch:(j + 1) * patch] = 0.5
            out[i, j] = score - float(model(covered[None], training=False)[0, class_index])
    return out
