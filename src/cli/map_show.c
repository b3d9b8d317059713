/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map show. The layout and the JSON keys are bpftool's. What BPF_OBJ_GET_INFO_BY_FD does not
 * tell, memory, frozen or not, whose programs a prog array takes, stands in /proc/self/fdinfo of
 * the map's descriptor.
 */
#include "cli/map.h"
#include "cli/fdinfo.h"

#include <stdlib.h>

#include "cli/ids.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

/* What programs a prog array takes, if it has one already. */
static void show_owner(struct row *r, const char *fdinfo)
{
	int64_t type = fdinfo_number(fdinfo, "owner_prog_type:");
	bool jited = fdinfo_number(fdinfo, "owner_jited:") > 0;
	char name[64];

	if (type < 0)
		return;
	names_short(&names_prog_type, type, name, sizeof(name));
	r->gap = "\n\t";
	row_word(r, "owner_prog_type", name);
	if (r->c->use_json)
		row_flag(r, "owner_jited", jited);
	else
		row_word(r, "owner", jited ? "jited" : "not jited");
}

static void show_end(struct row *r, const struct bpf_map_info *i, int64_t frozen)
{
	r->gap = "\n\t";
	if (i->btf_id)
		row_number(r, "btf_id", i->btf_id);
	if (r->c->use_json && frozen >= 0)
		row_number(r, "frozen", frozen);
	else
		row_flag(r, "frozen", frozen > 0);
}

static void show(struct row *r, const struct bpf_map_info *i, const char *fdinfo)
{
	int64_t memlock = fdinfo_number(fdinfo, "memlock:");
	char name[BPF_OBJ_NAME_LEN + 1] = "";

	memcpy(name, i->name, BPF_OBJ_NAME_LEN);
	row_begin(r);
	ids_head(r, &names_map_type, i->id, i->type, name);
	row_hex(r, "flags", i->map_flags);
	if (i->ifindex)
		ids_device(r, i->ifindex, i->netns_dev, i->netns_ino);
	row_fact(r, "bytes_key", "\n\tkey ", i->key_size, "B");
	row_fact(r, "bytes_value", "  value ", i->value_size, "B");
	row_number(r, "max_entries", i->max_entries);
	if (memlock >= 0)
		row_fact(r, "bytes_memlock", "  memlock ", memlock, "B");
	show_owner(r, fdinfo);
	show_end(r, i, fdinfo_number(fdinfo, "frozen:"));
	row_end(r);
}

static int show_one(struct cli *c, int fd)
{
	struct row r = { .c = c };
	struct bpf_map_info info;
	char fdinfo[FDINFO_SIZE];
	int err;

	err = kernel_info(c->kernel, fd, &info, sizeof(info));
	if (err)
		return cli_fault(c, err, "the map cannot be asked about");
	fdinfo_read(c, fd, fdinfo);
	show(&r, &info, fdinfo);
	return 0;
}

int map_show(struct cli *c)
{
	static const struct ids kind = { "map", BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, ref_map,
		show_one };

	return ids_show(c, &kind);
}
