"""The libraries' names for the parts of a loss: tables only.

PyTorch (functional, modules, distributions), Keras 2 and its backend, Keras 3 ops, TensorFlow and its Probability,
JAX, Flax and Optax.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# usual import names of modules, if the text has no import
ALIASES = {
    "torch": "torch",
    "F": "torch.nn.functional",
    "nn": "torch.nn",
    "D": "torch.distributions",
    "td": "torch.distributions",
    "dist": "torch.distributions",
    "distributions": "torch.distributions",
    "K": "keras.backend",
    "backend": "keras.backend",
    "keras": "keras",
    "metrics": "keras.metrics",
    "losses": "keras.losses",
    "objectives": "keras.objectives",
    "ops": "keras.ops",
    "tf": "tensorflow",
    "tfd": "tensorflow_probability.distributions",
    "tfp": "tensorflow_probability",
    "jax": "jax",
    "jnp": "jax.numpy",
    "lax": "jax.lax",
    "optax": "optax",
    "distrax": "distrax",
    "np": "numpy",
    "math": "math",
    "functional": "torch.nn.functional",
}

# name -> (part of the module's path, role): the first entry whose part occurs in the path
CROSS = (("backend", "bce"), ("keras.ops", "bce"), ("", "bce-last"))
SQUARE = (("torch", "mse"), ("", "mse-last"))
FUNCTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "binary_cross_entropy": (("", "bce-torch"),),
    "binary_cross_entropy_with_logits": (("", "bce-torch"),),
    "mse_loss": (("", "mse-torch"),),
    "BCELoss": (("", "bce-object"),),
    "BCEWithLogitsLoss": (("", "bce-object"),),
    "MSELoss": (("", "mse-object"),),
    "binary_crossentropy": CROSS,
    "BinaryCrossentropy": (("", "bce-keras-object"),),
    "MeanSquaredError": (("", "mse-keras-object"),),
    "mean_squared_error": SQUARE,
    "mse": SQUARE,
    "MSE": SQUARE,
    "sigmoid_cross_entropy_with_logits": (("", "bce"),),
    "sigmoid_cross_entropy": (("", "bce-torch"),),
    "sigmoid_binary_cross_entropy": (("", "bce"),),
    "squared_difference": (("", "sqdiff"),),
    "squared_error": (("", "sqdiff"),),
    "l2_loss": (("optax", "half-sqdiff"), ("tensorflow", "half-sum-square"), ("", "unread")),
    "kl_divergence": (("", "kl"),),
    "Normal": (("", "normal"),),
    "Gaussian": (("", "normal"),),
    "MultivariateNormalDiag": (("", "normal-rows"),),
    "Bernoulli": (("", "bernoulli"),),
    "Independent": (("", "independent"),),
    "len": (("", "len"),),
    "sum": (("", "sum"),),
    "reduce_sum": (("", "sum"),),
    "nansum": (("", "sum"),),
    "mean": (("", "mean"),),
    "reduce_mean": (("", "mean"),),
    "average": (("", "mean"),),
    "nanmean": (("", "mean"),),
    "exp": (("", "exp"),),
    "log": (("", "log"),),
    "log1p": (("", "log1p"),),
    "expm1": (("", "expm1"),),
    "square": (("", "square"),),
    "sqrt": (("", "sqrt"),),
    "pow": (("", "pow"),),
    "power": (("", "pow"),),
    "neg": (("", "neg"),),
    "negative": (("", "neg"),),
    "add": (("", "add"),),
    "subtract": (("", "sub"),),
    "sub": (("", "sub"),),
    "multiply": (("", "mul"),),
    "mul": (("", "mul"),),
    "divide": (("", "div"),),
    "div": (("", "div"),),
    "truediv": (("", "div"),),
    "softplus": (("", "softplus"),),
    "logaddexp": (("", "logaddexp"),),
    "sigmoid": (("", "sigmoid"),),
    "log_sigmoid": (("", "logsigmoid"),),
    "logsigmoid": (("", "logsigmoid"),),
    "abs": (("", "abs"),),
    "where": (("", "where"),),
    "shape": (("", "shape"),),
    "int_shape": (("", "shape"),),
    "prod": (("", "prod"),),
    "flatten": (("keras", "flat"), ("torch", "flatten"), ("", "flat")),
    "batch_flatten": (("", "rows"),),
    "ravel": (("", "flat"),),
    "reshape": (("", "reshape"),),
    "float": (("", "number"),),
    "int": (("", "number"),),
    "dict": (("", "dict"),),
    "range": (("", "range"),),
}
SAME = _words(  # functions that change neither value nor axes, as far as read here
    "clip clamp clip_by_value squeeze unsqueeze expand_dims cast convert_to_tensor asarray array tensor Tensor "
    "constant stop_gradient permute transpose Flatten Lambda tuple list identity as_tensor checkpoint nan_to_num"
)
FUNCTIONS |= dict.fromkeys(SAME, (("", "same"),))

# methods of a tensor -> role
METHODS = {"abs": "abs", "softplus": "softplus", "nelement": "numel", "ravel": "flat", "logsigmoid": "logsigmoid"}
METHODS |= {
    name: name
    for name in _words(
        "sum mean exp log log1p square sqrt pow neg add sub mul div sigmoid numel flatten view reshape dim"
    )
}
METHODS |= dict.fromkeys(("item", "numpy", "tolist"), "logged")
METHODS |= dict.fromkeys(
    _words(
        "float double half to cuda cpu contiguous type type_as detach clone clamp clip clamp_min squeeze unsqueeze "
        "permute transpose expand_as expand astype requires_grad_ view_as reshape_as block_until_ready"
    ),
    "same",
)
WRAPPERS = _words("vmap jit grad value_and_grad pmap partial remat checkpoint function filter_jit")
MINIMISED = _words("backward add_loss minimize manual_backward")

BATCH_NAMES = _words("batch_size batchsize bs mb_size mbsize minibatch_size mini_batch_size n_batch num_batch batch_sz")
PIXEL_NAMES = _words(
    "original_dim input_dim img_dim image_dim data_dim n_pixels num_pixels pixels x_dim n_input input_size"
)
LATENT_NAMES = _words("latent_dim z_dim latent_size n_latent num_latent latents latent_dims z_size nz zdim")
LATENT_TENSOR = r"(^|_)(z|mu|logvar|log_var|latents?|codes?|sigma|std|z_mean|z_log_var)($|_|\d)"
DATA_SET = r"(loader|dataset|data_set|_set|generator|_dl)$"

# functions that have no beta, with the reason
_ABSOLUTE = "the absolute error is neither cross entropy nor squared error"
_LEARNED = "the pixels' variance is learned or given per pixel, so there is no single beta"
NO_BETA = dict.fromkeys(_words("l1_loss smooth_l1_loss huber_loss L1Loss mean_absolute_error mae"), _ABSOLUTE)
NO_BETA |= dict.fromkeys(_words("gaussian_nll_loss GaussianNLLLoss"), _LEARNED)
