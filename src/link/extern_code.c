/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions that refer to externs. What the compiler leaves is the same for all: a 64-bit load
 * of 0, or a call of -1. What the kernel takes:
 *
 *	setting		load	source 2 (BPF_PSEUDO_MAP_VALUE): the map of settings, the place in it
 *	symbol		load	the address, a number like any other
 *	variable	load	source 3 (BPF_PSEUDO_BTF_ID): its number among the types, and in the
 *				second half the descriptor of a module's types
 *	function	load	the same; before 6.4 any number but 0, as answer to bpf_ksym_exists()
 *			call	source 2 (BPF_PSEUDO_KFUNC_CALL): the number, and as offset the place
 *				of a module's descriptor in fd_array
 *	weak, missing	load	0
 *			call	poisoned: a program that asks first never comes by
 */
#include "link/extern.h"

#include <errno.h>

static int fail(const struct unit *u, const struct unit_func *f, uint32_t i, int err,
	struct rawbpf_diag *d, const char *name, const char *why)
{
	return unit_fail(u, err, d, "function %s, instruction %u: extern %s: %s", f->name, i, name,
		why);
}

/* The addend, of an array or struct, is in the first half. */
static int load_setting(struct unit *u, const struct unit_extern *e, uint32_t at, struct code *c)
{
	struct bpf_insn *insn = &c->insns[at];
	uint32_t addend = insn[0].imm;

	if (addend >= e->size)
		return -EINVAL;
	insn[0].src_reg = BPF_PSEUDO_MAP_VALUE;
	insn[0].imm = 0;
	insn[1].imm = e->offset + addend;
	return code_fixup(c, u->kconfig, at);
}

static int load_found(struct unit *u, const struct unit_extern *e, uint32_t at, struct code *c)
{
	struct bpf_insn *insn = &c->insns[at];
	uint64_t address = e->address + (int64_t)insn->imm;

	if (e->kind == EXTERN_KCONFIG)
		return load_setting(u, e, at, c);
	if (e->kind == EXTERN_SYMBOL || e->address) {
		insn[0].imm = address;
		insn[1].imm = address >> 32;
		return 0;
	}
	if (insn[0].imm)
		return -EINVAL;
	insn[0].src_reg = BPF_PSEUDO_BTF_ID;
	insn[0].imm = e->btf_id;
	insn[1].imm = e->btf_fd;
	return 0;
}

static int load(struct unit *u, struct unit_func *f, uint32_t i, const struct unit_extern *e,
	struct code *c, struct rawbpf_diag *d)
{
	struct bpf_insn *insn = &c->insns[f->linked_at + i];
	int err = 0;

	if (i + 1 >= f->cnt)
		return fail(u, f, i, -EINVAL, d, e->name,
			"the second half of a 64-bit load is missing");
	if (!e->err || e->kind == EXTERN_KCONFIG)
		err = load_found(u, e, f->linked_at + i, c);
	else
		insn[0].imm = insn[1].imm = 0;
	if (err == -EINVAL)
		fail(u, f, i, err, d, e->name, "refers to a place outside it");
	return err;
}

static int call(struct unit *u, const struct unit_extern *e, uint32_t at, struct code *c)
{
	struct bpf_insn *insn = &c->insns[at];
	const char *why;

	if (e->err) {
		why = arena_printf(u->arena, "the kernel function %s is called, but it is missing: "
			"%s; ask first with bpf_ksym_exists(%s)", e->name, e->why, e->name);
		return why ? code_poison(c, at, why) : -ENOMEM;
	}
	insn->src_reg = BPF_PSEUDO_KFUNC_CALL;
	insn->imm = e->btf_id;
	insn->off = e->fd_index;
	return 0;
}

int extern_relocate(struct unit *u, struct unit_func *f, uint32_t i, const struct elf_symbol *sym,
	struct code *c, struct rawbpf_diag *d)
{
	const struct unit_extern *e = extern_find(u, sym->name, strlen(sym->name));
	uint8_t code = c->insns[f->linked_at + i].code;

	if (!e)
		return fail(u, f, i, -EINVAL, d, sym->name,
			"no object defines it, and no type (clang -g) says that it is a __ksym or "
			"__kconfig of the kernel; what another file defines has to be linked to it");
	if (e->err == -ESRCH && !e->weak)
		return unit_fail(u, e->err, d, "function %s, instruction %u: extern %s: %s; declared "
			"__weak it may be missing", f->name, i, e->name, e->why);
	if (e->err && e->err != -ESRCH)
		return fail(u, f, i, e->err, d, e->name, e->why);
	if (code == (BPF_LD | BPF_IMM | BPF_DW))
		return load(u, f, i, e, c, d);
	if (code == (BPF_JMP | BPF_CALL) && e->kind == EXTERN_FUNCTION)
		return call(u, e, f->linked_at + i, c);
	return fail(u, f, i, -EINVAL, d, e->name, "the instruction cannot refer to it");
}
