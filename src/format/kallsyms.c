/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /proc/kallsyms: every symbol of the kernel and its modules, one a line, 200,000 of them:
 *
 *	ffffffff82a3f0c0 d bpf_map_iops
 *	ffffffffc0a01000 t nf_nat_setup_info	[nf_nat]
 *
 * Who may not see addresses (kernel.kptr_restrict, no CAP_SYSLOG) sees zeros.
 *
 * A kernel built with link-time optimisation by clang makes static variables of several files one
 * name apart: "name.llvm.4711". Such a suffix is no part of the name; of functions it is, for those
 * copies need not do the same.
 */
#include "format/kallsyms.h"

#include "base/text.h"

/* Length of the name that stands here, "name\t[module]" or "name.llvm.4711". */
static size_t name_length(const char *name, const char *end, char type)
{
	const char *tab = memchr(name, '\t', end - name), *dot;

	end = tab ? tab : end;
	if (type != 'd')
		return end - name;
	for (dot = name; (dot = memchr(dot, '.', end - dot)); dot++)
		if (end - dot > 6 && !memcmp(dot, ".llvm.", 6))
			return dot - name;
	return end - name;
}

static void found(struct kallsyms_name *n, const char *line, char type)
{
	uint64_t address;

	if (!text_u64(line, 16, &address) || (n->cnt && n->address == address))
		return;
	if (!n->cnt++) {
		n->address = address;
		n->type = type;
	}
}

static void read_line(const char *line, const char *end, struct kallsyms_name *names, uint32_t cnt)
{
	const char *name = memchr(line, ' ', end - line);
	size_t length;
	uint32_t i;
	char type;

	if (!name || end - name < 4 || name[2] != ' ')
		return;
	type = name[1];
	name += 3;
	for (i = 0; i < cnt; i++) {
		/* the first character settles almost all */
		if (names[i].name[0] != name[0])
			continue;
		length = name_length(name, end, type);
		if (!strncmp(names[i].name, name, length) && !names[i].name[length])
			found(&names[i], line, type);
	}
}

size_t kallsyms_read(const char *text, size_t size, struct kallsyms_name *names, uint32_t cnt)
{
	const char *line = text, *end;

	for (; (end = memchr(line, '\n', text + size - line)); line = end + 1)
		read_line(line, end, names, cnt);
	return line - text;
}

/* Code has the letters t and w; of aliases at one address any will do. */
char *kallsyms_next(char *text, uint64_t *address, char **name)
{
	char *end;

	for (; (end = strchr(text, '\n')); text = end + 1) {
		const char *type = text_u64(text, 16, address);

		if (!type || !*address || *type != ' ' || !type[1] || !strchr("tTwW", type[1]) ||
			type[2] != ' ')
			continue;
		*name = text + (type + 3 - text);
		*end = '\0';
		(*name)[strcspn(*name, "\t")] = '\0';
		return end + 1;
	}
	return NULL;
}
