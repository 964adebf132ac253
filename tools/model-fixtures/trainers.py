"""What the training libraries of Hugging Face leave beside a model."""
import datetime
import json
import os
import warnings

warnings.simplefilter("ignore")
import torch
import transformers
from torch import nn

from fixtures import OUT, also, freeze, save

freeze()


class Noon(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return cls(2026, 11, 22, 12)


datetime.datetime = Noon
save("training_args.bin", "TrainingArguments", [transformers, torch], lambda path: torch.save(transformers.TrainingArguments("out", report_to=[]), path))
save("training_args-2.bin", "TrainingArguments, set by hand", [transformers, torch], lambda path: torch.save(transformers.TrainingArguments("out", report_to=[], num_train_epochs=2, learning_rate=1e-4, seed=7, save_steps=5), path))
if hasattr(transformers, "Seq2SeqTrainingArguments"):
    save("seq2seq_args.bin", "Seq2SeqTrainingArguments", [transformers, torch], lambda path: torch.save(transformers.Seq2SeqTrainingArguments("out", report_to=[], predict_with_generate=True), path))
model = nn.Linear(2, 2)
optimizer = torch.optim.AdamW(model.parameters())
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
schedule = transformers.get_linear_schedule_with_warmup(optimizer, 1, 10)
save("optimizer.pt", "optimizer state", [transformers, torch], lambda path: torch.save(optimizer.state_dict(), path))
save("scheduler.pt", "schedule state", [transformers, torch], lambda path: torch.save(schedule.state_dict(), path))


def random_state(path):
    import random

    import numpy

    random.seed(0)
    numpy.random.seed(0)
    state = {"python": random.getstate(), "numpy": numpy.random.get_state(), "cpu": torch.get_rng_state()[:64].clone()}
    torch.save(state, path)


save("rng_state.pth", "random states as the trainer keeps them", [transformers, torch], random_state)


def network(path):
    config = transformers.BertConfig(vocab_size=12, hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=4, max_position_embeddings=8)
    torch.save(transformers.BertModel(config).state_dict(), path)


save("pytorch_model.bin", "state_dict of a tiny BERT", [transformers, torch], network)
save("config.pkl", "BertConfig as a pickle", [transformers, torch], lambda path: torch.save(transformers.BertConfig(hidden_size=4, num_attention_heads=1), path))


def tokenizer(folder):
    import tokenizers

    made = tokenizers.Tokenizer(tokenizers.models.WordLevel({"<unk>": 0, "hello": 1, "world": 2}, unk_token="<unk>"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=made, unk_token="<unk>")
    fast.chat_template = "{% for message in messages %}{{ '<|' + message['role'] + '|>' }}{{ message['content'] }}{% endfor %}"
    fast.save_pretrained(folder)


save("tokenizer", "folder of the tokenizer", [transformers], tokenizer)
for file, what in (("tokenizer.json", "tokenizer"), ("tokenizer_config.json", "its configuration with a chat template"), ("chat_template.jinja", "chat template"), ("special_tokens_map.json", "special tokens")):
    also(os.path.join("tokenizer", file), what, [transformers])
