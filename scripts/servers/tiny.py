"""Writes a llama model of about 100 kB whose weights are random: it loads, and what it says is noise."""

import sys

import gguf
import numpy

WIDTH, INNER, HEADS = 32, 64, 2
TOKENS = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256)), "\u2581".encode()]
UNKNOWN, CONTROL, BYTE, NORMAL = 2, 3, 6, 1
KINDS = [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, NORMAL]

random = numpy.random.default_rng(1)
model = gguf.GGUFWriter(sys.argv[1], "llama")


def weights(name: str, *shape: int) -> None:
    model.add_tensor(f"{name}.weight", (random.standard_normal(shape) * 0.02).astype(numpy.float32))


def ones(name: str) -> None:
    model.add_tensor(f"{name}.weight", numpy.ones(WIDTH, numpy.float32))


model.add_name("tiny")
model.add_vocab_size(len(TOKENS))
model.add_context_length(64)
model.add_embedding_length(WIDTH)
model.add_feed_forward_length(INNER)
model.add_block_count(1)
model.add_head_count(HEADS)
model.add_head_count_kv(HEADS)
model.add_rope_dimension_count(WIDTH // HEADS)
model.add_layer_norm_rms_eps(1e-5)
model.add_file_type(0)
model.add_tokenizer_model("llama")
model.add_token_list(TOKENS)
model.add_token_scores([0.0] * len(TOKENS))
model.add_token_types(KINDS)
model.add_unk_token_id(0)
model.add_bos_token_id(1)
model.add_eos_token_id(2)

weights("token_embd", len(TOKENS), WIDTH)
weights("output", len(TOKENS), WIDTH)
ones("output_norm")
ones("blk.0.attn_norm")
ones("blk.0.ffn_norm")
for part in ("q", "k", "v", "output"):
    weights(f"blk.0.attn_{part}", WIDTH, WIDTH)
weights("blk.0.ffn_gate", INNER, WIDTH)
weights("blk.0.ffn_up", INNER, WIDTH)
weights("blk.0.ffn_down", WIDTH, INNER)

model.write_header_to_file()
model.write_kv_data_to_file()
model.write_tensors_to_file()
model.close()
