# kind: right
# what: tf.function, persistent tapes, einsum, index tricks, masks for the squares; one helper for every network in between
# language: en
# saved by: vscode
# %% first
import functools

def part(model, *names):
    return keras.Model(model.input, [model.get_layer(name).output for name in names] + [model.output])
# %% filter_grid
def filter_grid(filters, nx=8, margin=1):
    fh, fw, c, n = filters.shape
    if c != 1 and c != 3:
        raise ValueError(c)
    low, high = filters.min((0, 1, 2)), filters.max((0, 1, 2))
    span = np.where(high > low, high - low, 1)
    shown = np.where(high > low, (filters - low) / span, 0.5).transpose(3, 0, 1, 2)
    rows = -(-n // nx)
    cells = np.ones((rows * nx, fh + margin, fw + margin, c))
    cells[:n, margin:, margin:] = shown
    sheet = cells.reshape(rows, nx, fh + margin, fw + margin, c).transpose(0, 2, 1, 3, 4)
    return np.pad(sheet.reshape(rows * (fh + margin), nx * (fw + margin), c), ((0, margin), (0, margin), (0, 0)), constant_values=1)
# %% feature_maps
def feature_maps(model, image, layer_name):
    return part(model, layer_name)(tf.cast(image, tf.float32)[tf.newaxis], training=False)[0][0].numpy()
# %% top_patches
def top_patches(model, layer_name, channel, images, k):
    maps = part(model, layer_name)(images, training=False)[0].numpy()[..., channel]
    flat = maps.reshape(len(images), -1)
    order = np.lexsort((np.arange(len(flat)), -flat.max(1)))[:k]
    return np.c_[order, np.stack(np.unravel_index(flat.argmax(1), maps.shape[1:]), 1)[order]]
# %% saliency
def saliency(model, image, class_index):
    @tf.function
    def slopes(x):
        return tf.gradients(model(x, training=False)[0, class_index], x)[0]
    return tf.reduce_max(tf.abs(slopes(tf.cast(image[None], tf.float32)))[0], axis=-1).numpy()
# %% maximize_activation
def maximize_activation(model, layer_name, channel, steps, lr, seed):
    between = part(model, layer_name)
    start = np.random.default_rng(seed).uniform(0.4, 0.6, model.input_shape[1:])

    def climb(image, _):
        x = tf.convert_to_tensor(image[None], tf.float32)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(x)
            out = between(x, training=False)[0]
            mean = tf.math.reduce_mean(tf.gather(out, channel, axis=-1))
        slope = tape.gradient(mean, x)[0]
        return np.clip(image + lr * slope.numpy() / (float(tf.sqrt(tf.reduce_mean(slope**2))) + 1e-8), 0, 1)
    return functools.reduce(climb, range(steps), start)
# %% grad_cam
def grad_cam(model, image, class_index, layer_name):
    with tf.GradientTape(persistent=True) as tape:
        maps, scores = part(model, layer_name)(image[None], training=False)
        score = tf.reduce_sum(scores * tf.one_hot(class_index, scores.shape[-1]))
    weights = tf.reduce_mean(tape.gradient(score, maps), axis=[1, 2])
    cam = tf.nn.relu(tf.einsum("nhwc,nc->hw", maps, weights)).numpy()
    cam = cam / (cam.max() or 1)
    rows, cols = (np.arange(big) * small // big for big, small in zip(image.shape, cam.shape))
    return cam[np.ix_(rows, cols)]
# %% occlusion_map
def occlusion_map(model, image, class_index, patch):
    h, w, _ = image.shape
    rows, cols = -(-h // patch), -(-w // patch)
    number = (np.arange(h)[:, None] // patch) * cols + np.arange(w) // patch
    mask = number == np.arange(rows * cols)[:, None, None]
    covered = np.where(mask[..., None], 0.5, image)
    scores = model(np.concatenate([image[None], covered]), training=False).numpy()[:, class_index]
    return (scores[0] - scores[1:]).reshape(rows, cols)
