/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stacks: a value is return addresses, innermost first, with zeros behind the last. To the kernel's
 * own belongs the function that begins before and nearest; /proc/kallsyms has them, and shows
 * their addresses with CAP_SYSLOG only. It is read once, for a dump has many stacks. Addresses of
 * processes (BPF_F_USER_STACK) mean nothing without the process.
 *
 *	key: 2a 00 00 00  stack:
 *		ffffffff81234568 __x64_sys_bpf+0x18
 */
#include "cli/map.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "cli/pair.h"
#include "format/kallsyms.h"
#include "kernel/kernel.h"

#define PIECE (1U << 20)
/* No function is larger: what is farther away belongs to something else. */
#define FAR (1U << 20)

struct symbol {
	uint64_t address;
	const char *name;
};

struct map_symbols {
	char *text;
	struct symbol *items;
	uint32_t cnt, room, text_room;
};

bool map_stack_is(const struct map_facts *f)
{
	return f->info.type == BPF_MAP_TYPE_STACK_TRACE && !(f->info.map_flags & BPF_F_STACK_BUILD_ID);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = ((const struct symbol *)a)->address, y = ((const struct symbol *)b)->address;

	return x < y ? -1 : x > y;
}

static void read_text(struct map_facts *f, struct map_symbols *s)
{
	int fd = kernel_open(f->cli->kernel, "/proc/kallsyms", O_RDONLY);
	uint32_t have = 0;
	long n = fd < 0 ? 0 : 1;

	while (n > 0 && !vec_room((void **)&s->text, &s->text_room, have + PIECE, 1)) {
		n = kernel_read(f->cli->kernel, fd, s->text + have, PIECE - 1);
		have += n > 0 ? n : 0;
		s->text[have] = '\0';
	}
	kernel_close(f->cli->kernel, fd);
}

/* Without memory or permission there are few symbols or none, and addresses remain. */
static struct map_symbols *symbols(struct map_facts *f)
{
	struct map_symbols *s = f->symbols;
	struct symbol one;
	char *at, *name;

	if (s || !(s = f->symbols = calloc(1, sizeof(*s))))
		return s;
	read_text(f, s);
	for (at = s->text; at && (at = kallsyms_next(at, &one.address, &name));) {
		one.name = name;
		if (vec_room((void **)&s->items, &s->room, s->cnt + 1ULL, sizeof(one)))
			break;
		s->items[s->cnt++] = one;
	}
	sort(s->items, s->cnt, sizeof(*s->items), compare);
	return s;
}

void map_stack_free(struct map_facts *f)
{
	if (f->symbols) {
		free(f->symbols->text);
		free(f->symbols->items);
	}
	free(f->symbols);
}

/* "name+0x18", or nothing */
static void name_of(struct map_facts *f, uint64_t address, char *text, size_t size)
{
	const struct map_symbols *s = symbols(f);
	struct symbol key = { address + 1, NULL };
	size_t i = s ? sort_first(s->items, s->cnt, sizeof(key), &key, compare) : 0;

	*text = '\0';
	if (i && address - s->items[i - 1].address < FAR)
		text_format(text, size, "%s+0x%llx", s->items[i - 1].name,
			(unsigned long long)(address - s->items[i - 1].address));
}

void map_stack_write(struct map_facts *f, const void *value)
{
	struct cli *c = f->cli;
	char name[256], hex[24];
	uint64_t address;
	uint32_t at;

	for (at = 0; at + sizeof(address) <= f->info.value_size; at += sizeof(address)) {
		memcpy(&address, (const char *)value + at, sizeof(address));
		if (!address)
			break;
		name_of(f, address, name, sizeof(name));
		text_format(hex, sizeof(hex), "%s%llx", c->use_json ? "0x" : "",
			(unsigned long long)address);
		if (!c->use_json) {
			cli_print(c, "\n\t%s %s", hex, name);
			continue;
		}
		json_object_begin(&c->json);
		pair_text(&c->json, "address", hex);
		pair_text(&c->json, "symbol", name);
		json_object_end(&c->json);
	}
}
