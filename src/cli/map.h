/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_MAP_H
#define CLI_MAP_H

#include <linux/bpf.h>

#include "cli/cli.h"
#include "format/btf.h"

/* What a key or a value stands for, and which words give it: descriptors first, then numbers, for which bytes may
 * stand as well. */
enum map_thing {
	MAP_IS_BYTES,
	MAP_IS_PROG,   /* PROG */
	MAP_IS_MAP,    /* MAP */
	MAP_IS_SOCKET, /* socket PID/FD */
	MAP_IS_EVENT,  /* event PID/FD */
	MAP_IS_TASK,   /* pid N */
	MAP_IS_FILE,   /* file PATH */
	MAP_IS_CGROUP, /* cgroup PATH */
	MAP_IS_DEVICE, /* dev NAME [prog PROG] */
	MAP_IS_CPU,    /* qsize N [prog PROG] */
	MAP_IS_ATTACHED, /* cgroup PATH TYPE */
};

static inline bool map_thing_is_fd(enum map_thing thing)
{
	return thing && thing < MAP_IS_DEVICE;
}

enum map_deed { MAP_LIST, MAP_READ, MAP_WRITE, MAP_ERASE };

/* map_type.c: a type of maps; zero: nothing special */
struct map_type {
	uint8_t type, key_size, value_size; /* sizes where there is one that is right, or best */
	uint16_t flags;                     /* without which the kernel refuses it */
	uint8_t key, value;                 /* enum map_thing */
	uint8_t lacks;                      /* by enum map_deed, from bit 0 */
	const char *why, *create;           /* it lacks that; what it has to be made of */
};

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
	bool shows_key; /* there is a key, and it is more than a descriptor of ours */
	struct map_symbols *symbols; /* see map_stack.c */
	int fds[3];	/* what key and value refer to, -1 none; closed with the map */
};

/* never NULL */
const struct map_type *map_type(uint32_t type);
/* why this map does not do that, which holds if the kernel refused; NULL: it should */
const char *map_type_lacks(const struct map_facts *f, enum map_deed deed);
/* says so, if it is not NULL; the exit code: not found for -ENOENT, else lacking */
int map_type_say(struct map_facts *f, enum map_deed deed, const char *word, int err);

/*
 * map_thing.c: what the next words name, as a descriptor in one of f->fds, which is in *out, or as a
 * number. 0, or an exit code after saying why not.
 */
int map_thing(struct map_facts *f, enum map_thing thing, uint32_t *out);
/* the words that it needs, for messages */
const char *map_thing_words(enum map_thing thing);

/* map_stack.c: is a value a stack, and its addresses with their names, as lines or items */
bool map_stack_is(const struct map_facts *f);
void map_stack_write(struct map_facts *f, const void *value);
void map_stack_free(struct map_facts *f);

/* map_part.c: what a value that is not the user's says, by names; the latter false: nothing */
void map_part_json(struct map_facts *f, const void *value);
bool map_part_text(struct map_facts *f, const void *value);

/* map_facts.c: take MAP from the words. 0, or an exit code after saying why. Close it if 0. */
int map_facts_open(struct cli *c, struct map_facts *f);
void map_facts_close(struct map_facts *f);
/* A command of one MAP and no more words. */
int map_facts_with(struct cli *c, int (*fn)(struct map_facts *f));
bool map_facts_percpu(uint32_t type);

/* map_entry.c: an entry as map dump and map lookup write it, in text with its line end */
void map_entry_write(struct map_facts *f, const void *key, const void *value);

/*
 * map_words.c: a key or a value out of the next words, as many as belong to it: bytes, or one
 * word by type; what stands behind it is left. 0, or an exit code after saying why.
 * What is named by words instead is looked up: see map_thing.
 */
int map_words_key(struct map_facts *f, void *key);
int map_words_value(struct map_facts *f, void *value);

int map_show(struct cli *c);
int map_create(struct cli *c);
int map_dump(struct cli *c);
int map_lookup(struct cli *c);
int map_update(struct cli *c);
int map_delete(struct cli *c);
int map_getnext(struct cli *c);
int map_pop(struct cli *c);
int map_event_pipe(struct cli *c);

#endif
