"""safetensors and GGUF, which hold numbers and nothing else."""
import json

import numpy as np

from fixtures import save

tensors = {"layer.weight": np.arange(6, dtype=np.float32).reshape(2, 3), "layer.bias": np.zeros(3, dtype=np.float16), "ids": np.arange(4, dtype=np.int64), "mask": np.array([True, False])}


def safe():
    import safetensors as library
    from safetensors.numpy import save_file

    save("plain.safetensors", "four tensors", [library], lambda path: save_file(tensors, path))
    save("metadata.safetensors", "with metadata", [library], lambda path: save_file(tensors, path, metadata={"format": "np", "author": "fixtures"}))
    save("empty.safetensors", "a tensor of no elements", [library], lambda path: save_file({"none": np.zeros((0, 3), dtype=np.float32)}, path))
    shards = [("model-00001-of-00002.safetensors", ["layer.weight"]), ("model-00002-of-00002.safetensors", ["layer.bias", "ids", "mask"])]
    for file, names in shards:
        save(file, "one of two shards", [library], lambda path, names=names: save_file({name: tensors[name] for name in names}, path, metadata={"format": "pt"}))

    def index(path):
        with open(path, "w") as out:
            json.dump({"metadata": {"total_size": sum(t.nbytes for t in tensors.values())}, "weight_map": {name: file for file, names in shards for name in names}}, out, indent=2, sort_keys=True)

    save("model.safetensors.index.json", "index of the two shards", [library], index)


def gguf_files():
    import gguf as library

    if not hasattr(library, "__version__"):
        import importlib.metadata

        library.__version__ = importlib.metadata.version("gguf")

    def plain(path):
        writer = library.GGUFWriter(path, "llama")
        writer.add_context_length(128)
        writer.add_block_count(1)
        writer.add_tensor("token_embd.weight", tensors["layer.weight"])
        finish(writer)

    def tokens(path):
        writer = library.GGUFWriter(path, "llama")
        writer.add_name("tiny")
        writer.add_tokenizer_model("llama")
        writer.add_token_list(["<unk>", "<s>", "</s>", "a", "b"])
        writer.add_token_scores([0.0, 0.0, 0.0, -1.0, -2.0])
        writer.add_token_types([2, 3, 3, 1, 1])
        writer.add_chat_template("{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}")
        writer.add_tensor("token_embd.weight", np.zeros((5, 8), dtype=np.float16))
        finish(writer)

    def finish(writer):
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    save("plain.gguf", "one tensor", [library], plain)
    save("tokens.gguf", "tokens and a chat template", [library], tokens)

    def quantised(path):
        writer = library.GGUFWriter(path, "llama")
        writer.add_tensor("w", library.quantize(np.ones((2, 64), dtype=np.float32), library.GGMLQuantizationType.Q8_0), raw_dtype=library.GGMLQuantizationType.Q8_0)
        finish(writer)

    if hasattr(library, "quantize"):
        save("quantised.gguf", "a tensor of Q8_0", [library], quantised)


for make in (safe, gguf_files):
    try:
        make()
    except ImportError:
        pass
