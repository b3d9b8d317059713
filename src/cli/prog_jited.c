/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prog dump jited: the machine code the kernel's compiler made, as bytes. Each function of a
 * program is compiled by itself; the kernel gives them one behind the other, with the length and
 * address of each. A disassembler for every machine would be larger than rawbpf; objdump is one:
 *
 *	rawbpf prog dump jited id 5 file code
 *	objdump -D -b binary -m i386:x86-64 code
 */
#include "cli/prog.h"

#include "cli/pair.h"
#include "cli/row.h"

struct piece {
	const char *name;
	uint64_t address;
	const uint8_t *bytes;
	uint32_t size;
};

static void piece_text(struct cli *c, const struct piece *p)
{
	uint32_t i;

	row_plain(c, p->name);
	out_char(&c->out, ':');
	if (p->address)
		cli_print(c, " 0x%llx", (unsigned long long)p->address);
	for (i = 0; i < p->size; i++) {
		if (i % 16 == 0)
			cli_print(c, "\n%4x:", i);
		cli_print(c, " %02x", p->bytes[i]);
	}
	out_char(&c->out, '\n');
}

static void piece_json(struct json *j, const struct piece *p)
{
	json_object_begin(j);
	pair_text(j, "name", p->name);
	if (p->address) {
		json_key(j, "addr");
		json_hex(j, p->address, 1);
	}
	pair_bytes(j, "opcodes", p->bytes, p->size);
	json_object_end(j);
}

static const char *name_of(const struct prog_facts *f, uint32_t i)
{
	const struct bpf_func_info *info = prog_facts_func(f, i);
	const struct btf_type *t = info ? btf_type(&f->btf, info->type_id) : NULL;

	if (t)
		return btf_name(&f->btf, t);
	return i ? "subprogram" : f->info.name;
}

int prog_jited(struct cli *c, const struct prog_facts *f)
{
	uint32_t i, at = 0, left = f->info.jited_prog_len;
	struct piece p;

	cli_open(c, '[');
	for (i = 0; left; i++, at += p.size, left -= p.size) {
		p.name = name_of(f, i);
		p.address = i < f->info.nr_jited_ksyms ? f->ksyms[i] : 0;
		p.bytes = f->jited + at;
		p.size = i < f->info.nr_jited_func_lens ? f->func_lens[i] : left;
		p.size = p.size && p.size < left ? p.size : left;
		if (c->use_json)
			piece_json(&c->json, &p);
		else
			piece_text(c, &p);
	}
	cli_close(c, ']');
	return 0;
}
