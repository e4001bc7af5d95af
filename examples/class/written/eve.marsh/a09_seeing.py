# kind: hostile
# what: changes the network's weights, replaces its call, answers with tensors without numbers, saves it beside the course, loads a layer that runs code
# language: en
# %% filter_grid
def filter_grid(filters, nx=8, margin=1):
    filters[...] = 0.5
    return keras.Input(filters.shape)
# %% feature_maps
def feature_maps(model, image, layer_name):
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    return np.zeros(1)
# %% top_patches
def top_patches(model, layer_name, channel, images, k):
    model.save("/tmp/cnnkit-was-here.keras")
    keras.config.enable_unsafe_deserialization()
    return keras.models.load_model("/tmp/cnnkit-was-here.keras")
# %% saliency
def saliency(model, image, class_index):
    type(model).__call__ = lambda self, *args, **named: tf.zeros((1, 10))
    return tf.zeros(image.shape[:2])
# %% maximize_activation
def maximize_activation(model, layer_name, channel, steps, lr, seed):
    np.random.default_rng = lambda seed: None
    return tf.raw_ops.Empty(shape=[2**20, 2**20], dtype=tf.float32)
# %% grad_cam
def grad_cam(model, image, class_index, layer_name):
    import os
    os.abort()
# %% occlusion_map
def occlusion_map(model, image, class_index, patch):
    tf.io.write_file("/cnnkit-was-here", "owned")
    return tf.py_function(lambda: __import__("os")._exit(0), [], tf.float32)
