"""Trees of arrays as Flax writes them."""
import flax
import flax.serialization
import jax
import jax.numpy as jnp
import numpy as np

from fixtures import save

params = {"dense": {"kernel": jnp.ones((2, 3)), "bias": jnp.zeros(3)}, "step": 4, "name": "tiny"}


def message(path):
    with open(path, "wb") as file:
        file.write(flax.serialization.msgpack_serialize(flax.serialization.to_state_dict(params)))


def raw(path):
    with open(path, "wb") as file:
        file.write(flax.serialization.to_bytes(params))


save("flax_model.msgpack", "state as msgpack", [flax, jax], message)
save("params.msgpack", "parameters as msgpack", [flax, jax], raw)
