/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The verifier replaces a helper's number by the distance of the function that does it from
 * __bpf_call_base. So a dump has to look for addresses in /proc/kallsyms:
 *
 *	ffffffff812d5a40 T bpf_map_lookup_elem
 *
 * Where kptr_restrict hides addresses, all of them are zero there, and calls stay numbers.
 */
#include "cli/prog.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "kernel/system.h"

static bool is_helper_call(const struct bpf_insn *insn)
{
	return insn->code == (BPF_JMP | BPF_CALL) && !insn->src_reg;
}

/* A file of lines, of which only the beginning is of interest. */
struct kallsyms {
	int fd;
	uint32_t used, at;
	char buf[4096];
};

static int next_char(struct kallsyms *k)
{
	ssize_t n;

	if (k->at == k->used) {
		n = read(k->fd, k->buf, sizeof(k->buf));
		k->at = 0;
		k->used = n > 0 ? n : 0;
	}
	return k->at < k->used ? (unsigned char)k->buf[k->at++] : -1;
}

/* The next symbol; one of a module has the module behind it. */
static bool next_symbol(struct kallsyms *k, uint64_t *address, char *name, size_t size)
{
	const char *end;
	char line[160];
	uint32_t len = 0;
	int c;

	while ((c = next_char(k)) >= 0 && c != '\n')
		if (len < sizeof(line) - 1)
			line[len++] = c;
	line[len] = '\0';
	end = text_u64(line, 16, address);
	end = !end ? "" : strlen(end) > 3 ? end + 3 : end; /* " T " */
	text_format(name, size, "%.*s", (int)strcspn(end, "\t"), end);
	return c >= 0;
}

static void kallsyms_rewind(struct kallsyms *k)
{
	k->at = k->used = 0;
	lseek(k->fd, 0, SEEK_SET);
}

/* The address of a symbol, 0 if unknown. */
static uint64_t address_of(struct kallsyms *k, const char *symbol)
{
	uint64_t address;
	char name[128];

	while (next_symbol(k, &address, name, sizeof(name)))
		if (!strcmp(name, symbol))
			return address;
	return 0;
}

static struct prog_helper *find_imm(const struct prog_helpers *h, int64_t imm)
{
	uint32_t i;

	for (i = 0; i < h->cnt; i++)
		if (h->list[i].imm == imm)
			return &h->list[i];
	return NULL;
}

static void collect(const struct prog_facts *f, struct prog_helpers *h)
{
	uint32_t i, cnt = f->info.xlated_prog_len / sizeof(*f->xlated);

	h->list = calloc(cnt + 1, sizeof(*h->list));
	for (i = 0; h->list && i < cnt; i++)
		if (is_helper_call(&f->xlated[i]) && !find_imm(h, f->xlated[i].imm))
			h->list[h->cnt++].imm = f->xlated[i].imm;
}

static void find(struct kallsyms *k, struct prog_helpers *h)
{
	uint64_t address, base = address_of(k, "__bpf_call_base");
	struct prog_helper *helper;
	char name[128];

	kallsyms_rewind(k);
	while (base && next_symbol(k, &address, name, sizeof(name)))
		if ((helper = find_imm(h, address - base)) && !helper->name[0])
			text_format(helper->name, sizeof(helper->name), "%.63s", name);
}

void prog_helpers_find(const struct prog_facts *f, struct prog_helpers *h)
{
	struct kallsyms k;

	memset(h, 0, sizeof(*h));
	collect(f, h);
	if (!h->cnt)
		return;
	k.at = k.used = 0;
	k.fd = system_open("/proc/kallsyms", O_RDONLY, 0);
	if (k.fd < 0)
		return;
	find(&k, h);
	close(k.fd);
}

const char *prog_helpers_name(const struct prog_helpers *h, int32_t imm)
{
	const struct prog_helper *found = find_imm(h, imm);

	return found && found->name[0] ? found->name : NULL;
}

void prog_helpers_free(struct prog_helpers *h)
{
	free(h->list);
}
