/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_MAP_H
#define CLI_MAP_H

#include <linux/bpf.h>

#include "cli/cli.h"
#include "format/btf.h"

/* A map that the words named, and how to understand its keys and values. */
struct map_facts {
	struct cli *cli;
	int fd;
	struct bpf_map_info info;
	char name[BPF_OBJ_NAME_LEN + 1];
	uint32_t cpus;   /* values in a per-CPU value; 1 for other maps */
	uint32_t stride; /* from one CPU's value to the next */
	struct arena arena;
	struct btf btf;
	const struct btf *types; /* NULL: not known, all is bytes */
	uint32_t key_type, value_type;
};

/* map_facts.c: take MAP from the words. 0, or an exit code after saying why. Close it if 0. */
int map_facts_open(struct cli *c, struct map_facts *f);
void map_facts_close(struct map_facts *f);
bool map_facts_percpu(uint32_t type);
bool map_facts_of_maps(uint32_t type);

/* map_entry.c: an entry as map dump and map lookup write it, in text with its line end */
void map_entry_write(struct map_facts *f, const void *key, const void *value);

/*
 * map_words.c: a key or a value out of the next words, as many as belong to it: bytes, or one
 * word by type; what stands behind it is left. 0, or an exit code after saying why.
 * The value of a map of maps or programs is a descriptor: close *fd after use, if it is not -1.
 */
int map_words_key(struct map_facts *f, void *key);
int map_words_value(struct map_facts *f, void *value, int *fd);

int map_show(struct cli *c);
int map_create(struct cli *c);
int map_dump(struct cli *c);
int map_lookup(struct cli *c);
int map_update(struct cli *c);
int map_delete(struct cli *c);
int map_getnext(struct cli *c);

#endif
