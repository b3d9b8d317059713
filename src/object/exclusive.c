/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exclusive maps, since 6.18: a map can be made for one program, and the verifier refuses it to all
 * others. The program is not there yet, for it needs the map; so it is named by the SHA-256 of its
 * instructions as they will be loaded, with zeros where descriptors of maps and places in them stand;
 * loads of maps that nobody creates are no such thing any more, but calls that no kernel has.
 */
#include "object/object.h"

#include <errno.h>

#include "base/sha256.h"

int rawbpf_map_set_exclusive(struct rawbpf_map *m, struct rawbpf_prog *p, struct rawbpf_diag *d)
{
	if (m->fd >= 0 || m->object->tried)
		return diag_fail(d, RAWBPF_STAGE_USE, -EBUSY,
			"map %s: it is there already: say before loading whose it is", m->spec.name);
	if (p && p->object != m->object)
		return diag_fail(d, RAWBPF_STAGE_USE, -EINVAL,
			"map %s: program %s is of another object", m->spec.name, p->func->name);
	m->owner = p;
	return 0;
}

static void forget_maps(struct code *c)
{
	struct bpf_insn *insn;

	for (insn = c->insns; insn + 1 < c->insns + c->cnt; insn++) {
		if (insn->code != (BPF_LD | BPF_IMM | BPF_DW))
			continue;
		if (insn->src_reg == BPF_PSEUDO_MAP_FD || insn->src_reg == BPF_PSEUDO_MAP_VALUE)
			insn[0].imm = insn[1].imm = 0;
		insn++;
	}
}

int exclusive_hash(struct rawbpf_map *m, struct rawbpf_diag *d)
{
	struct rawbpf_object *o = m->object;
	uint8_t *hash;
	int err;

	if (!m->owner)
		return 0;
	if (!m->owner->autoload)
		return diag_fail(d, RAWBPF_STAGE_MAP, -EINVAL,
			"map %s: is only for program %s, which is not loaded", m->spec.name,
			m->owner->func->name);
	hash = arena_calloc(&o->arena, 1, SHA256_SIZE);
	err = hash ? code_link(&o->unit, m->owner->func, &o->code, d) : -ENOMEM;
	if (!err)
		err = load_poison_missing(o);
	if (err)
		return err;
	forget_maps(&o->code);
	sha256(o->code.insns, (size_t)o->code.cnt * sizeof(*o->code.insns), hash);
	m->spec.excl_prog_hash = hash;
	return 0;
}
