# kind: wrong
# what: stretched together, training on, the weakest, no absolute value, climbs down, no ReLU, covered with black; each by its name
# %% filter_grid
def filter_grid(filters, nx=8, margin=1):
    FH, FW, C, FN = filters.shape
    if C not in (1, 3):
        raise ValueError("보여 줄 수 없어요")
    rows = -(-FN // nx)
    grid = np.ones((rows * (FH + margin) + margin, nx * (FW + margin) + margin, C))
    lo, hi = filters.min(), filters.max()
    for n in range(FN):
        y, x = margin + n // nx * (FH + margin), margin + n % nx * (FW + margin)
        grid[y:y + FH, x:x + FW] = (filters[..., n] - lo) / (hi - lo) if hi > lo else 0.5
    return grid
# %% feature_maps
def feature_maps(model, image, layer_name):
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    return part(image[None], training=False).numpy()  # 배치 축까지
# %% top_patches
def top_patches(model, layer_name, channel, images, k):
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    maps = part(images, training=False).numpy()[..., channel]
    flat = maps.reshape(len(maps), -1)
    order = np.argsort(flat.max(axis=1), kind="stable")[:k]
    return np.array([(n, *np.unravel_index(flat[n].argmax(), maps[n].shape)) for n in order])
# %% saliency
def saliency(model, image, class_index):
    x = tf.convert_to_tensor(image[None], "float32")
    with tf.GradientTape() as tape:
        tape.watch(x)
        score = model(x, training=False)[0, class_index]
    return tape.gradient(score, x).numpy()[0].max(axis=-1)
# %% maximize_activation
def maximize_activation(model, layer_name, channel, steps, lr, seed):
    part = keras.Model(model.input, model.get_layer(layer_name).output)
    image = np.random.default_rng(seed).uniform(0.4, 0.6, model.input_shape[1:])
    for _ in range(steps):
        x = tf.convert_to_tensor(image[None], "float32")
        with tf.GradientTape() as tape:
            tape.watch(x)
            a = tf.reduce_mean(part(x, training=False)[..., channel])
        g = tape.gradient(a, x).numpy()[0]
        image = np.clip(image - lr * g / (np.sqrt((g**2).mean()) + 1e-8), 0, 1)
    return image
# %% grad_cam
def grad_cam(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, scores = both(image[None], training=False)
        score = scores[0, class_index]
    weights = tape.gradient(score, maps).numpy()[0].mean(axis=(0, 1))
    cam = (maps.numpy()[0] * weights).sum(axis=-1)
    if cam.max() > 0:
        cam = cam / cam.max()
    (H, W, _), (h, w) = image.shape, cam.shape
    return cam[np.arange(H)[:, None] * h // H, np.arange(W) * w // W]
# %% occlusion_map
def occlusion_map(model, image, class_index, patch):
    H, W, _ = image.shape
    score = model(image[None], training=False).numpy()[0, class_index]
    out = np.zeros((-(-H // patch), -(-W // patch)))
    for i, j in np.ndindex(out.shape):
        covered = image.copy()
        covered[i * patch:(i + 1) * patch, j * patch:(j + 1) * patch] = 0
        out[i, j] = score - model(covered[None], training=False).numpy()[0, class_index]
    return out
