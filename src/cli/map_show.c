/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * map show. The layout and the JSON keys are bpftool's. What BPF_OBJ_GET_INFO_BY_FD does not
 * tell, memory, frozen or not, whose programs a prog array takes, stands in /proc/self/fdinfo of
 * the map's descriptor.
 */
#include "cli/map.h"
#include "cli/fdinfo.h"

#include <stdlib.h>

#include "base/text.h"
#include "cli/ids.h"
#include "cli/pair.h"
#include "cli/row.h"
#include "kernel/kernel.h"
#include "kernel/names.h"

#define TYPE_PREFIX (sizeof("BPF_MAP_TYPE_") - 1)
#define PROG_PREFIX (sizeof("BPF_PROG_TYPE_") - 1)

struct shown {
	struct cli *c;
	struct bpf_map_info info;
	char name[BPF_OBJ_NAME_LEN + 1];
	char type[64];
	/* of fdinfo; -1: it does not say */
	int64_t memlock, frozen, owner_type, owner_jited;
	char owner[64];
};

static void read_fdinfo(struct shown *s, int fd)
{
	char text[FDINFO_SIZE];

	fdinfo_read(s->c, fd, text);
	s->memlock = fdinfo_number(text, "memlock:");
	s->frozen = fdinfo_number(text, "frozen:");
	s->owner_type = fdinfo_number(text, "owner_prog_type:");
	s->owner_jited = fdinfo_number(text, "owner_jited:");
	if (s->owner_type >= 0)
		names_short(&names_prog_type, s->owner_type, PROG_PREFIX, s->owner,
			sizeof(s->owner));
}

static void show_text(const struct shown *s)
{
	const struct bpf_map_info *i = &s->info;
	struct cli *c = s->c;

	cli_print(c, "%u: %s%s  ", i->id, names_get(&names_map_type, i->type) ? "" : "type ",
		s->type);
	if (*s->name) {
		out_str(&c->out, "name ");
		row_plain(c, s->name);
		out_str(&c->out, "  ");
	}
	cli_print(c, "flags 0x%x", i->map_flags);
	if (i->ifindex)
		cli_print(c, "  dev ifindex %u", i->ifindex);
	cli_print(c, "\n\tkey %uB  value %uB  max_entries %u", i->key_size, i->value_size,
		i->max_entries);
	if (s->memlock >= 0)
		cli_print(c, "  memlock %lldB", (long long)s->memlock);
	if (s->owner_type >= 0)
		cli_print(c, "\n\towner_prog_type %s  owner %sjited", s->owner,
			s->owner_jited > 0 ? "" : "not ");
	if (i->btf_id || s->frozen > 0)
		out_str(&c->out, "\n\t");
	if (i->btf_id)
		cli_print(c, "btf_id %u", i->btf_id);
	if (s->frozen > 0)
		cli_print(c, "%sfrozen", i->btf_id ? "  " : "");
	out_char(&c->out, '\n');
}

static void device_json(struct json *j, const struct bpf_map_info *i)
{
	json_key(j, "dev");
	json_object_begin(j);
	pair_number(j, "ifindex", i->ifindex);
	pair_number(j, "ns_dev", i->netns_dev);
	pair_number(j, "ns_inode", i->netns_ino);
	json_object_end(j);
}

static void show_json(const struct shown *s)
{
	const struct bpf_map_info *i = &s->info;
	struct json *j = &s->c->json;

	json_object_begin(j);
	pair_number(j, "id", i->id);
	if (names_get(&names_map_type, i->type))
		pair_text(j, "type", s->type);
	else
		pair_number(j, "type", i->type);
	if (*s->name)
		pair_text(j, "name", s->name);
	pair_number(j, "flags", i->map_flags);
	if (i->ifindex)
		device_json(j, i);
	pair_number(j, "bytes_key", i->key_size);
	pair_number(j, "bytes_value", i->value_size);
	pair_number(j, "max_entries", i->max_entries);
	if (s->memlock >= 0)
		pair_number(j, "bytes_memlock", s->memlock);
	if (s->owner_type >= 0) {
		pair_text(j, "owner_prog_type", s->owner);
		pair_flag(j, "owner_jited", s->owner_jited > 0);
	}
	if (s->frozen >= 0)
		pair_number(j, "frozen", s->frozen);
	if (i->btf_id)
		pair_number(j, "btf_id", i->btf_id);
	json_object_end(j);
}

static int show_one(struct cli *c, int fd)
{
	struct shown s = { .c = c };
	uint32_t size = sizeof(s.info);
	int err;

	err = kernel_obj_info(c->kernel, fd, &s.info, &size);
	if (err)
		return cli_error(c, RAWBPF_STAGE_NONE, err, "the map cannot be asked about: %s",
			diag_strerror(err));
	memcpy(s.name, s.info.name, BPF_OBJ_NAME_LEN);
	names_short(&names_map_type, s.info.type, TYPE_PREFIX, s.type, sizeof(s.type));
	read_fdinfo(&s, fd);
	if (c->use_json)
		show_json(&s);
	else
		show_text(&s);
	return 0;
}

int map_show(struct cli *c)
{
	static const struct ids kind = { "map", BPF_MAP_GET_NEXT_ID, BPF_MAP_GET_FD_BY_ID, ref_map,
		show_one };

	return ids_show(c, &kind);
}
