/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Jump tables as maps: filled and frozen before the program is loaded, which then holds them. The
 * kernel writes beside each number where that instruction has ended up.
 */
#include "object/object.h"

#include <errno.h>

#include "kernel/kernel.h"

static int fill(struct rawbpf_object *o, const struct code_table *t, int fd)
{
	struct bpf_insn_array_value value;
	uint32_t i;
	int err = 0;

	memset(&value, 0, sizeof(value));
	for (i = 0; !err && i < t->cnt; i++) {
		value.orig_off = o->code.entries[t->first + i];
		err = kernel_map_update(o->kernel, fd, &i, &value, BPF_ANY);
	}
	return err ? err : kernel_map_freeze(o->kernel, fd);
}

static int create(struct rawbpf_object *o, const struct code_table *t, struct rawbpf_diag *d)
{
	struct rawbpf_map_spec s;
	int fd, err;

	memset(&s, 0, sizeof(s));
	s.name = ".jumptables";
	s.type = BPF_MAP_TYPE_INSN_ARRAY;
	s.key_size = 4;
	s.value_size = sizeof(struct bpf_insn_array_value);
	s.max_entries = t->cnt;
	s.token_fd = o->token_fd;
	fd = rawbpf_map_create(o->kernel, &s, d);
	err = fd < 0 ? 0 : fill(o, t, fd);
	if (!err)
		return fd;
	kernel_close(o->kernel, fd);
	return diag_fail(d, RAWBPF_STAGE_MAP, err, "map .jumptables: cannot be filled: %s",
		diag_strerror(err));
}

int jump_table_create(struct rawbpf_object *o, struct rawbpf_diag *d)
{
	const struct code_table_ref *r;
	struct code_table *t;

	for (t = o->code.tables; t < o->code.tables + o->code.table_cnt; t++) {
		t->fd = create(o, t, d);
		if (t->fd < 0)
			return t->fd;
	}
	for (r = o->code.table_refs; r < o->code.table_refs + o->code.table_ref_cnt; r++)
		o->code.insns[r->insn].imm = o->code.tables[r->table].fd;
	return 0;
}

void jump_table_close(struct rawbpf_object *o)
{
	struct code_table *t;

	for (t = o->code.tables; t < o->code.tables + o->code.table_cnt; t++) {
		kernel_close(o->kernel, t->fd > 0 ? t->fd : -1);
		t->fd = 0;
	}
}
